"""Every kind of fault at every node of the model: a report each time, which says what happened, with nothing lost.

What a node sees of a fault is the answer after all, or an error with a name; `tests/tools/llm/test_faults.py` holds
which fault comes to which. So each node meets each outcome, by a fault that differs from node to node, and each fault
is met by some node.
"""

import asyncio
from typing import Any

import pytest
from doubles.model_faults import FAULTS, ModelFault
from doubles.research import QUESTION, graph_over, notices
from doubles.routed_model import RoutedModel, server_of
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from stepresearch.graph import Options
from stepresearch.tools.llm.fake import PROSE, FakeModel
from stepresearch.tools.llm.openai.chat_model import OpenAIChatModel
from stepresearch.tools.llm.openai.settings import ModelSettings

NODES = (
    "clarify", "plan", "checklist", "review", "reflect", "note", "verify", "section", "summarize", "judge", "check", "audit",
)  # fmt: skip
AT_ONCE = 8
HEALED_AT_A_NODE = 4
UNMET = {"judge": lambda _: {"items": [{"item_id": "K1", "met": False}]}}
"""A judge who misses a point, so that audit has something to mend."""

IN_OTHER_WORDS = {
    PROSE: lambda _: "By the account of 2019 the Brenna bridge cost 41 million euros in all [S1.1]."
}
"""A writer who does not quote, so that check has something to read."""


async def run_with(node: str, fault: ModelFault) -> tuple[dict[str, Any], int]:
    """The final state of a run whose model has the fault at one node for ever, and how often it was asked there."""
    short = 3.0 if fault.drips else 20.0
    fake = FakeModel(answers=UNMET | (IN_OTHER_WORDS if node == "check" else {}))
    async with server_of(fake, fault) as server:
        wire = OpenAIChatModel(
            ModelSettings(
                server.base_url,
                model="tiny-32b",
                window_tokens=32_768,
                first_token_timeout_s=short,
                idle_timeout_s=short,
                call_timeout_s=2 * short,
                patience_s=0.2 if outcome(node, fault) else 20.0,
                retry_pause_s=0.01,
            )
        )
        model = RoutedModel(PROSE if node == "section" else node, wire, fake)
        graph = graph_over(model=model, checkpointer=InMemorySaver())
        state = await finished(graph, review_plan=node == "review")
        return state, len(server.requests)


async def finished(graph: Any, **options: Any) -> dict[str, Any]:
    config = {"configurable": {"thread_id": "t"}}
    context = Options(max_rounds=2, **options)
    state = await graph.ainvoke({"question": QUESTION}, config, context=context)
    if "__interrupt__" in state:
        state = await graph.ainvoke(Command(resume="Look at repairs too"), config, context=context)
    return dict(state)


def outcome(node: str, fault: ModelFault) -> str | None:
    """The name of the error that a lasting fault ends in at a node; None where the answer is had, "" where it means nothing."""
    return fault.prose if node == "section" else fault.lasting


def met_by(node: str) -> list[ModelFault]:
    """The faults that a node meets: of each outcome one, and of those that heal several, other ones than at the node before."""
    place, met = NODES.index(node), []
    for name in sorted({outcome(node, fault) for fault in FAULTS} - {""}, key=str):
        alike = [fault for fault in FAULTS if outcome(node, fault) == name]
        count = min(len(alike), HEALED_AT_A_NODE if name is None else 1)
        met += [alike[(place * count + n) % len(alike)] for n in range(count)]
    return met


def faults_of(state: dict[str, Any], node: str, fault: ModelFault, asked: int) -> list[str]:
    """What is wrong with a run, in words."""
    lasting = outcome(node, fault)
    floors = [n for n in state["notices"] if n["kind"] == "floor"]
    said = [n["text"] for n in floors if n["node"] == node]
    wrong = {
        "the node never asked the model": not asked,
        "no report": state.get("report", {}).get("status") != "complete",
        "another node took its floor": any(n["node"] != node for n in floors),
        "the floor was taken without a word": lasting is not None and not said,
        "the floor was taken where the answer was there": lasting is None and bool(said),
        "findings were lost": len(state["findings"]) < (1 if node == "review" else 3) or bool(lost(state)),
        "a broken section stands": node == "section" and bool(lasting) and written_by_model(state),
        "a traceback is shown": "Traceback" in state["report"]["markdown"],
        "the report hides the notice": any(
            n["text"].split(":")[0] not in state["report"]["markdown"] for n in floors
        ),
    }
    return [f"{node} x {fault.name}: {what}" for what, is_so in wrong.items() if is_so]


def lost(state: dict[str, Any]) -> set[str]:
    """Findings that no claim of the ledger holds."""
    held = {i for claim in state["ledger"]["claims"] for i in claim["finding_ids"]}
    return set(state["findings"]) - held


def written_by_model(state: dict[str, Any]) -> bool:
    return any(section["by"] == "model" for section in state["sections"].values())


@pytest.mark.parametrize("node", NODES)
async def test_a_model_that_is_never_well_at_one_node_costs_that_answer_and_nothing_else(node: str) -> None:
    slots = asyncio.Semaphore(AT_ONCE)

    async def tried(fault: ModelFault) -> list[str]:
        async with slots:
            state, asked = await run_with(node, fault)
        return faults_of(state, node, fault, asked)

    found = await asyncio.gather(*(tried(fault) for fault in met_by(node)))
    assert [wrong for of_one in found for wrong in of_one] == []


def test_each_fault_is_met_by_some_node() -> None:
    assert {fault.name for node in NODES for fault in met_by(node)} == {fault.name for fault in FAULTS}


async def test_a_model_that_is_well_leaves_no_notice_of_itself() -> None:
    fake = FakeModel()
    async with server_of(fake) as server:
        model = OpenAIChatModel(ModelSettings(server.base_url, model="tiny-32b", window_tokens=32_768))
        state = await finished(graph_over(model=model, checkpointer=InMemorySaver()))
    assert notices(state, "floor") == notices(state, "model") == []
