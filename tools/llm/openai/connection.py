"""Finds one model at one server, with the first call, and keeps what is learnt of it."""

import asyncio
import contextlib
from dataclasses import dataclass
from pathlib import Path

from stepresearch.tools.errors import ConfigError
from stepresearch.tools.llm.faults import ServerFault
from stepresearch.tools.llm.openai.retry import Patience
from stepresearch.tools.llm.openai.server import ModelCard, ModelServer
from stepresearch.tools.llm.openai.settings import ModelSettings
from stepresearch.tools.llm.openai.wire import OpenAIWire
from stepresearch.tools.llm.openai.wire_protocol import Wire
from stepresearch.tools.llm.structured_output.ladder import FallbackChain
from stepresearch.tools.llm.structured_output.memory import RungMemory


@dataclass(frozen=True, slots=True)
class Connection:
    """A model that can be asked.

    Attributes:
        card: Its name, and its window where the list of models says it.
        wire: Sends requests.
        ladder: Knows in which form it answers.
    """

    card: ModelCard
    wire: Wire
    ladder: FallbackChain


class ModelConnector:
    """Connects once; nothing is asked of the server before.

    Args:
        settings: Where the server is and which model is meant.
        memory_path: Where the ladder is kept from one process to the next, or None.
        wire: A wire to the one model there is, of which the server is asked nothing; None finds the model and makes one.
        window_tokens: What is known of that model's window.
    """

    def __init__(
        self,
        settings: ModelSettings,
        *,
        memory_path: Path | None,
        wire: Wire | None = None,
        window_tokens: int | None = None,
    ) -> None:
        self._settings = settings
        self._wire = wire
        self._window_tokens = window_tokens
        self._server = ModelServer(settings)
        self._memory = RungMemory(memory_path)
        self._connection: Connection | None = None

    @property
    def model(self) -> str:
        """The model's name; empty before the first call, unless the settings name it."""
        return self._connection.card.model if self._connection else self._settings.model

    async def connected(self, patience: Patience | None = None) -> Connection:
        """Return the connection; the first call makes it. Not to be called twice at once.

        Args:
            patience: With a server that is away; None tries once.

        Raises:
            ServerFault: The server stays away past the patience.
            ConfigError: It refuses the key, or offers no model or several where none is named.
        """
        if self._connection is None:
            card = await (patience.until_answered(self._chosen) if patience else self._chosen())
            self._connection = await asyncio.to_thread(self._connect, card)
        return self._connection

    async def window_tokens(self, connection: Connection) -> int | None:
        """Return the window that the server names, None where it names none."""
        if self._wire is not None:
            return self._window_tokens
        return connection.card.window_tokens or await self._server.window_tokens(connection.card.model)

    async def remember(self, connection: Connection) -> None:
        """Store what is known of the model. Where that fails it is learnt anew next time."""
        with contextlib.suppress(OSError):
            await asyncio.to_thread(
                self._memory.save, self._settings.shown_url, connection.card.model, connection.ladder.learnt
            )

    async def _chosen(self) -> ModelCard:
        """Return the model named in the settings, else the only one that the server offers."""
        named = self._settings.model
        if self._wire is not None:
            return ModelCard(named, self._window_tokens)
        if named and self._settings.window_tokens is not None:
            return ModelCard(named, None)
        try:
            cards = await self._server.cards()
        except ServerFault as fault:
            if fault.is_away:
                raise
            if named:
                return ModelCard(named, None)
            hint = "Check STEPRESEARCH_BASE_URL, or name the model with STEPRESEARCH_MODEL."
            raise ConfigError(fault.message, hint=hint) from fault
        if named:
            return next((card for card in cards if card.model == named), ModelCard(named, None))
        if len(cards) == 1:
            return cards[0]
        listed = ", ".join(card.model for card in cards) or "none"
        raise ConfigError(
            f"{self._settings.shown_url} offers {len(cards)} chat models: {listed}.",
            hint="Name one with STEPRESEARCH_MODEL." if cards else "Load a model in the server.",
        )

    def _connect(self, card: ModelCard) -> Connection:
        """Build the wire and read the memory. Blocking."""
        learnt = self._memory.load(self._settings.shown_url, card.model)
        return Connection(card, self._wire or self._made(card.model), FallbackChain(learnt))

    def _made(self, model: str) -> Wire:
        if self._settings.client == "http":
            return OpenAIWire(self._settings, model=model)
        from stepresearch.tools.llm.openai.langchain_wire import wire_of  # noqa: PLC0415 - start-up time

        return wire_of(self._settings, model=model)
