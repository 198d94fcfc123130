import socket

import pytest
from doubles.model_server import DIALECTS, ModelServer, Scripted, spoken

from stepresearch.tools.errors import ConfigError
from stepresearch.tools.llm.openai.discovery import LocalModel, choose_model, discover_models


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def test_servers_are_found_beside_ports_that_are_closed_or_silent() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        async with ModelServer(lambda _: spoken("Yes."), dialect=DIALECTS[2]) as server:
            ports = {"vLLM": closed_port(), "Ollama": silent.getsockname()[1], "llama.cpp": server.port}
            found = await discover_models(ports)
    assert found == [LocalModel("llama.cpp", server.base_url, "tiny-32b")]
    assert choose_model(found) == found[0]


async def test_a_server_of_something_else_is_passed_over() -> None:
    async with ModelServer(lambda _: Scripted(), models=()) as server:
        assert await discover_models({"vLLM": server.port}) == []


def test_nothing_found_chooses_nothing() -> None:
    assert choose_model([]) is None


def test_several_models_are_listed_with_how_to_choose() -> None:
    found = [
        LocalModel("vLLM", "http://127.0.0.1:8000/v1", "a"),
        LocalModel("Ollama", "http://127.0.0.1:11434/v1", "b"),
    ]
    with pytest.raises(ConfigError, match=r"a at http://127\.0\.0\.1:8000/v1 \(vLLM\); b at") as caught:
        choose_model(found)
    assert "STEPRESEARCH_MODEL" in caught.value.hint
