from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command

from stepresearch.nodes.ask import ask
from stepresearch.nodes.state.schema import Brief, ResearchState

BRIEF = Brief(objective="Q", language="en", scope="", implied=[], answers=[])


async def answered(answer: Any) -> dict[str, Any]:
    graph = StateGraph(ResearchState)
    graph.add_node("ask", ask)
    graph.add_edge(START, "ask")
    graph.add_edge("ask", END)
    compiled = graph.compile(checkpointer=InMemorySaver())
    config = {"configurable": {"thread_id": "t"}}
    state = ResearchState(question="Q", questions=["Which one?", "Since when?"], brief=BRIEF)
    waiting = await compiled.ainvoke(state, config)
    assert waiting["__interrupt__"][0].value["questions"] == ["Which one?", "Since when?"]
    return dict(await compiled.ainvoke(Command(resume=answer), config))


@pytest.mark.parametrize("answer", ["proceed", "", " OK ", "继续", True, None, ["", None]])
async def test_an_answer_that_leaves_it_to_the_agent_adds_nothing(answer: Any) -> None:
    assert (await answered([answer] if answer is None else answer))["brief"]["answers"] == []


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("The new one", ["The new one"]),
        (["The new one", "2019"], ["The new one", "2019"]),
        ([2019], ["2019"]),
    ],
)
async def test_answers_are_kept_as_words_and_the_questions_are_done(answer: Any, kept: list[str]) -> None:
    state = await answered(answer)
    assert (state["brief"]["answers"], state["questions"]) == (kept, [])


async def test_without_questions_nobody_is_asked() -> None:
    assert await ask(ResearchState(question="Q", questions=[], brief=BRIEF)) == {}
