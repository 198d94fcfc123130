"""What one request brought, put together from its chunks."""

from dataclasses import dataclass, replace
from typing import Any, Protocol

from stepresearch.text.safety.untrusted_text import whole_text
from stepresearch.tools.llm.chat_model import Usage
from stepresearch.tools.llm.faults import CallFault, Fault, ReplyFault, ServerFault
from stepresearch.tools.llm.reasoning import split_reasoning
from stepresearch.tools.llm.stream_guard import StreamGuard

_NO_PARSE = "does not match the expected"
"""llama.cpp's error in the stream when its own parser of the answer fails: mostly on one that is cut off."""

_MOST_TOKENS = 1_000_000_000


class Chunk(Protocol):
    """The part of langchain's AIMessageChunk that is read."""

    content: Any
    additional_kwargs: dict[str, Any]
    response_metadata: dict[str, Any]
    tool_call_chunks: list[Any]
    usage_metadata: Any


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


class CompletionBuilder:
    """Collects chunks and watches them.

    Args:
        max_tokens: What the server was told.
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

    def take(self, chunk: Chunk) -> bool:
        """Add a chunk; return whether the stream is to be stopped."""
        extra = chunk.additional_kwargs
        self._add("text", chunk.content)
        self._add("reasoning", extra.get("reasoning") or extra.get("reasoning_content"))
        self._add("refusal", extra.get("refusal"))
        for call in chunk.tool_call_chunks:
            if call.get("index") in {0, None}:
                self._add("arguments", call.get("args"))
        self._finish_reason = str(chunk.response_metadata.get("finish_reason") or "") or self._finish_reason
        self._has_ended = self._has_ended or bool(self._finish_reason) or extra.get("closing") == "usage"
        if chunk.usage_metadata:
            self._usage = _usage(chunk.usage_metadata)
        return self._fault is not None

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


def _usage(figures: Any) -> Usage:
    details = figures.get("input_token_details") or {}
    return Usage(
        prompt_tokens=_count(figures.get("input_tokens")),
        cached_tokens=_count(details.get("cache_read")),
        completion_tokens=_count(figures.get("output_tokens")),
    )


def _count(told: int | None) -> int:
    """Return what can be true of one answer: the sum over a run must fit into the 64 bits of a checkpoint."""
    return min(max(told or 0, 0), _MOST_TOKENS)
