"""Takes an answer out of a completion, or says by name why it is none."""

from dataclasses import dataclass
from typing import Any

from stepresearch.text.language.visible_characters import visible_characters
from stepresearch.tools.llm.chat_model import Check, Echo
from stepresearch.tools.llm.completion import Completion
from stepresearch.tools.llm.faults import Fault, ReplyFault
from stepresearch.tools.llm.structured_output.find_json import JsonFound, JsonValue, find_json

ENDED = ("stop", "tool_calls", "function_call")
"""The finish_reasons of an answer that the model ended, as against one that was cut (OpenAI API, chat completions)."""

END_CHARACTERS = 200
"""How near the end of the reasoning a value must stand to be the answer, and no draft."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes into the reply.

    Attributes:
        text: For the transcript.
        value: None for prose.
        faults: Met and overcome.
    """

    text: str
    value: Any = None
    faults: tuple[Fault, ...] = ()


def closed_early(completion: Completion, *, wants_json: bool) -> bool:
    """Whether the stream ended without a word from the server that it was done, and without a whole JSON value.

    Ollama sends no finish_reason with some whole answers, so a whole value or the closing usage count too.
    """
    if completion.has_ended or completion.fault is not None:
        return False
    if not wants_json:
        return True
    found = find_json(completion.arguments or completion.text or completion.reasoning)
    return found.is_cut or not found.values


def read_prose(completion: Completion, check: Check | None) -> Answer:
    """Return the text, without what nobody sees.

    Raises:
        ReplyFault: It is empty, cut off, endless, a refusal, or its check found a fault.
    """
    _no_refusal(completion)
    if completion.fault is not None:
        raise ReplyFault(completion.fault.fault, completion.fault.message, completion.text)
    if completion.finish_reason == "length":
        raise _cut_off(completion, completion.text)
    if not completion.text.strip():
        raise _nothing(completion)
    text = visible_characters(completion.text)
    wrong = check(text) if check else None
    if wrong:
        raise ReplyFault(_objection(wrong), wrong, completion.text)
    return Answer(text)


def read_json(
    completion: Completion, schema: dict[str, Any], check: Check | None, *, wants_tool: bool
) -> Answer:
    """Return the first whole value that fits: from the tool call, the text, or else the end of the reasoning.

    Raises:
        ReplyFault: There is none.
    """
    _no_refusal(completion)
    source = completion.arguments or completion.text
    if source.strip():
        found = _in_answer(source, completion)
        notes = (Fault.TOOL_CALL,) if completion.arguments and not wants_tool else ()
    else:
        found, notes = _in_reasoning(completion), (Fault.ONLY_REASONING,)
    judged = [(value, _judged(value.value, schema, check)) for value in found.values]
    for value, wrong in judged:
        if wrong is None:
            text = value.text if Fault.ONLY_REASONING in notes or completion.fault else source
            return Answer(text, value.value, (*notes, *_notes(found, value)))
    if judged and judged[0][1] is not None:
        wrong = judged[0][1]
        raise ReplyFault(wrong.fault, wrong.message, source)
    raise _no_value(completion, found, source)


def _no_refusal(completion: Completion) -> None:
    refused = completion.refusal or completion.finish_reason == "content_filter"
    if refused and not completion.arguments:
        words = completion.refusal or "the server's filter stopped it"
        raise ReplyFault(Fault.REFUSAL, f"it refuses: {words}", completion.text)


def _in_answer(source: str, completion: Completion) -> JsonFound:
    """Return what the answer holds; where it holds nothing whole and the model ended it itself, open brackets are closed."""
    found = find_json(source)
    if found.values or completion.finish_reason not in ENDED or completion.fault is not None:
        return found
    closed = find_json(source, closes_open=True)
    return closed if closed.values else found


def _in_reasoning(completion: Completion) -> JsonFound:
    """Return the last value of the reasoning if it stands at its end and the reasoning was not cut off."""
    if completion.finish_reason == "length" or completion.fault is not None:
        return JsonFound()
    found = find_json(completion.reasoning)
    last = found.values[-1:]
    if not last or found.is_cut or len(completion.reasoning) - last[0].end > END_CHARACTERS:
        return JsonFound()
    return JsonFound(values=last)


def _notes(found: JsonFound, value: JsonValue) -> tuple[Fault, ...]:
    notes = [Fault.REPAIRED_JSON] if value.was_repaired else []
    if len(found.values) > 1:
        notes.append(Fault.SEVERAL_VALUES)
    return tuple(notes)


def _judged(value: Any, schema: dict[str, Any], check: Check | None) -> ReplyFault | None:
    """Return what is wrong with a value: its shape at the top here, the rest by the caller's check."""
    if schema.get("type", "object") == "object":
        if not isinstance(value, dict):
            return ReplyFault(Fault.WRONG_SHAPE, "it is a list where one object was asked for")
        if _is_echo(value, schema):
            return ReplyFault(
                Fault.SCHEMA_ECHOED, "it repeats the schema in place of an answer that follows it"
            )
        missing = [name for name in schema.get("required", []) if name not in value]
        if missing:
            return ReplyFault(Fault.WRONG_SHAPE, f"it lacks the members {', '.join(map(repr, missing))}")
    wrong = check(value) if check else None
    return ReplyFault(_objection(wrong), wrong) if wrong else None


def _objection(wrong: str) -> Fault:
    return Fault.ECHOED if isinstance(wrong, Echo) else Fault.REJECTED


def _is_echo(value: dict[str, Any], schema: dict[str, Any]) -> bool:
    known = schema.get("properties", {})
    return any(name in value and name not in known for name in ("properties", "$schema", "$defs"))


def _no_value(completion: Completion, found: JsonFound, source: str) -> ReplyFault:
    if completion.fault is not None:
        return ReplyFault(completion.fault.fault, completion.fault.message, source)
    if completion.finish_reason == "length" or found.is_cut:
        return _cut_off(completion, source)
    if not source.strip():
        return _nothing(completion)
    if found.fault:
        return ReplyFault(Fault.MALFORMED_JSON, f"its JSON cannot be read: {found.fault}", source)
    return ReplyFault(Fault.NO_JSON, "it holds no JSON object", source)


def _cut_off(completion: Completion, text: str) -> ReplyFault:
    where = "inside its reasoning" if completion.reasoning and not text.strip() else "before its end"
    return ReplyFault(Fault.CUT_OFF, f"it was cut off {where}", text)


def _nothing(completion: Completion) -> ReplyFault:
    if completion.arguments:
        return ReplyFault(Fault.TOOL_CALL, "it calls a tool, and there are none: answer in words")
    if completion.reasoning:
        return ReplyFault(Fault.ONLY_REASONING, "it holds reasoning but no answer")
    return ReplyFault(Fault.EMPTY_REPLY, "it is empty")
