import pytest
from doubles.research import QUESTION, graph_over, notices, run

from stepresearch.nodes.conversation.echoes import echo_in
from stepresearch.tools.llm.fake import PROSE, FakeModel

ASKED = [QUESTION, "What did the Brenna bridge cost?", "When did it open?"]


@pytest.mark.parametrize(
    "text",
    [
        QUESTION,
        f"{QUESTION} [S1.1]",
        "what did the brenna bridge cost",
        "1. What did the Brenna bridge cost?\n2. When did it open?",
        "The question is: What did the Brenna bridge cost?",
        "Else paragraphs; bullets only for true lists.",
        "The first sentence answers the question of this part, with the figure that carries the answer.",
    ],
)
def test_an_answer_that_says_what_was_asked_is_an_echo(text: str) -> None:
    assert "repeats what was asked" in str(echo_in(text, ASKED, "section"))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("The Brenna bridge cost 41 million euros [S1.1].", ASKED),
        ("The bridge opened in 2019 [S1.1].", ["Is it true that the bridge opened in 2019?"]),
        ("It cost 41 million. Who pays is open. What did the Brenna bridge cost?", ASKED),
        ("", ASKED),
    ],
)
def test_an_answer_in_the_words_of_the_question_is_none(text: str, asked: list[str]) -> None:
    assert echo_in(text, asked, "section") is None


async def test_a_short_answer_that_repeats_the_question_is_written_by_rules_and_the_head_says_so() -> None:
    echo = {"sentences": [{"text": QUESTION, "passage_ids": ["S1.1"]}]}
    state = await run(graph_over(model=FakeModel(answers={"summarize": lambda _: echo})))
    assert QUESTION not in state["summary"]
    assert any(
        "the short answer" in text and "repeats what was asked" in text for text in notices(state, "floor")
    )
    assert "The language model wrote 2 of 2 sections; rules quoted the rest" in state["report"]["markdown"]


async def test_a_report_whose_sections_rules_wrote_says_what_the_model_wrote() -> None:
    state = await run(graph_over(model=FakeModel(answers={PROSE: lambda _: QUESTION})))
    head = state["report"]["markdown"].partition("## ")[0]
    assert {one["by"] for one in state["sections"].values()} == {"floor"}
    assert "The language model wrote the short answer; rules quoted the rest from the sources." in head
    assert f"Written on {state['today']} with fake." in head


async def test_a_model_of_whose_text_nothing_could_be_used_was_asked_all_the_same() -> None:
    answers = {
        PROSE: lambda _: QUESTION,
        "summarize": lambda _: {"sentences": [{"text": QUESTION, "passage_ids": []}]},
    }
    state = await run(graph_over(model=FakeModel(answers=answers)))
    head = state["report"]["markdown"].partition("## ")[0]
    calls = sum(record.get("calls", 0) for record in state["usage"].values())
    assert f"A language model was asked ({calls} calls), and none of its text could be used." in head
    assert "Written on" not in head
