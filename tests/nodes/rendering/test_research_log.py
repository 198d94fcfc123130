"""How the research went."""

from doubles.research import QUESTION, graph_over, run

from stepresearch.nodes.rendering.research_log import research_log
from stepresearch.tools.llm.fake import FakeModel


async def test_each_round_is_told_with_its_queries_and_pages() -> None:
    state = await run(graph_over(model=FakeModel()), QUESTION)
    heading, lines = research_log(state)  # type: ignore[arg-type]  # the final state
    assert heading == "## How this was researched"
    first = [query["text"] for query in state["queries"].values() if query["round"] == 1]
    assert all(text in lines.splitlines()[0] for text in first)
    assert f"pages read: {len(state['sources'])} of {len(state['sources'])} chosen" in lines
    assert "## How this was researched" in state["report"]["markdown"]


def test_where_nothing_was_searched_for_nothing_is_told() -> None:
    assert research_log({"brief": {"language": "en"}, "queries": {}}) == []  # type: ignore[typeddict-item] - the rest is not looked at
