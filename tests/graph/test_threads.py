"""Threads, interrupts and checkpoints of the compiled graph."""

import asyncio
from typing import Any

import pytest
from doubles.research import PAGES, QUESTION, graph_over, settings
from langchain_core.messages import HumanMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.store.memory import InMemoryStore
from langgraph.types import Command

from stepresearch.graph import ConfigError, Options
from stepresearch.graph.build import GRAPH_VERSION
from stepresearch.graph.run import OpenRun, open_run
from stepresearch.graph.run_store import Runs
from stepresearch.tools.llm.fake import FakeModel
from stepresearch.tools.search.fake import FakeEngine, FakePages
from stepresearch.tools.toolbox import Toolbox

OTHER = "Who built the Brenna bridge?"


def thread(name: str) -> dict[str, Any]:
    return {"configurable": {"thread_id": name}}


async def test_two_threads_at_once_do_not_mix(saver: InMemorySaver, store: InMemoryStore) -> None:
    graph = graph_over(model=FakeModel(), checkpointer=saver, store=store)
    questions = {f"t{number}": f"{QUESTION} ({number})" for number in range(6)}
    states = await asyncio.gather(
        *(graph.ainvoke({"question": q}, thread(name), context=Options()) for name, q in questions.items())
    )
    for question, state in zip(questions.values(), states, strict=True):
        assert state["report"]["title"] == question
        others = set(questions.values()) - {question}
        assert not any(other in message["content"] for other in others for message in state["transcript"])


async def test_a_second_question_on_a_thread_starts_clean(saver: InMemorySaver) -> None:
    graph = graph_over(model=FakeModel(), checkpointer=saver)
    await graph.ainvoke({"question": QUESTION}, thread("t"), context=Options())
    second = await graph.ainvoke({"question": OTHER}, thread("t"), context=Options())
    alone = await graph.ainvoke({"question": OTHER}, thread("u"), context=Options())
    assert second["report"] == alone["report"]
    for key in ("queries", "sources", "passages", "findings", "sections", "transcript", "shown"):
        assert second[key] == alone[key]


async def test_a_chat_is_answered_in_the_chat(saver: InMemorySaver) -> None:
    graph = graph_over(checkpointer=saver)
    first = await graph.ainvoke({"messages": [HumanMessage(QUESTION)]}, thread("t"), context=Options())
    assert first["messages"][-1].content == first["report"]["markdown"]
    second = await graph.ainvoke({"messages": [HumanMessage(OTHER)]}, thread("t"), context=Options())
    assert (second["question"], second["report"]["title"]) == (OTHER, OTHER)


async def test_what_is_kept_loads_under_the_strict_list_of_types(saver: InMemorySaver) -> None:
    graph = graph_over(model=FakeModel(), checkpointer=saver)
    done = await graph.ainvoke({"question": QUESTION}, thread("t"), context=Options())
    kept = (await graph.aget_state(thread("t"))).values
    assert kept == done


async def test_questions_back_wait_for_answers_and_these_reach_the_plan(saver: InMemorySaver) -> None:
    asking = {"objective": "Costs", "scope": "", "implied": [], "questions": ["Which bridge?"]}
    model = FakeModel(answers={"clarify": lambda _: asking})
    graph = graph_over(model=model, checkpointer=saver)
    waiting = await graph.ainvoke({"question": QUESTION}, thread("t"), context=Options())
    assert waiting["__interrupt__"][0].value["questions"] == ["Which bridge?"]
    state = await graph.ainvoke(Command(resume="The one of 2019"), thread("t"), context=Options())
    (planning,) = [one for one in model.asked if one.name == "plan"]
    assert "The one of 2019" in planning.messages[-1]["content"]
    assert (state["report"]["status"], state["questions"]) == ("complete", [])


async def test_a_run_that_may_not_ask_back_asks_nothing(saver: InMemorySaver) -> None:
    model = FakeModel()
    graph = graph_over(model=model, checkpointer=saver)
    await graph.ainvoke({"question": QUESTION}, thread("t"), context=Options(clarify=False))
    assert "clarify" not in {one.name for one in model.asked}


async def test_an_edited_plan_is_the_one_that_is_searched(saver: InMemorySaver) -> None:
    engine = FakeEngine(PAGES)
    graph = graph_over(engine=engine, checkpointer=saver)
    options = Options(review_plan=True, max_rounds=1)
    waiting = await graph.ainvoke({"question": QUESTION}, thread("t"), context=options)
    assert waiting["__interrupt__"][0].value["plan"]["tasks"][0]["task_id"] == "T1"
    edited = {"tasks": [{"question": "Who built it?", "queries": ["builder of the bridge"]}]}
    state = await graph.ainvoke(Command(resume=edited), thread("t"), context=options)
    assert engine.asked[0] == "builder of the bridge"
    assert [task["question"] for task in state["plan"]["tasks"]] == ["Who built it?"]


async def test_a_run_of_another_version_is_refused_with_what_to_do(tmp_path: Any) -> None:
    runs = Runs(tmp_path)
    record = runs.create(QUESTION, Options().model_dump())
    toolbox = Toolbox(settings(tmp_path), engines=[FakeEngine(PAGES)], reader=FakePages(PAGES))
    async with open_run(runs, record, toolbox) as opened:
        async for _ in opened.events({"question": QUESTION}):
            pass
        assert (await opened.state())["graph_version"] == GRAPH_VERSION
        await opened.graph.aupdate_state(opened.config, {"graph_version": "older"}, as_node="audit")
        with pytest.raises(ConfigError, match="another version"):
            await opened.state()


async def test_a_run_that_did_not_reach_its_report_says_how_to_go_on(saver: InMemorySaver) -> None:
    graph = graph_over(checkpointer=saver, interrupt_before=["report"])
    run = OpenRun("t", graph, Options())
    async for _ in run.events({"question": QUESTION}):
        pass
    with pytest.raises(ConfigError, match="resume t"):
        await run.result()


@pytest.mark.parametrize("step", ["select", "section"])
async def test_a_run_that_goes_on_with_another_store_says_so_and_reports_nothing(
    saver: InMemorySaver, step: str
) -> None:
    begun = graph_over(model=FakeModel(), checkpointer=saver, store=InMemoryStore(), interrupt_before=[step])
    await begun.ainvoke({"question": QUESTION}, thread("t"), context=Options())
    other = graph_over(model=FakeModel(), checkpointer=saver, store=InMemoryStore())
    with pytest.raises(ConfigError, match="not in the store it goes on with"):
        await other.ainvoke(None, thread("t"), context=Options())


async def test_a_wish_for_one_question_is_none_for_the_next_on_its_thread(saver: InMemorySaver) -> None:
    graph = graph_over(model=FakeModel(), checkpointer=saver)
    asked = {"question": QUESTION, "guidance": ["Look at the paint too."]}
    first = await graph.ainvoke(asked, thread("t"), context=Options())
    second = await graph.ainvoke({"question": f"{QUESTION} (2)"}, thread("t"), context=Options())
    assert any("paint" in message["content"] for message in first["transcript"])
    assert not any("paint" in message["content"] for message in second["transcript"])
