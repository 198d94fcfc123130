"""What code does not find is asked of the model before it is marked, and nothing is judged twice."""

import json

import pytest

from stepresearch.nodes.checking.judge import BY_CODE, Judge, cleared
from stepresearch.nodes.checking.stated_words import stated
from stepresearch.nodes.state.schema import PassageRecord, Source
from stepresearch.nodes.state.tasks import SentenceToCheck
from stepresearch.tools.llm.fake import FakeModel


def passage(passage_id: str, text: str) -> PassageRecord:
    return PassageRecord(
        passage_id=passage_id, source_id=passage_id.partition(".")[0], start=0, end=len(text), heading="", text=text
    )  # fmt: skip


PASSAGES = {
    one["passage_id"]: one
    for one in (
        passage("S1.1", "The depot holds two vehicles short of four dozen."),
        passage("S1.2", "The fare is 2.40 euros."),
        passage("S2.1", "In all, Hollin runs a fleet of 128 buses."),
    )
}
SOURCES = {key: Source(source_id=key, url=f"file:///{key}", title="Report") for key in ("S1", "S2")}
IN_DOUBT = "The depot holds 46 vehicles."


def sentence(text: str, *ids: str, number: int = 1) -> SentenceToCheck:
    return SentenceToCheck(sentence_id=f"X1.{number}", section_id="X1", text=text, passage_ids=list(ids))


def judge(*shown: str) -> Judge:
    return Judge(PASSAGES, SOURCES, "What is the depot like?", shown=shown)


def reader(words: str) -> FakeModel:
    """A model whose reader clears the first sentence with these words."""
    return FakeModel(answers={"check": lambda _: {"cleared": [{"number": 1, "words": words}]}})


async def test_what_code_does_not_find_is_shown_to_the_reader_as_in_doubt() -> None:
    model = FakeModel()
    await judge().judge(
        [sentence(IN_DOUBT, "S1.1"), sentence("The fare is 2.40 euros.", "S1.2", number=2)], model, []
    )
    (asked,) = model.asked
    lines = [line for line in asked.messages[-1]["content"].splitlines() if line[:2] in ("1.", "2.")]
    assert ["{In doubt: " in line for line in lines] == [True, False]


async def test_the_words_of_the_passage_that_the_reader_copies_clear_it() -> None:
    model = reader("holds TWO vehicles short of four dozen")
    judged = await judge().judge([sentence(IN_DOUBT, "S1.1")], model, [])
    check = judged.checks["X1.1"]
    assert (check["verdict"], check["quote"]) == ("supported", "holds two vehicles short of four dozen")


async def test_words_of_another_passage_become_the_citation() -> None:
    model = reader("a fleet of 128 buses")
    judged = await judge().judge([sentence("Hollin has 128 buses.", "S1.2")], model, [])
    assert judged.checks["X1.1"]["passage_ids"] == ["S2.1"]


@pytest.mark.parametrize("words", ["holds 46 vehicles", "of", "", "no such words at all"])
async def test_words_that_stand_in_no_passage_clear_nothing(words: str) -> None:
    judged = await judge().judge([sentence(IN_DOUBT, "S1.1")], reader(words), [])
    check = judged.checks["X1.1"]
    assert check["verdict"] == "not_found"
    assert check["reason"].startswith(BY_CODE)


async def test_words_of_a_page_that_only_a_later_step_has_clear_it_there() -> None:
    judged = await judge().judge(
        [sentence("Hollin has 130 buses.", "S1.2")],
        reader("a hundred and thirty"),
        [],
    )
    later = {**PASSAGES, "S3.1": passage("S3.1", "It has a hundred and thirty.")}
    assert cleared(judged.checks["X1.1"], later)["passage_ids"] == ["S3.1"]


async def test_without_a_model_what_code_does_not_find_is_never_called_contradicted() -> None:
    said = [
        sentence("The depot does not hold two vehicles short of four dozen.", "S1.1"),
        sentence("It holds 77.", "S1.1", number=2),
    ]
    judged = await judge().judge(said, None, [])
    assert {one["verdict"] for one in judged.checks.values()} <= {"supported", "not_found"}
    assert judged.checks["X1.2"]["reason"].startswith("not found in the cited passage by the automatic check")


@pytest.mark.parametrize(("shown", "brought"), [((), True), (("S1.1",), False)])
async def test_a_cited_passage_that_does_not_stand_in_the_conversation_is_brought(
    shown: tuple[str, ...], brought: bool
) -> None:
    model = FakeModel()
    await judge(*shown).judge([sentence("The depot is large.", "S1.1")], model, [])
    (asked,) = model.asked
    assert ("two vehicles short of four dozen" in asked.messages[-1]["content"]) is brought


async def test_what_does_not_fit_the_window_is_left_out_and_the_reader_asked_all_the_same() -> None:
    long = {**PASSAGES, "S1.1": passage("S1.1", "The depot is large. " * 2000)}
    model = FakeModel(window_tokens=4096)
    one = Judge(long, SOURCES, "What is the depot like?")
    judged = await one.judge([sentence("The depot is very large.", "S1.1")], model, [])
    assert len(model.asked) == 1
    assert judged.notices == ()


async def test_the_same_words_with_the_same_citations_are_judged_once() -> None:
    model, one = FakeModel(), judge()
    await one.judge([sentence("The depot is large.", "S1.1")], model, [])
    again = await one.judge([sentence("The depot is large.", "S1.1", number=7)], model, [])
    assert len(model.asked) == 1
    assert again.checks["X1.7"]["sentence_id"] == "X1.7"


async def test_the_same_words_with_another_citation_are_judged_again() -> None:
    model, one = FakeModel(), judge()
    for passage_id in ("S1.1", "S1.2"):
        await one.judge([sentence("The depot is large.", passage_id)], model, [])
    assert len(model.asked) == 2


async def test_a_sentence_without_citation_that_the_reader_names_is_given_back() -> None:
    model = FakeModel(answers={"check": lambda _: {"missing": [2, 9]}})
    uncited = sentence("One looks in vain for its age.")
    judged = await judge().judge([sentence("The depot is large.", "S1.1")], model, [], [uncited])
    assert judged.missing == [uncited]
    assert json.loads(json.dumps(judged.checks)).keys() == {"X1.1"}


def test_copied_words_are_found_however_they_are_spaced_and_marked() -> None:
    passages = {"S1.1": passage("S1.1", "Its “final\n account” – 48 million – is due.")}
    found = stated('its "Final account" - 48 million', ["S1.1"], passages)
    assert found is not None
    assert found.words == "Its “final\n account” – 48 million"
