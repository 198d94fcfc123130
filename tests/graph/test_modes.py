"""Each way in which LangGraph runs a graph leads to the same report."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from doubles.research import QUESTION, graph_over, run
from langchain_core.runnables import RunnableConfig
from langchain_core.tools import tool
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from typing_extensions import TypedDict

from stepresearch.graph import ConfigError, Options
from stepresearch.tools.llm.fake import FakeModel

LONG = {"max_rounds": 10}
LOW: RunnableConfig = {"recursion_limit": 5}
"""What events, batches and tools impose is 25; the rounds of a small corpus are over sooner."""


@dataclass
class Foreign:
    user: str = "someone"


@dataclass
class Carrying:
    research: Any
    user: str = "someone"


class ParentState(TypedDict, total=False):
    question: str
    report: dict[str, Any]
    mood: str


async def as_part(context: Any) -> dict[str, Any]:
    parent = StateGraph(ParentState, context_schema=type(context) if context is not None else None)
    parent.add_node("research", graph_over())
    parent.add_edge(START, "research")
    parent.add_edge("research", END)
    return dict(await parent.compile().ainvoke({"question": QUESTION}, context=context))


async def test_a_limit_that_a_caller_imposes_does_not_end_a_run() -> None:
    whole = await run(graph_over())
    graph = graph_over()
    (batched,) = await graph.abatch([{"question": QUESTION}], LOW)
    async for event in graph.astream_events({"question": QUESTION}, LOW, version="v2"):
        last = event

    @tool
    async def research(question: str, config: RunnableConfig) -> str:
        """Research a question."""
        return str((await graph.ainvoke({"question": question}, config))["report"]["markdown"])

    reports = [
        batched["report"]["markdown"],
        last["data"]["output"]["report"]["markdown"],
        await research.ainvoke({"question": QUESTION}, LOW),
    ]
    assert reports == [whole["report"]["markdown"]] * 3


async def test_updates_are_json_but_for_the_messages_of_the_chat() -> None:
    graph = graph_over(checkpointer=InMemorySaver())
    thread: RunnableConfig = {"configurable": {"thread_id": "t"}}
    async for event in graph.astream(
        {"question": QUESTION}, thread, context=Options(), stream_mode="updates"
    ):
        for update in event.values():
            json.dumps({key: value for key, value in (update or {}).items() if key != "messages"})


@pytest.mark.parametrize(
    "context",
    [
        Foreign(),
        {"user": "someone"},
        Carrying(Options(max_sources=1)),
        {"research": {"max_sources": 1}},
        None,
    ],
)
async def test_a_part_of_another_graph_takes_its_options_from_the_context_or_the_defaults(
    context: Any,
) -> None:
    state = await as_part(context)
    assert state["report"]["status"] == "complete"
    cited = len(state["report"]["citations"])
    assert (cited == 1) is (
        "research" in (context if isinstance(context, dict) else vars(context or Foreign()))
    )


@pytest.mark.parametrize(
    ("context", "said"),
    [
        (Carrying({"max_sources": 0}), "max_sources"),
        ({"research": 7}, "options"),
        ({"user": "someone", "docs": "folder"}, "user"),
    ],
)
async def test_a_context_whose_options_cannot_be_used_is_named(context: Any, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        await as_part(context)


async def test_options_given_as_a_dictionary_are_checked() -> None:
    graph = graph_over()
    assert (await graph.ainvoke({"question": QUESTION}, context={"max_sources": 1}))["sources"].keys() == {
        "S1"
    }
    with pytest.raises(ConfigError, match="max_sorces"):
        await graph.ainvoke({"question": QUESTION}, context={"max_sorces": 3})


async def test_the_messages_mode_streams_what_is_for_people_alone() -> None:
    graph = graph_over(model=FakeModel())
    seen = [
        part
        async for part in graph.astream(
            {"question": QUESTION}, context=Options(**LONG), stream_mode="messages"
        )
    ]
    assert [message.type for message, _ in seen] == ["human", "ai"]
