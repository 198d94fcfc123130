"""What audit lets into the report when it mends."""

import re
from typing import Any

from doubles.research import graph_over, notices, run

from stepresearch.nodes.writing.caveat_labels import without_caveats
from stepresearch.tools.llm.fake import PROSE, FakeModel

OLD = "The Brenna bridge cost 41 million euros by the account of 2019."
NEW = "The Brenna bridge alone cost 41 million euros by the account of 2019."


def mending(replace: str, *, doubts: str = "") -> FakeModel:
    """A model whose first section has a sentence that it replaces, and whose reader doubts sentences with these words."""

    def faults(instruction: str) -> dict[str, Any]:
        told = re.findall(r"^(\d+)\. (.*)$", instruction, re.MULTILINE)
        doubted = [int(number) for number, text in told if doubts and doubts in text]
        return {"faults": [{"number": number, "verdict": "contradicted"} for number in doubted]}

    return FakeModel(
        answers={
            PROSE: lambda _: f"{OLD} [S1.1]",
            "judge": lambda _: {"items": [{"item_id": "K1", "met": False}]},
            "audit": lambda _: {"patches": [{"find": OLD, "replace": replace}]},
            "check": faults,
        }
    )


def cited_of(state: dict[str, Any]) -> str:
    found: str = state["report"]["markdown"].partition("## Where sources disagree")[0]
    return found


async def test_a_sentence_that_a_patch_brought_in_is_read_afresh() -> None:
    state = await run(graph_over(model=mending(f"{NEW} [S1.1]")))
    (check,) = [one for one in state["checks"].values() if without_caveats(one["sentence"]) == NEW]
    assert check["verdict"] == "supported"
    assert NEW[:-1] in cited_of(state)


async def test_a_sentence_that_a_patch_brought_in_and_the_reader_doubts_carries_a_mark() -> None:
    state = await run(graph_over(model=mending(f"{NEW} [S1.1]", doubts="bridge alone")))
    assert re.search(r"The Brenna bridge alone[^⚠\n]*⚠", cited_of(state))
    assert any("The Brenna bridge alone" in text for text in notices(state, "citation"))


async def test_a_disputed_figure_that_a_patch_brought_in_is_doubted() -> None:
    state = await run(graph_over(model=mending(f"{NEW} [S1.1]")))
    assert re.search(r"The Brenna bridge alone cost 41 million euros[^\n“]*\(disputed\)", cited_of(state))
