"""A real llama.cpp server behind the Agent Server. Its model's words are noise; how it is asked is the real thing."""

from collections.abc import Iterator
from typing import Any

import pytest
from doubles.agent_server import ROOT, AgentServer, running_agent_server
from doubles.llama_server import llama_server

pytest.importorskip("xllamacpp", reason="the wheel xllamacpp is not installed")

QUESTION = "What has Merrowick's Quiet Crossing ferry programme cost so far?"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AgentServer]:
    from doubles.tiny_gguf import write_tiny_gguf

    folder = tmp_path_factory.mktemp("agent-server")
    write_tiny_gguf(folder / "tiny.gguf")
    with llama_server(folder / "tiny.gguf") as base_url:
        settings = {
            "STEPRESEARCH_DATA": str(folder / "data"),
            "STEPRESEARCH_DOCS": str(ROOT / "examples" / "library"),
            "STEPRESEARCH_BASE_URL": base_url,
        }
        with running_agent_server(folder, settings) as running:
            yield running


def calls(values: dict[str, Any]) -> int:
    return sum(record.get("calls", 0) for record in values["usage"].values())


async def test_the_model_is_asked_without_blocking_other_runs(server: AgentServer) -> None:
    """The server raises BlockingError where a step waits for a file or a socket on the event loop."""
    thread_id = await server.new_thread()
    options = {"clarify": False, "review_plan": True, "max_rounds": 1, "max_sources": 3}
    planned = await server.run(thread_id, input={"question": QUESTION}, context=options)
    plan = {"tasks": [{"question": QUESTION, "queries": ["Quiet Crossing programme cost"]}]}
    values = await server.run(thread_id, command={"resume": plan})
    assert 0 < calls(planned) < calls(values)
    assert values["messages"][-1]["content"] == values["report"]["markdown"]
    assert "BlockingError" not in server.said
