"""Tries every rung of the ladder once, for people who want to know what their server can do."""

import time
from dataclasses import dataclass
from pathlib import Path

from stepresearch.tools.llm.chat_model import AskError, Message
from stepresearch.tools.llm.faults import CallFault, Fault, ServerFault
from stepresearch.tools.llm.openai.connection import Connection, ModelConnector
from stepresearch.tools.llm.openai.retry import Patience
from stepresearch.tools.llm.openai.settings import ModelSettings
from stepresearch.tools.llm.structured_output.formats import Rung, form_of
from stepresearch.tools.llm.structured_output.parse import closed_early, read_json

QUESTION: list[Message] = [{"role": "user", "content": "Which number is the sum of two and three?"}]
SCHEMA = {
    "type": "object",
    "properties": {"sum": {"type": "integer"}},
    "required": ["sum"],
    "additionalProperties": False,
}
ANSWER_TOKENS = 100


@dataclass(frozen=True, slots=True)
class RungResult:
    """How one rung answered.

    Attributes:
        rung: The way of asking.
        works: A value of the schema's shape came back.
        why: What went wrong, empty where it works.
        seconds: Until the answer.
    """

    rung: Rung
    works: bool
    why: str
    seconds: float


async def probe(settings: ModelSettings, *, memory_path: Path | None = None) -> list[RungResult]:
    """Return how each rung answers, from the top; the first that works is the one that runs use.

    That one is stored at `memory_path`, in place of what was learnt before.

    Raises:
        AskError: The server stays away past the patience.
        ConfigError: It refuses the key, or offers no model or several where none is named.
    """
    connector = ModelConnector(settings, memory_path=memory_path)
    patience = Patience(patience_s=settings.patience_s, pause_s=settings.retry_pause_s, note=lambda _: None)
    try:
        connection = await connector.connected(patience)
    except ServerFault as fault:
        raise AskError(fault.message, faults=(str(fault.fault),)) from fault
    results = [await _tried(connection, rung, settings) for rung in Rung]
    working = [result.rung for result in results if result.works]
    if working:
        higher = results[: list(Rung).index(working[0])]
        connection.ladder.start_at(working[0], {result.rung: result.why for result in higher})
        await connector.remember(connection)
    return results


async def _tried(connection: Connection, rung: Rung, settings: ModelSettings) -> RungResult:
    form = form_of(rung, QUESTION, SCHEMA, "answer")
    started_s = time.monotonic()
    why = ""
    try:
        completion = await connection.wire.complete(
            form.messages, max_tokens=ANSWER_TOKENS + settings.reasoning_tokens, body=form.body
        )
        if closed_early(completion, wants_json=True):
            raise ServerFault(Fault.STREAM_CLOSED_EARLY, "the stream closed before the answer's end")
        read_json(completion, SCHEMA, None, wants_tool=rung is Rung.TOOL_CALL)
    except CallFault as fault:
        why = f"{fault.fault}: {fault.message}"
    return RungResult(rung, not why, why, time.monotonic() - started_s)
