"""Answers of people and the stream modes, over a real Agent Server."""

import json
from collections.abc import Iterator

import pytest
from doubles.agent_server import ROOT, AgentServer, running_agent_server
from doubles.answers import SHAPES, Shape

pytestmark = pytest.mark.timeout(180)

QUESTION = "How many passengers used the Inch Sollan crossing?"
FEW = {"max_sources": 1, "max_rounds": 1}
SENT = (
    "plan without tasks",
    "no decisions",
    "nested",
    "empty object",
    "Chinese stop",
    "decision edit",
    "decision reject",
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AgentServer]:
    folder = tmp_path_factory.mktemp("agent-server")
    settings = {
        "STEPRESEARCH_DATA": str(folder / "data"),
        "STEPRESEARCH_DOCS": str(ROOT / "examples" / "library"),
        "STEPRESEARCH_DISCOVER": "false",
    }
    with running_agent_server(folder, settings) as running:
        yield running


@pytest.mark.parametrize("shape", [one for one in SHAPES if one.name in SENT], ids=lambda shape: shape.name)
async def test_an_answer_of_any_shape_leaves_the_thread_able_to_go_on(
    server: AgentServer, shape: Shape
) -> None:
    thread_id = await server.new_thread()
    asked = await server.run(thread_id, input={"question": QUESTION}, context={"review_plan": True, **FEW})
    meant = shape.outcome(asked["__interrupt__"][0]["value"], has_model=False)
    values = await server.run(thread_id, command={"resume": shape.answer})
    if meant == "asks again":
        assert values["__interrupt__"][0]["value"]["problem"]
        values = await server.run(thread_id, command={"resume": "approve"})
    assert bool(values.get("stopped")) is (meant == "stops")
    assert ("report" in values) is (meant != "stops")


@pytest.mark.parametrize("mode", ["updates", "events", "messages-tuple"])
async def test_a_stream_mode_ends_with_the_report_and_without_an_error(
    server: AgentServer, mode: str
) -> None:
    thread_id = await server.new_thread()
    async with server.client as client:
        stream = client.runs.stream(
            thread_id, "research", input={"question": QUESTION}, context=FEW, stream_mode=mode
        )
        parts = [part async for part in stream]
        state = await client.threads.get_state(thread_id)
    assert "error" not in {part.event for part in parts}
    assert json.dumps([part.data for part in parts])
    assert isinstance(state["values"], dict)
    assert state["values"]["report"]["status"] == "complete"


async def test_null_in_the_state_editor_removes_a_source(server: AgentServer) -> None:
    thread_id = await server.new_thread()
    await server.run(thread_id, input={"question": QUESTION}, context={"max_sources": 2, "max_rounds": 1})
    async with server.client as client:
        await client.threads.update_state(thread_id, {"sources": {"S1": None}}, as_node="reflect")
        state = await client.threads.get_state(thread_id)
    assert isinstance(state["values"], dict)
    assert "S1" not in state["values"]["sources"]
    assert not any(one.startswith("S1.") for one in state["values"]["passages"])
