"""What a model server can do, tried out: its window, the forms it answers in, its speed."""

import time
from dataclasses import dataclass
from pathlib import Path

from stepresearch.tools.llm.chat_model import AskError, Message
from stepresearch.tools.llm.faults import CallFault, ServerFault
from stepresearch.tools.llm.openai.chat_model import ASSUMED_WINDOW_TOKENS
from stepresearch.tools.llm.openai.connection import Connection, ModelConnector
from stepresearch.tools.llm.openai.probe import RungResult, probe
from stepresearch.tools.llm.openai.retry import Patience
from stepresearch.tools.llm.openai.settings import ModelSettings
from stepresearch.tools.llm.token_estimate import TokenEstimate

SPEED_QUESTION: list[Message] = [{"role": "user", "content": "Describe a bridge in about a hundred words."}]
SPEED_TOKENS = 128


@dataclass(frozen=True, slots=True)
class ModelTrial:
    """What came of it.

    Attributes:
        model: Its name.
        server: Its address, for people.
        window_tokens: The window that runs go by.
        window_from: Where that figure comes from.
        rungs: How each form of structured answer went, from the top; runs use the first that works.
        tokens_per_s: Of a short answer, reading the question included; None where none came.
    """

    model: str
    server: str
    window_tokens: int
    window_from: str
    rungs: tuple[RungResult, ...]
    tokens_per_s: float | None

    @property
    def rung(self) -> RungResult | None:
        """The form that runs use, None where none works."""
        return next((rung for rung in self.rungs if rung.works), None)


async def try_model(settings: ModelSettings, *, memory_path: Path | None = None) -> ModelTrial:
    """Ask a server some short questions; what is learnt of its forms is stored at `memory_path`.

    Raises:
        AskError: The server stays away past the patience.
        ConfigError: It refuses the key, or offers no model or several where none is named.
    """
    rungs = await probe(settings, memory_path=memory_path)
    connector = ModelConnector(settings, memory_path=memory_path)
    patience = Patience(patience_s=settings.patience_s, pause_s=settings.retry_pause_s, note=lambda _: None)
    try:
        connection = await connector.connected(patience)
    except ServerFault as fault:
        raise AskError(fault.message, faults=(str(fault.fault),)) from fault
    window_tokens, window_from = await _window(settings, connector, connection)
    return ModelTrial(
        model=connection.card.model,
        server=settings.shown_url,
        window_tokens=window_tokens,
        window_from=window_from,
        rungs=tuple(rungs),
        tokens_per_s=await _tokens_per_s(connection),
    )


async def _window(
    settings: ModelSettings, connector: ModelConnector, connection: Connection
) -> tuple[int, str]:
    if settings.window_tokens is not None:
        return settings.window_tokens, "set with STEPRESEARCH_WINDOW_TOKENS"
    if connection.card.window_tokens is not None:
        return connection.card.window_tokens, "named in the server's list of models"
    told = await connector.window_tokens(connection)
    if told is not None:
        return told, "named by the server"
    return ASSUMED_WINDOW_TOKENS, "assumed, since the server names none; STEPRESEARCH_WINDOW_TOKENS sets it"


async def _tokens_per_s(connection: Connection) -> float | None:
    started_s = time.monotonic()
    try:
        answer = await connection.wire.complete(SPEED_QUESTION, max_tokens=SPEED_TOKENS, body={})
    except CallFault:
        return None
    seconds = time.monotonic() - started_s
    estimate = TokenEstimate()
    tokens = (
        answer.usage.completion_tokens if answer.usage else estimate.tokens(answer.reasoning + answer.text)
    )
    return tokens / seconds if tokens else None
