"""Whatever shape an answer has, the run goes on or stops as it was meant, or asks again and says why."""

from typing import Any

import pytest
from doubles.answers import SHAPES, Shape
from doubles.research import PAGES, QUESTION, graph_over, settings
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from stepresearch.graph import ConfigError, Options, ResearchGraph, ResearchStopped
from stepresearch.graph.run import OpenRun, open_run
from stepresearch.graph.run_store import Runs
from stepresearch.tools.llm.fake import FakeModel
from stepresearch.tools.search.fake import FakeEngine, FakePages
from stepresearch.tools.toolbox import Toolbox

THREAD: dict[str, Any] = {"configurable": {"thread_id": "t"}}
ASKING = {"objective": "Costs", "questions": ["Which bridge?", "With its repairs?"]}


def asking_model() -> FakeModel:
    return FakeModel(answers={"clarify": lambda _: ASKING})


async def waiting_at(kind: str, *, has_model: bool) -> tuple[ResearchGraph, dict[str, Any]]:
    """A run that waits for a person, and would wait again before it searches."""
    model = asking_model() if has_model else None
    graph = graph_over(model=model, checkpointer=InMemorySaver(), interrupt_before=["search"])
    state = await graph.ainvoke(
        {"question": QUESTION}, THREAD, context=Options(review_plan=kind == "plan", clarify=kind != "plan")
    )
    (asked,) = state["__interrupt__"]
    assert asked.value["kind"] == kind
    return graph, asked.value


async def outcome_of(graph: ResearchGraph, answer: Any) -> str:
    state = await graph.ainvoke(Command(resume=answer), THREAD)
    if state.get("stopped"):
        assert (await graph.aget_state(THREAD)).next == ()
        return "stops"
    if state.get("__interrupt__"):
        assert state["__interrupt__"][0].value["problem"]
        return "asks again"
    assert (await graph.aget_state(THREAD)).next[0] == "search"
    return "goes on"


@pytest.mark.parametrize(("kind", "has_model"), [("plan", False), ("plan", True), ("questions", True)])
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
async def test_an_answer_of_any_shape_does_what_was_meant(shape: Shape, kind: str, has_model: bool) -> None:
    graph, asked = await waiting_at(kind, has_model=has_model)
    outcome = await outcome_of(graph, shape.answer)
    assert outcome == shape.outcome(asked, has_model=has_model)
    if outcome == "asks again":
        assert await outcome_of(graph, "proceed") == "goes on"


async def test_a_stopped_run_says_so_in_the_chat_and_the_next_question_begins_anew() -> None:
    graph, _ = await waiting_at("plan", has_model=False)
    state = await graph.ainvoke(Command(resume="No, too broad is what I fear: stop"), THREAD)
    assert not state.get("stopped")
    state = await graph.ainvoke(
        Command(resume={"decisions": [{"type": "reject", "message": "too broad"}]}), THREAD
    )
    assert "too broad" in state["stopped"]
    assert state["messages"][-1].content == state["stopped"]
    assert "report" not in state
    state = await graph.ainvoke({"question": f"{QUESTION} (2)"}, THREAD, context=Options())
    assert state["stopped"] == ""


async def test_what_is_asked_can_be_drawn_as_a_form_and_says_what_may_be_answered() -> None:
    for kind, has_model in (("plan", False), ("questions", True)):
        _, asked = await waiting_at(kind, has_model=has_model)
        (request,), (config,) = asked["action_requests"], asked["review_configs"]
        assert request["name"] == config["action_name"]
        assert isinstance(request["args"], dict)
        assert {"approve", "edit", "reject"} <= set(config["allowed_decisions"])
        assert "stop" in asked["accepted"]


async def test_a_plan_that_words_leave_as_it_is_gets_no_new_point() -> None:
    graph, asked = await waiting_at("plan", has_model=False)
    tasks = [{"question": task["question"], "queries": task["queries"]} for task in asked["plan"]["tasks"]]
    model = FakeModel(answers={"review": lambda _: {"tasks": tasks}, "plan": lambda _: {"tasks": tasks}})
    graph = graph_over(model=model, checkpointer=InMemorySaver(), interrupt_before=["search"])
    shown = await graph.ainvoke(
        {"question": QUESTION}, THREAD, context=Options(review_plan=True, clarify=False)
    )
    state = await graph.ainvoke(Command(resume="hm, it seems alright to me"), THREAD)
    assert state["plan"] == shown["plan"]


async def test_a_run_stopped_at_its_plan_ends_in_words_and_asks_again_when_gone_on_with(
    tmp_path: Any,
) -> None:
    async def answer(_asked: dict[str, Any]) -> str:
        return "stop"

    runs = Runs(tmp_path)
    record = runs.create(QUESTION, Options(review_plan=True).model_dump())
    toolbox = Toolbox(settings(tmp_path), engines=[FakeEngine(PAGES)], reader=FakePages(PAGES))
    async with open_run(runs, record, toolbox) as run:
        async for _ in run.events({"question": QUESTION}, answer=answer):
            pass
        with pytest.raises(ResearchStopped, match="stopped at the plan"):
            await run.result()
        asked = [event async for event in run.events(None)]
        assert (await run.result()).report["status"] == "complete"
    assert any(getattr(event, "value", {}).get("kind") == "plan" for event in asked)


async def test_a_program_that_never_answers_usably_is_told_so_and_the_run_can_go_on() -> None:
    async def answer(_asked: dict[str, Any]) -> int:
        return 7

    run = OpenRun("t", graph_over(checkpointer=InMemorySaver()), Options(review_plan=True))
    with pytest.raises(ConfigError, match="answers in a row"):
        [event async for event in run.events({"question": QUESTION}, answer=answer)]
    [event async for event in run.events(None)]
    assert (await run.result()).report["status"] == "complete"
