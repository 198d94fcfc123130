from doubles.research import PAGES, QUESTION, graph_over
from langgraph.checkpoint.memory import InMemorySaver

from stepresearch.graph import STEPS, Options
from stepresearch.nodes.state.schema import ResearchState, ResearchUpdate


def test_the_drawing_holds_every_step_and_nothing_else() -> None:
    drawing = graph_over().get_graph()
    assert set(drawing.nodes) - {"__start__", "__end__"} == set(STEPS)


def test_every_step_can_be_reached_and_left() -> None:
    edges = graph_over().get_graph().edges
    assert {edge.target for edge in edges} - {"__end__"} == set(STEPS)
    assert {edge.source for edge in edges} - {"__start__"} == set(STEPS)


def test_no_node_can_return_a_key_that_the_state_lacks() -> None:
    assert set(ResearchUpdate.__annotations__) <= set(ResearchState.__annotations__)


async def test_a_run_can_be_stopped_before_any_step_and_goes_on_from_there() -> None:
    for step in STEPS:
        graph = graph_over(PAGES, checkpointer=InMemorySaver(), interrupt_before=[step])
        config = {"configurable": {"thread_id": step}}
        state = await graph.ainvoke({"question": QUESTION}, config, context=Options(max_rounds=1))
        while (await graph.aget_state(config)).next:
            state = await graph.ainvoke(None, config, context=Options(max_rounds=1))
        assert state["report"]["status"] == "complete"
