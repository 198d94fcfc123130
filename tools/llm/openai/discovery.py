"""Finds the model servers that run on this machine."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from stepresearch.tools.errors import ConfigError
from stepresearch.tools.llm.faults import ServerFault
from stepresearch.tools.llm.openai.server import ModelServer
from stepresearch.tools.llm.openai.settings import ModelSettings

USUAL_PORTS: Mapping[str, int] = MappingProxyType(
    {"vLLM": 8000, "SGLang": 30000, "llama.cpp": 8080, "Ollama": 11434, "LM Studio": 1234}
)
"""Where each server listens when nothing else is said, from their own documentation."""
WAIT_S = 0.4


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A chat model that a server on this machine offers.

    Attributes:
        server: The server whose usual port it is.
        base_url: With `/v1`.
        model: Its name in requests.
    """

    server: str
    base_url: str
    model: str


async def discover_models(
    ports: Mapping[str, int] = USUAL_PORTS, *, wait_s: float = WAIT_S
) -> list[LocalModel]:
    """Return the chat models behind the usual ports of this machine, in the order of the ports.

    Nobody but the loopback address is asked. A port that does not answer in `wait_s` counts as closed.
    """
    found = await asyncio.gather(*(_models_at(server, port, wait_s) for server, port in ports.items()))
    return [model for models in found for model in models]


def choose_model(found: list[LocalModel]) -> LocalModel | None:
    """Return the one model found, None where there is none.

    Raises:
        ConfigError: There are several; the message lists them and the hint says how to choose.
    """
    if len(found) > 1:
        listed = "; ".join(f"{model.model} at {model.base_url} ({model.server})" for model in found)
        raise ConfigError(
            f"{len(found)} local models answer: {listed}.",
            hint="Choose one with STEPRESEARCH_BASE_URL and STEPRESEARCH_MODEL.",
        )
    return found[0] if found else None


async def _models_at(server: str, port: int, wait_s: float) -> list[LocalModel]:
    base_url = f"http://127.0.0.1:{port}/v1"
    try:
        async with asyncio.timeout(wait_s):
            cards = await ModelServer(ModelSettings(base_url=base_url)).cards()
    except (ServerFault, ConfigError, TimeoutError):
        return []
    return [LocalModel(server, base_url, card.model) for card in cards]
