import pytest

from stepresearch.nodes.checking.patches import patched
from stepresearch.nodes.conversation.answer_schemas import Patch
from stepresearch.nodes.state.schema import PassageRecord, Source

SAID = "The bridge cost 41 million euros in 2019. The builder was Norr AG."
PASSAGES = {
    "S1.1": PassageRecord(passage_id="S1.1", source_id="S1", start=0, end=len(SAID), heading="", text=SAID)
}
SOURCES = {
    "S1": Source(
        source_id="S1",
        url="https://norr.example/",
        title="Bridge",
        site="norr.example",
        published="2020",
        status="read",
    )
}
QUESTION = "What did the bridge of Norr cost?"
TEXTS = {
    "summary": "It opened long ago [S1.1].",
    "X1": "The bridge cost 77 million euros [S1.1]. It is, as they say, old [S1.1].",
}


def mended(find: str, replace: str) -> tuple[dict[str, str], list[str]]:
    return patched(TEXTS, [Patch(find=find, replace=replace)], PASSAGES, SOURCES, QUESTION)


@pytest.mark.parametrize(
    "find",
    [
        "The bridge cost 77 million euros.",
        "The bridge cost 77 million euros [S1.1].",
        "The bridge costs 77 million euros",
    ],
)
def test_a_sentence_is_found_by_its_words_with_or_without_ids_and_with_a_slip(find: str) -> None:
    texts, refused = mended(find, "The bridge cost 41 million euros in 2019 [S1.1].")
    assert texts["X1"].startswith("The bridge cost 41 million euros in 2019 [S1.1]. It is")
    assert (texts["summary"], refused) == (TEXTS["summary"], [])


def test_an_empty_replacement_cuts_the_sentence() -> None:
    texts, refused = mended("The bridge cost 77 million euros.", "")
    assert (texts["X1"], refused) == ("It is, as they say, old [S1.1].", [])


@pytest.mark.parametrize(
    ("find", "replace", "reason"),
    [
        ("The weather was fine.", "It cost 41 million euros [S1.1].", "does not stand in the report"),
        ("The bridge cost 77 million euros.", "It cost 41 million euros [S9.9].", "S9.9"),
        ("The bridge cost 77 million euros.", "It cost 55 million euros [S1.1].", "55 million euros"),
        ("The bridge cost 77 million euros.", "It cost a lot.", "cites nothing"),
    ],
)
def test_a_patch_that_would_not_hold_is_refused_as_a_whole_and_says_why(
    find: str, replace: str, reason: str
) -> None:
    texts, refused = mended(find, replace)
    assert texts == TEXTS
    assert reason in refused[0]


def test_good_patches_are_applied_beside_refused_ones() -> None:
    patches = [
        Patch(find="The weather was fine.", replace="x [S1.1]"),
        Patch(find="It is, as they say, old.", replace="The builder was Norr AG [S1.1]."),
    ]
    texts, refused = patched(TEXTS, patches, PASSAGES, SOURCES, QUESTION)
    assert texts["X1"].endswith("The builder was Norr AG [S1.1].")
    assert len(refused) == 1


def test_a_link_in_a_patch_never_becomes_one() -> None:
    texts, _ = mended("It is, as they say, old.", "The builder was [Norr AG](https://evil.example) [S1.1].")
    assert "](https://evil" not in texts["X1"]


def test_a_replacement_without_a_full_stop_keeps_the_sentence_s() -> None:
    texts, _ = mended("The bridge cost 77 million euros", "The bridge cost 41 million euros in 2019 [S1.1]")
    assert texts["X1"].startswith("The bridge cost 41 million euros in 2019 [S1.1]. It is")
