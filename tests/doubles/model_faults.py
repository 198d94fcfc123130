"""The faults of models and their servers, as they were met, to run an `ask` or a whole graph against each.

Each says how the server answers in place of a good answer. Played once, the next try heals it. Played for ever, the
`ask` ends as `lasting` says: with the value all the same (None), or in an AskError that names this fault last.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from doubles.model_server import Scripted, chunk, error, spoken, usage_chunk

LOOP = "The same sentence comes back and back and back. "


@dataclass(frozen=True, slots=True)
class ModelFault:
    """One fault.

    Attributes:
        name: For people.
        play: From the good answer to what the server sends.
        lasting: Name of the fault in which an `ask` for JSON ends when it never heals; None where the value is had.
        prose: The same for an `ask` for prose; "" where the fault means nothing there.
        drips: It only ends with a time limit of the call.
        passes: A patient client outlasts it when it is played once.
    """

    name: str
    play: Callable[[str], Scripted]
    lasting: str | None = None
    prose: str | None = ""
    drips: bool = False
    passes: bool = True


def _raw(*events: Any, **members: Any) -> Scripted:
    return Scripted(events=events, **members)


def _page(status: int = 200) -> Scripted:
    html = "<!doctype html><html><body><h1>Welcome to the gateway</h1></body></html>"
    return Scripted(status=status, headers={"Content-Type": "text/html"}, body=html)


def _called(name: str, arguments: str) -> Scripted:
    call = {"index": 0, "id": "t1", "type": "function", "function": {"name": name, "arguments": arguments}}
    return _raw(chunk(role="assistant", content=None, tool_calls=[call]), chunk("tool_calls"), usage_chunk())


def _legacy_call(arguments: str) -> Scripted:
    call = {"name": "answer", "arguments": arguments}
    return _raw(
        chunk(role="assistant", content=None, function_call=call), chunk("function_call"), usage_chunk()
    )


def _without_last(good: str, characters: int = 3) -> str:
    return good[: max(1, len(good) - characters)]


SCHEMA_ECHO = '{"type":"object","properties":{"queries":{"type":"array"}},"required":["queries"]}'

REASONING_FAULTS = (
    ModelFault(
        "think tags closed", lambda good: spoken(f"<think>Let me see {{x}}.</think>\n\n{good}"), prose=None
    ),
    ModelFault("think tags in other letters", lambda good: spoken(f"<THINK>Hm.</THINK>{good}")),
    ModelFault(
        "closing think tag alone", lambda good: spoken(f"The user wants JSON.\n</think>\n{good}"), prose=None
    ),
    ModelFault("think tag never closed, answer at its end", lambda good: spoken(f"<think>So it is:\n{good}")),
    ModelFault(
        "think tag never closed, no answer",
        lambda _: spoken("<think>I wonder what to do"),
        "only_reasoning",
        "only_reasoning",
    ),
    ModelFault(
        "harmony channels",
        lambda good: spoken(
            f"<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>{good}<|return|>"
        ),
        prose=None,
    ),
    ModelFault("square think tags", lambda good: spoken(f"[THINK]Hm.[/THINK]{good}"), prose=None),
    ModelFault(
        "reasoning in its own field",
        lambda good: spoken(good, reasoning="Hm.", field="reasoning_content"),
        prose=None,
    ),
    ModelFault(
        "content empty, answer in the reasoning", lambda good: spoken("", reasoning=f"So I answer {good}")
    ),
    ModelFault(
        "content empty, reasoning without answer",
        lambda _: spoken("", reasoning="Hm, hm."),
        "only_reasoning",
        "only_reasoning",
    ),
    ModelFault(
        "cut off inside the reasoning",
        lambda good: spoken("", reasoning=f"Perhaps {good}", finish_reason="length"),
        "cut_off",
        "cut_off",
    ),
)

JSON_FAULTS = (
    ModelFault("JSON in a fence", lambda good: spoken(f"```json\n{good}\n```")),
    ModelFault(
        "JSON in prose", lambda good: spoken(f"Sure! Here is it [1]:\n{good}\nI hope this helps {{really}}.")
    ),
    ModelFault("JSON twice", lambda good: spoken(f"{good}\n{good}")),
    ModelFault("trailing commas", lambda good: spoken(re.sub(r"(?<=[^\[{])([\]}])", r",\1", good))),
    ModelFault("comments", lambda good: spoken(good.replace("{", "{ // as asked\n", 1))),
    ModelFault("Python's words and quotes", lambda good: spoken(repr(json.loads(good)))),
    ModelFault("byte order mark", lambda good: spoken("\ufeff" + good)),
    ModelFault("raw line breaks in strings", lambda good: spoken(good.replace(" ", "\n"))),
    ModelFault("a member that is NaN", lambda good: spoken(f'{good[:-1]},"score":NaN}}')),
    ModelFault("half a surrogate pair", lambda good: spoken(f'{good[:-1]},"more":"\\ud83d"}}')),
    ModelFault("an integer of a thousand bits", lambda good: spoken(f'{good[:-1]},"more":{"7" * 300}}}')),
    ModelFault(
        "whole answer, then blanks without end",
        lambda good: _raw(*spoken(good).events[:-2], endless=chunk(content="\n" * 50)),
    ),
    ModelFault(
        "cut off by the limit",
        lambda good: spoken(_without_last(good), finish_reason="length"),
        "cut_off",
        "cut_off",
    ),
    ModelFault("cut off and said to be whole", lambda good: spoken(good[: good.rindex('"')]), "cut_off"),
    ModelFault("the last bracket forgotten", lambda good: spoken(good[:-1])),
    ModelFault("the last bracket forgotten in a fence", lambda good: spoken(f"```json\n{good[:-1]}\n```")),
    ModelFault("nested without end", lambda _: spoken('{"a":' * 70 + "1" + "}" * 70), "malformed_json"),
    ModelFault("broken inside", lambda good: spoken(good.replace(":", " is ", 1)), "malformed_json"),
    ModelFault("schema echoed", lambda _: spoken(SCHEMA_ECHO), "schema_echoed"),
    ModelFault("another object", lambda _: spoken('{"result":"fine"}'), "wrong_shape"),
    ModelFault("a list in place of an object", lambda good: spoken(f"[{good}]"), "wrong_shape"),
    ModelFault("a bare string", lambda _: spoken('"yes"'), "no_json"),
    ModelFault(
        "prose in place of JSON", lambda _: spoken("I would search for rivers, then for lakes."), "no_json"
    ),
    ModelFault("refusal in words", lambda _: spoken("I'm sorry, but I can't help with that."), "no_json"),
)

TEXT_FAULTS = (
    ModelFault("empty", lambda _: spoken(""), "empty_reply", "empty_reply"),
    ModelFault("only blanks", lambda _: spoken("\n\n"), "empty_reply", "empty_reply"),
    ModelFault(
        "null content",
        lambda _: _raw(chunk(role="assistant", content=None), chunk("stop")),
        "empty_reply",
        "empty_reply",
    ),
    ModelFault(
        "refusal in its field", lambda _: _raw(chunk(refusal="I can't."), chunk("stop")), "refusal", "refusal"
    ),
    ModelFault(
        "stopped by a filter", lambda _: spoken("I", finish_reason="content_filter"), "refusal", "refusal"
    ),
    ModelFault(
        "a sentence without end", lambda _: _raw(endless=chunk(content=LOOP)), "repetition", "repetition"
    ),
    ModelFault(
        "numbered lines without end",
        lambda _: _raw(
            *(chunk(content=f"{line}. The same line again\n") for line in range(200)),
            endless=chunk(content=LOOP),
        ),
        "repetition",
        "repetition",
    ),
    ModelFault(
        "digits without end",
        lambda _: _raw(chunk(content='{"a": 0.'), endless=chunk(content="3" * 20)),
        "endless_digits",
        "endless_digits",
    ),
    ModelFault(
        "blanks without end",
        lambda _: _raw(chunk(content='{"a":'), endless=chunk(content=" \n")),
        "endless_whitespace",
        "endless_whitespace",
    ),
    ModelFault(
        "reasoning without end", lambda _: _raw(endless=chunk(reasoning=LOOP)), "repetition", "repetition"
    ),
    ModelFault(
        "content as a list of parts",
        lambda good: _raw(chunk(role="assistant", content=[{"type": "text", "text": good}]), chunk("stop")),
        prose=None,
    ),
    ModelFault("wrong role", lambda good: _raw(chunk(role="user", content=good), chunk("stop")), prose=None),
    ModelFault(
        "tool call in place of text", lambda good: _called("answer", good), prose="tool_call_instead_of_text"
    ),
    ModelFault("legacy function call", _legacy_call, prose="tool_call_instead_of_text"),
    ModelFault(
        "call of a tool that is not there",
        lambda _: _called("web_search", '{"q":"x"}'),
        "wrong_shape",
        "tool_call_instead_of_text",
    ),
    ModelFault("no finish reason", lambda good: spoken(good, finish_reason=None), prose=None),
    ModelFault("no usage", lambda good: spoken(good, usage=False), prose=None),
)

SERVER_FAULTS = (
    ModelFault("429 without Retry-After", lambda _: error(429, "slow down"), "rate_limited", "rate_limited"),
    ModelFault(
        "429 with Retry-After",
        lambda _: Scripted(429, {"Retry-After": "0"}, '{"error":"busy"}'),
        "rate_limited",
        "rate_limited",
    ),
    ModelFault(
        "429 for longer than the patience",
        lambda _: Scripted(429, {"Retry-After": "90"}, "{}"),
        "rate_limited",
        "rate_limited",
        passes=False,
    ),
    ModelFault("500", lambda _: error(500, "CUDA error"), "server_error", "server_error"),
    ModelFault("503 while loading", lambda _: error(503, "Loading model"), "server_error", "server_error"),
    ModelFault("502 with a page", lambda _: _page(502), "server_error", "server_error"),
    ModelFault("200 with a page", lambda _: _page(), "not_a_completion", "not_a_completion"),
    ModelFault(
        "200 with broken JSON", lambda _: _raw('{"choices":[{"del'), "not_a_completion", "not_a_completion"
    ),
    ModelFault("200 with a list", lambda _: _raw("[1, 2]"), "not_a_completion", "not_a_completion"),
    ModelFault(
        "no choices", lambda _: _raw({**chunk(), "choices": []}), "stream_closed_early", "stream_closed_early"
    ),
    ModelFault(
        "null choices",
        lambda _: _raw({**chunk(), "choices": None}),
        "stream_closed_early",
        "stream_closed_early",
    ),
    ModelFault("stream without an event", lambda _: _raw(), "not_a_completion", "not_a_completion"),
    ModelFault(
        "error object in the stream",
        lambda good: _raw(chunk(content=good[:4]), {"error": {"message": "worker died", "code": 500}}),
        "error_in_stream",
        "error_in_stream",
    ),
    ModelFault(
        "the server's own parser fails",
        lambda good: _raw(
            chunk(content=good[:4]),
            {"error": {"message": "output that does not match the expected peg-native format"}},
        ),
        "cut_off",
        "cut_off",
    ),
    ModelFault(
        "stream closed early, cleanly",
        lambda good: _raw(chunk(content=_without_last(good)), says_done=False),
        "stream_closed_early",
        "stream_closed_early",
    ),
    ModelFault(
        "connection broken in the answer",
        lambda good: _raw(chunk(content=good[:4]), aborts=True),
        "connection_failed",
        "connection_failed",
    ),
    ModelFault("silence", lambda _: _raw(hangs=True), "timeout", "timeout", drips=True),
    ModelFault(
        "silence in the answer",
        lambda good: _raw(chunk(content=good[:4]), hangs=True),
        "timeout",
        "timeout",
        drips=True,
    ),
    ModelFault(
        "a slow drip",
        lambda _: _raw(endless=chunk(content="a"), drip_s=0.02),
        "too_slow",
        "too_slow",
        drips=True,
    ),
)

FAULTS = (*REASONING_FAULTS, *JSON_FAULTS, *TEXT_FAULTS, *SERVER_FAULTS)
