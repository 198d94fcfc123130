"""What one request brought, put together from its chunks."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from stepresearch.text.safety.untrusted_text import whole_text
from stepresearch.tools.llm.chat_model import Usage
from stepresearch.tools.llm.faults import CallFault, Fault, ReplyFault, ServerFault
from stepresearch.tools.llm.reasoning import split_reasoning
from stepresearch.tools.llm.stream_guard import StreamGuard
from stepresearch.tools.redaction import Secrets

_NO_PARSE = "does not match the expected"
"""llama.cpp's error in the stream when its own parser of the answer fails: mostly on one that is cut off."""

_MOST_TOKENS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Completion:
    """One answer as it came.

    Attributes:
        text: Content without reasoning.
        reasoning: From its own field or from tags in the content.
        arguments: Of the first tool call, as text.
        refusal: The words of the refusal field.
        finish_reason: Empty where the server did not say.
        has_ended: The server said that it was done; otherwise the stream merely closed.
        fault: Why it was stopped, by the guard or by the server; None where nothing was wrong.
        usage: As the server counted; None where it did not.
    """

    text: str
    reasoning: str
    arguments: str = ""
    refusal: str = ""
    finish_reason: str = ""
    has_ended: bool = False
    fault: CallFault | None = None
    usage: Usage | None = None


def without_secrets(completion: Completion, secrets: Secrets) -> Completion:
    """Return an answer without what the server echoes of our key."""
    hidden = secrets.hidden
    return replace(
        completion,
        text=hidden(completion.text),
        reasoning=hidden(completion.reasoning),
        arguments=hidden(completion.arguments),
        refusal=hidden(completion.refusal),
        finish_reason=hidden(completion.finish_reason),
    )


class CompletionBuilder:
    """Collects chunks and watches them.

    Args:
        max_tokens: What the server was told.

    Attributes:
        has_chunks: Something was taken.
    """

    def __init__(self, *, max_tokens: int) -> None:
        self._guards = {
            name: StreamGuard(max_tokens=max_tokens) for name in ("text", "reasoning", "arguments")
        }
        self._parts: dict[str, list[str]] = {"text": [], "reasoning": [], "arguments": [], "refusal": []}
        self._finish_reason = ""
        self._has_ended = False
        self._usage: Usage | None = None
        self._fault: CallFault | None = None
        self.has_chunks = False

    def take(self, chunk: Mapping[str, Any]) -> bool:
        """Add a chunk of a stream, or a whole completion; return whether nothing more has to be read.

        Raises:
            AttributeError, KeyError, TypeError: It is neither.
        """
        choices, figures = chunk.get("choices"), chunk.get("usage")
        self.has_chunks = True
        if choices:
            self._take_choice(choices[0])
        if figures:
            self._usage = _usage(figures)
        is_closing = bool(figures and not choices)
        self._has_ended |= is_closing
        return self._fault is not None or (is_closing and bool(self._finish_reason))

    @property
    def has_begun(self) -> bool:
        """Whether the model has written anything."""
        return any(self._parts.values())

    def _take_choice(self, choice: Mapping[str, Any]) -> None:
        delta = choice.get("delta") or choice.get("message") or {}
        self._add("text", _text(delta.get("content")))
        self._add("reasoning", delta.get("reasoning") or delta.get("reasoning_content"))
        self._add("refusal", delta.get("refusal"))
        if "tool_calls" in delta or "function_call" in delta:
            self._add("arguments", _arguments(delta))
        if reason := choice.get("finish_reason"):
            self._finish_reason = str(reason)
            self._has_ended = True

    def completion(self) -> Completion:
        """Return what was collected."""
        content = self._whole("text")
        text, tagged = split_reasoning(content)
        return Completion(
            text=text,
            reasoning=self._whole("reasoning") or tagged,
            arguments=self._whole("arguments"),
            refusal=self._whole("refusal"),
            finish_reason=whole_text(self._finish_reason[:100]),
            has_ended=self._has_ended,
            fault=self._fault,
            usage=self._usage,
        )

    def _whole(self, name: str) -> str:
        """Return what came in pieces: a character whose halves came in two chunks is one again."""
        return whole_text("".join(self._parts[name]))

    def after(self, fault: CallFault) -> Completion:
        """Return what was collected when the server broke off; raise where that is no answer.

        Raises:
            CallFault: The one given, unless the server blames the answer that it wrote itself.
        """
        if isinstance(fault, ServerFault) and _NO_PARSE in fault.message:
            told = ReplyFault(Fault.CUT_OFF, "it was not finished, or the server could not read it")
            return replace(self.completion(), fault=told)
        raise fault

    def _add(self, name: str, piece: Any) -> None:
        if not isinstance(piece, str) or not piece:
            return
        self._parts[name].append(piece)
        guard = self._guards.get(name)
        stopped = guard.feed(piece) if guard else None
        if stopped:
            self._fault = ReplyFault(stopped, _STOPPED[stopped])


_STOPPED = {
    Fault.ENDLESS_DIGITS: "it ran into digits without end",
    Fault.ENDLESS_WHITESPACE: "it ran into blanks without end",
    Fault.REPETITION: "it repeated itself without end",
    Fault.TOO_LONG: "it was far longer than allowed",
}


def _text(content: Any) -> Any:
    """Return content as text: some servers send null, some a list of parts."""
    if isinstance(content, list):
        return "".join(str(part.get("text") or "") for part in content if isinstance(part, dict))
    return content


def _arguments(delta: Mapping[str, Any]) -> str:
    """Return what the delta adds to the arguments of the first tool call; `function_call` is its name of before."""
    calls = [call for call in delta.get("tool_calls") or [] if call.get("function")]
    said = [call["function"] for place, call in enumerate(calls) if call.get("index", place) in {0, None}]
    arguments = [function.get("arguments") for function in (*said, delta.get("function_call") or {})]
    return "".join(one for one in arguments if isinstance(one, str))


def _usage(figures: Mapping[str, Any]) -> Usage:
    details = figures.get("prompt_tokens_details") or {}
    return Usage(
        prompt_tokens=_count(figures.get("prompt_tokens")),
        cached_tokens=_count(details.get("cached_tokens")),
        completion_tokens=_count(figures.get("completion_tokens")),
    )


def _count(told: Any) -> int:
    """Return what can be true of one answer: the sum over a run must fit into the 64 bits of a checkpoint."""
    return min(max(told, 0), _MOST_TOKENS) if isinstance(told, int) else 0
