"""The ways to make a server answer in JSON, from the surest to the plainest, and how each asks."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from stepresearch.tools.llm.chat_model import Message
from stepresearch.tools.llm.faults import Fault, ReplyFault

SHOWN_CHARACTERS = 6000
SHOWN_OF_ENDLESS = 300
"""Of an answer that loops or was cut: showing more of it invites the same again."""
LIVELY_TEMPERATURE = 0.8
"""For the second try after a loop, which a low temperature would only walk into once more."""

_ENDLESS = frozenset({Fault.REPETITION, Fault.ENDLESS_DIGITS, Fault.ENDLESS_WHITESPACE, Fault.TOO_LONG})
_SHORTER = frozenset({*_ENDLESS, Fault.CUT_OFF})


class Rung(StrEnum):
    """A way to ask for structure. The order is the ladder's.

    Only `tool_call` changes what stands before the conversation in the rendered prompt, and so costs the prefix
    cache; it is second because a server that enforces tools but not schemas still guarantees the form.
    """

    JSON_SCHEMA = "json_schema"
    TOOL_CALL = "tool_call"
    JSON_OBJECT = "json_object"
    TEXT = "text"

    @property
    def below(self) -> "Rung | None":
        """The next rung, None below the last."""
        rungs = list(Rung)
        return rungs[rungs.index(self) + 1] if self is not rungs[-1] else None


@dataclass(frozen=True, slots=True)
class Form:
    """A request in the form of a rung.

    Attributes:
        messages: The conversation, with the schema in words where the server does not enforce it.
        body: Members of the request beside the messages.
        temperature: In place of the settings'.
    """

    messages: list[Message]
    body: dict[str, Any] = field(default_factory=dict)
    temperature: float | None = None

    @property
    def prompt(self) -> str:
        """All that is sent to be read, for counting."""
        return "\n".join(message["content"] for message in self.messages)


def form_of(
    rung: Rung,
    messages: Sequence[Message],
    schema: dict[str, Any] | None,
    schema_name: str,
    failed: ReplyFault | None = None,
) -> Form:
    """Return the request of a rung; the plain conversation where no schema is asked for.

    Args:
        rung: The way to ask.
        messages: The last turn is the user's.
        schema: Of the answer, None for prose.
        schema_name: Its name.
        failed: The answer that could not be used, shown with its fault.
    """
    temperature = LIVELY_TEMPERATURE if failed is not None and failed.fault in _ENDLESS else None
    body: dict[str, Any] = {}
    if schema is not None:
        body = _body(rung, schema, schema_name)
        if rung in {Rung.JSON_OBJECT, Rung.TEXT}:
            messages = _with_last(messages, _in_words(schema))
    if failed is not None:
        messages = _asked_again(messages, failed, schema or {})
    return Form(list(messages), body, temperature)


def _body(rung: Rung, schema: dict[str, Any], name: str) -> dict[str, Any]:
    match rung:
        case Rung.JSON_SCHEMA:
            form = {"type": "json_schema", "json_schema": {"name": name, "schema": schema, "strict": True}}
            return {"response_format": form}
        case Rung.TOOL_CALL:
            tool = {"name": name, "description": "Gives the answer.", "parameters": schema}
            choice = {"type": "function", "function": {"name": name}}
            return {"tools": [{"type": "function", "function": tool}], "tool_choice": choice}
        case Rung.JSON_OBJECT:
            return {"response_format": {"type": "json_object"}}
        case Rung.TEXT:
            return {}


def _in_words(schema: dict[str, Any]) -> str:
    shape = json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
    return f"Answer with one JSON object and nothing else. It must follow this JSON schema, not repeat it:\n{shape}"


def _with_last(messages: Sequence[Message], addition: str) -> list[Message]:
    last = messages[-1]
    return [*messages[:-1], Message(role=last["role"], content=f"{last['content']}\n\n{addition}")]


def _asked_again(messages: Sequence[Message], failed: ReplyFault, schema: dict[str, Any]) -> list[Message]:
    """Return the conversation with the bad answer, what is wrong with it, and the members of the object wanted.

    Where nothing was answered the last turn is told so itself: chat templates refuse empty and neighbouring turns.
    """
    wrong = failed.message.rstrip(".")
    members = ", ".join(schema.get("properties", {}))
    wanted = f" as one JSON object with the members {members}" if members else ""
    told = f"That answer cannot be used: {wrong}. Give the whole answer again{wanted}, corrected"
    told += ", and much shorter." if failed.fault in _SHORTER else "."
    answer = failed.text.strip()
    if not answer:
        return _with_last(
            messages, f"(A first attempt failed: {wrong}. Answer briefly and directly{wanted}.)"
        )
    most = SHOWN_OF_ENDLESS if failed.fault in _SHORTER else SHOWN_CHARACTERS
    shown = answer if len(answer) <= most else f"{answer[:most]} […]"
    return [*messages, Message(role="assistant", content=shown), Message(role="user", content=told)]
