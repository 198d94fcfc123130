"""The chat model behind an OpenAI-compatible endpoint: vLLM, SGLang, llama.cpp, Ollama, LM Studio or a hosted one."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any
from weakref import WeakKeyDictionary

from stepresearch.tools.errors import ConfigError
from stepresearch.tools.llm.cache.completions import KeptCompletion, KeptCompletions
from stepresearch.tools.llm.chat_model import (
    NO_USAGE,
    AskError,
    Check,
    ContextOverflow,
    Message,
    Reply,
    Usage,
)
from stepresearch.tools.llm.completion import Completion
from stepresearch.tools.llm.faults import Fault, ReplyFault, RequestRefused, ServerFault
from stepresearch.tools.llm.openai.connection import Connection, ModelConnector
from stepresearch.tools.llm.openai.context_window import is_overflow, window_in
from stepresearch.tools.llm.openai.retry import Absence, Patience
from stepresearch.tools.llm.openai.server import SIDE_TIMEOUT_S
from stepresearch.tools.llm.openai.settings import ModelSettings
from stepresearch.tools.llm.structured_output.formats import Form, Rung, form_of
from stepresearch.tools.llm.structured_output.parse import Answer, closed_early, read_json, read_prose
from stepresearch.tools.llm.token_estimate import TokenEstimate

ASSUMED_WINDOW_TOKENS = 32_768
"""Where neither the settings nor the server name a window: what 32B models are served with at least, mostly."""
SPARE_TOKENS = 128
"""Left free when reasoning is fitted in: the chat template and the error of the estimate."""


@dataclass(frozen=True, slots=True)
class _Question:
    messages: Sequence[Message]
    schema: dict[str, Any] | None
    schema_name: str
    check: Check | None
    max_tokens: int
    kept: KeptCompletions | None


@dataclass(slots=True)
class _Trail:
    """What one `ask` met and cost so far, and the patience it has left."""

    patience: Patience
    usage: Usage = NO_USAGE
    faults: list[Fault] = field(default_factory=list)

    def names(self, *more: Fault) -> tuple[str, ...]:
        return tuple(str(fault) for fault in (*self.faults, *more))


_Keep = Callable[[KeptCompletion], Awaitable[None]]
"""Stores an answer as it came."""


async def _keep_nothing(_: KeptCompletion) -> None:
    """Stand in where answers are not stored."""


class _Lane:
    """The locks of one event loop: asyncio's own belong to the loop that first waits on them."""

    def __init__(self, concurrency: int) -> None:
        self.slots = asyncio.Semaphore(concurrency)
        self.connecting = asyncio.Lock()


class OpenAIChatModel:
    """A `ChatModel` on the wire.

    No connection outlives its request, so there is nothing to close, and one object serves several event loops, one
    after the other or side by side.

    Args:
        settings: Where the server is and how patiently it is used.
        memory_path: A JSON file that keeps which rung of structured output works, per server and model; None
            learns it anew in each process.
        connector: Own way to the model, in place of the one that the settings describe.
    """

    def __init__(
        self,
        settings: ModelSettings,
        *,
        memory_path: Path | None = None,
        connector: ModelConnector | None = None,
    ) -> None:
        self._settings = settings
        self._connector = connector or ModelConnector(settings, memory_path=memory_path)
        self._estimate = TokenEstimate()
        self._window = settings.window_tokens
        self._has_answered = False
        self._absence = Absence()
        self._lanes: WeakKeyDictionary[asyncio.AbstractEventLoop, _Lane] = WeakKeyDictionary()

    @property
    def name(self) -> str:
        """The model and its server; before the first call without the model, unless the settings name it."""
        model = self._connector.model or "the model"
        if model.startswith("/"):  # llama.cpp and vLLM name a model by its path where nobody names it
            model = PurePosixPath(model).name
        return f"{model} at {self._settings.shown_url}"

    def estimate_tokens(self, text: str) -> int:
        """Return about how many tokens `text` has, by what the server counted so far."""
        return self._estimate.tokens(text)

    async def silence(self) -> str:
        """Return in a sentence why the server does not answer now, within seconds; empty where it does, however it does."""
        try:
            async with asyncio.timeout(SIDE_TIMEOUT_S), self._lane().connecting:
                await self._connector.connected()
        except TimeoutError:
            return f"{self._settings.shown_url} did not answer within {SIDE_TIMEOUT_S:g} s."
        except ServerFault as fault:
            return fault.message if fault.is_away else ""
        except ConfigError:
            return ""
        return ""

    async def window_tokens(self) -> int:
        """Return the window: from the settings, the server, a refusal met earlier, or else 32,768.

        A server that stays away past the patience is asked again next time.

        Raises:
            ConfigError: It refuses the key, or offers no model or several where none is named.
        """
        if self._window is None:
            try:
                connection = await self._connected(self._trail())
            except ServerFault:
                return ASSUMED_WINDOW_TOKENS
            found = await self._connector.window_tokens(connection)
            self._window = self._window or found or ASSUMED_WINDOW_TOKENS
        return self._window

    async def ask(
        self,
        messages: Sequence[Message],
        *,
        schema: dict[str, Any] | None = None,
        schema_name: str = "answer",
        check: Check | None = None,
        max_tokens: int,
        kept: KeptCompletions | None = None,
    ) -> Reply:
        """Return the answer; see `ChatModel.ask`.

        Once the model has answered, a refusal of key or model is an AskError too: the settings were right then,
        and a run under way must end with a report. Where answers are `kept`, each is stored the moment it is whole,
        and one stored before is not asked for again.
        """
        question = _Question(messages, schema, schema_name, check, max_tokens, kept)
        trail = self._trail()
        try:
            reply = await self._answered(question, trail)
        except ServerFault as fault:
            raise AskError(fault.message, usage=trail.usage, faults=trail.names()) from fault
        except ReplyFault as fault:
            message = f"The model's answer cannot be used, twice: {fault.message}."
            raise AskError(message, usage=trail.usage, faults=trail.names()) from fault
        except RequestRefused as refused:
            raise self._refusal(refused, trail) from refused
        except ConfigError as error:
            if not self._has_answered:
                raise
            faults = trail.names(Fault.REQUEST_REFUSED)
            raise AskError(error.message, hint=error.hint, usage=trail.usage, faults=faults) from error
        self._has_answered = True
        return reply

    def keeping(self, kept: KeptCompletions) -> Callable[..., Awaitable[Reply]]:
        """Return `ask` for one question whose answers are kept."""
        return partial(self.ask, kept=kept)

    async def _answered(self, question: _Question, trail: _Trail) -> Reply:
        """Ask, and once more with the fault shown."""
        connection = await self._connected(trail)
        try:
            return await self._tried(question, connection, trail, None)
        except ReplyFault as failed:
            return await self._tried(question, connection, trail, failed)

    async def _tried(
        self, question: _Question, connection: Connection, trail: _Trail, failed: ReplyFault | None
    ) -> Reply:
        """Take the stored answer, or ask; read what came."""
        stored = await question.kept.get(int(failed is not None)) if question.kept else None
        if stored is not None:
            trail.usage += stored.usage
            return await self._reply(stored, question, connection, trail)
        came, refusals = await self._asked(question, connection, trail, failed)
        reply = await self._reply(came, question, connection, trail)
        if connection.ladder.worked(came.rung, refusals):
            await self._connector.remember(connection)
        return reply

    async def _reply(
        self, came: KeptCompletion, question: _Question, connection: Connection, trail: _Trail
    ) -> Reply:
        answer = await self._read(came.completion, question, came.rung, connection, trail)
        trail.faults += answer.faults
        return Reply(answer.text, answer.value, trail.usage, trail.names(), came.completion.finish_reason)

    async def _asked(
        self, question: _Question, connection: Connection, trail: _Trail, failed: ReplyFault | None
    ) -> tuple[KeptCompletion, dict[Rung, str]]:
        """Ask on the ladder's rung, and on the next one wherever the server refuses the form; store what came whole."""
        rung = connection.ladder.rung
        refusals: dict[Rung, str] = {}
        while True:
            form = form_of(rung, question.messages, question.schema, question.schema_name, failed)
            keep = partial(question.kept.keep, int(failed is not None)) if question.kept else _keep_nothing
            try:
                completed = partial(self._completed, question, form, connection, trail, rung=rung, keep=keep)
                async with self._lane().slots:
                    return await trail.patience.until_answered(completed), refusals
            except RequestRefused as refused:
                if question.schema is None or rung.below is None or is_overflow(refused.message):
                    raise
                refusals[rung] = refused.message
                rung = rung.below

    async def _completed(
        self,
        question: _Question,
        form: Form,
        connection: Connection,
        trail: _Trail,
        *,
        rung: Rung,
        keep: _Keep,
    ) -> KeptCompletion:
        """Send one request and keep what came whole, before anything else is done; a stream that closed early is no answer."""
        max_tokens = self._room(question, form, connection)
        started_s = time.monotonic()
        request = connection.wire.answer(
            form.messages, max_tokens=max_tokens, body=form.body, temperature=form.temperature
        )
        async with request as completion:
            counted = completion.usage or self._estimated(completion, form)
            came = KeptCompletion(completion, rung, replace(counted, seconds=time.monotonic() - started_s))
            is_whole = not closed_early(completion, wants_json=question.schema is not None)
            if is_whole:
                await keep(came)
        trail.usage += came.usage
        if completion.usage is not None and "tools" not in form.body:
            self._estimate.learn(form.prompt, completion.usage.prompt_tokens)
        if completion.reasoning and connection.ladder.reasons():
            await self._connector.remember(connection)
        if not is_whole:
            raise ServerFault(
                Fault.STREAM_CLOSED_EARLY, "The server closed the stream before the answer's end."
            )
        return came

    async def _read(
        self, completion: Completion, question: _Question, rung: Rung, connection: Connection, trail: _Trail
    ) -> Answer:
        try:
            if question.schema is None:
                return read_prose(completion, question.check)
            wants_tool = rung is Rung.TOOL_CALL
            return read_json(completion, question.schema, question.check, wants_tool=wants_tool)
        except ReplyFault as fault:
            trail.faults.append(fault.fault)
            if fault.fault is Fault.NO_JSON and connection.ladder.missed(rung, f"ignored: {fault.message}"):
                await self._connector.remember(connection)
            raise

    def _room(self, question: _Question, form: Form, connection: Connection) -> int:
        """Return the tokens to ask for: room for reasoning is added as far as the window goes."""
        if not connection.ladder.learnt.reasons:
            return question.max_tokens
        wanted = question.max_tokens + self._settings.reasoning_tokens
        left = (self._window or ASSUMED_WINDOW_TOKENS) - self._estimate.tokens(form.prompt) - SPARE_TOKENS
        return max(question.max_tokens, min(wanted, left))

    def _estimated(self, completion: Completion, form: Form) -> Usage:
        """Return about what an answer cost whose server does not say."""
        written = completion.reasoning + completion.text + completion.arguments
        return Usage(self._estimate.tokens(form.prompt), 0, self._estimate.tokens(written))

    def _refusal(self, refused: RequestRefused, trail: _Trail) -> AskError:
        if not is_overflow(refused.message):
            message = f"{self.name} refuses the request: {refused.message}"
            return AskError(message, usage=trail.usage, faults=trail.names(refused.fault))
        if self._settings.window_tokens is None:
            self._window = window_in(refused.message) or self._window
        message = f"The conversation does not fit the window of {self.name}: {refused.message}"
        faults = trail.names(Fault.CONTEXT_OVERFLOW)
        return ContextOverflow(message, window_tokens=self._window, usage=trail.usage, faults=faults)

    async def _connected(self, trail: _Trail) -> Connection:
        async with self._lane().connecting:
            return await self._connector.connected(trail.patience)

    def _trail(self) -> _Trail:
        faults: list[Fault] = []
        settings = self._settings
        patience = Patience(
            patience_s=settings.patience_s,
            pause_s=settings.retry_pause_s,
            note=faults.append,
            absence=self._absence,
        )
        return _Trail(patience, faults=faults)

    def _lane(self) -> _Lane:
        return self._lanes.setdefault(asyncio.get_running_loop(), _Lane(self._settings.concurrency))
