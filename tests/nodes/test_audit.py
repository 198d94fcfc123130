"""What the audit does with the short answer, which nobody has read before it."""

from typing import Any

from doubles.research import graph_over, notices, run

from stepresearch.tools.llm.fake import PROSE, FakeModel

ADVISED = "The council of Brenna should repair the bridge"
SAID = "The Brenna bridge was the finest of all, at 41 million euros"


def reader_doubting(words: str, said: str = SAID) -> FakeModel:
    """A model that answers with one sentence in short, and whose fresh reader finds sentences with these words unsupported."""

    def faults(instruction: str) -> dict[str, Any]:
        lines = instruction.splitlines()
        doubted = [int(line.partition(".")[0]) for line in lines if words in line and line[:1].isdigit()]
        return {"faults": [{"number": number, "verdict": "not_found"} for number in doubted]}

    return FakeModel(
        answers={
            "summarize": lambda _: {"sentences": [{"text": f"{said}.", "passage_ids": ["S1.1"]}]},
            "check": faults,
        }
    )


async def test_a_sentence_of_the_short_answer_that_the_fresh_reader_doubts_carries_a_mark() -> None:
    state = await run(graph_over(model=reader_doubting("finest of all")))
    answer = state["report"]["markdown"].partition("## Short answer")[2].partition("\n## ")[0]
    assert "⚠" in answer


async def test_a_short_answer_that_holds_carries_none() -> None:
    state = await run(graph_over(model=reader_doubting("nothing of the kind")))
    assert "⚠" not in state["report"]["markdown"]


async def test_what_the_short_answer_recommends_is_not_held_against_it() -> None:
    state = await run(graph_over(model=reader_doubting("should repair", ADVISED)))
    assert "⚠" not in state["report"]["markdown"]


MONTHS = "The Brenna bridge opened after 72 months of work"


def reader_clearing(words: str) -> FakeModel:
    """A model that gives years as months, citing whatever comes first, and whose fresh reader copies these words for it."""

    def cleared(instruction: str) -> dict[str, Any]:
        numbers = [
            int(line.partition(".")[0]) for line in instruction.splitlines() if "{In doubt" in line[3:]
        ]
        return {"faults": [], "cleared": [{"number": number, "words": words} for number in numbers]}

    return FakeModel(answers={PROSE: lambda _: f"{MONTHS} [S1.1].", "check": cleared})


async def test_what_code_alone_doubts_carries_no_mark_where_the_reader_copies_the_words_that_say_it() -> None:
    state = await run(graph_over(model=reader_clearing("opened on 3 May 2019 after six years of work")))
    written = state["report"]["markdown"].partition("## Where sources disagree")[0]
    assert "⚠" not in written
    herald = next(one["source_id"] for one in state["sources"].values() if "herald" in one["url"])
    assert f"{MONTHS} [{herald}.1]" in state["sections"]["X1"]["text"]


async def test_what_code_alone_doubts_carries_a_mark_and_its_reason_where_the_words_stand_nowhere() -> None:
    state = await run(graph_over(model=reader_clearing("after seventy-two months of toil")))
    assert "⚠" in state["report"]["markdown"]
    told = " ".join(notices(state, "citation"))
    assert "not found in the cited passage by the automatic check" in told
    assert "contradicted" not in told
