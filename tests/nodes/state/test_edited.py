from typing import Any

import pytest
from doubles.research import QUESTION, graph_over
from langgraph.checkpoint.memory import InMemorySaver

from stepresearch.graph import ConfigError, Options, ResearchGraph

THREAD: dict[str, Any] = {"configurable": {"thread_id": "t"}}


async def before_report() -> tuple[ResearchGraph, dict[str, Any]]:
    graph = graph_over(checkpointer=InMemorySaver(), interrupt_before=["report"])
    await graph.ainvoke({"question": QUESTION}, THREAD, context=Options(max_rounds=1))
    return graph, (await graph.aget_state(THREAD)).values


async def edited(graph: ResearchGraph, values: dict[str, Any]) -> dict[str, Any]:
    await graph.aupdate_state(THREAD, values)
    return dict((await graph.aget_state(THREAD)).values)


async def test_a_finding_that_is_missing_from_the_ones_handed_back_is_removed_from_state_and_report() -> None:
    graph, state = await before_report()
    gone, *left = state["findings"]
    changed = await edited(graph, {"findings": {one: state["findings"][one] for one in left}})
    assert list(changed["findings"]) == left
    assert not any(gone in claim["finding_ids"] for claim in changed["ledger"]["claims"])
    assert (await graph.ainvoke(None, THREAD))["report"]["status"] == "complete"


async def test_null_removes_a_source_with_all_that_rests_on_it() -> None:
    graph, state = await before_report()
    changed = await edited(graph, {"sources": {"S1": None}})
    assert list(changed["sources"]) == [one for one in state["sources"] if one != "S1"]
    assert not any(one.startswith("S1.") for one in changed["passages"])
    assert not any(p.startswith("S1.") for f in changed["findings"].values() for p in f["passage_ids"])
    report = (await graph.ainvoke(None, THREAD))["report"]
    assert state["sources"]["S1"]["url"] not in report["markdown"]


async def test_a_part_of_a_record_changes_that_part_and_no_other_record() -> None:
    graph, state = await before_report()
    first = next(iter(state["findings"]))
    changed = await edited(graph, {"findings": {first: {"claim": "It was dear."}}})
    assert changed["findings"] == state["findings"] | {
        first: state["findings"][first] | {"claim": "It was dear."}
    }


async def test_nothing_handed_back_empties_the_records() -> None:
    graph, _ = await before_report()
    assert (await edited(graph, {"findings": {}}))["findings"] == {}
    assert (await graph.ainvoke(None, THREAD))["report"]["status"] == "nothing_found"


@pytest.mark.parametrize(
    "values",
    [{"findings": []}, {"findings": {"F1": "words"}}, {"findings": {"F9": {"claim": "alone"}}}, {"plan": None}, {"notices": "x"}],
    ids=repr,
)  # fmt: skip
async def test_a_state_that_no_step_could_go_on_from_is_refused_and_left_as_it_was(
    values: dict[str, Any],
) -> None:
    graph, state = await before_report()
    with pytest.raises(ConfigError, match="cannot be"):
        await graph.aupdate_state(THREAD, values)
    assert (await graph.aget_state(THREAD)).values == state
