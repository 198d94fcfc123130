"""Reads the raw chunks of a LangChain model as they pass: `ChatOpenAI` drops reasoning and refusals from its messages."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from typing import Any, Self

from langchain_core.messages import AIMessageChunk

from stepresearch.tools.llm.completion import CompletionBuilder
from stepresearch.tools.llm.openai.errors import fault_in_stream
from stepresearch.tools.llm.openai.settings import ModelSettings


class TappedCompletions:
    """Stands in for the SDK's `chat.completions` during one request.

    Args:
        resource: The SDK's own.
        builder: Collects what passes.
        settings: Hide the secrets in errors.

    Attributes:
        is_done: The answer is complete, or has to be stopped.
    """

    def __init__(self, resource: Any, builder: CompletionBuilder, settings: ModelSettings) -> None:
        self._resource = resource
        self._builder = builder
        self._settings = settings
        self.is_done = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._resource, name)

    async def create(self, **request: Any) -> "_TappedStream":
        """Send the request and return its stream."""
        return _TappedStream(await self._resource.create(**request), self)

    def take(self, chunk: Mapping[str, Any]) -> None:
        """Collect one chunk.

        Raises:
            CallFault: It is an error object.
        """
        error = chunk.get("error") or (chunk if chunk.get("object") == "error" else None)
        if error:
            raise fault_in_stream(error, self._settings)
        self.is_done |= self._builder.take(chunk)

    def take_message(self, message: AIMessageChunk) -> None:
        """Collect a message of a model whose requests do not pass through here."""
        self.is_done |= self._builder.take(chunk_of(message))


class _TappedStream:
    """The chunks as plain JSON, with text in the place where LangChain expects it."""

    def __init__(self, stream: Any, tap: TappedCompletions) -> None:
        self._stream = stream
        self._tap = tap

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stream.close()

    def __aiter__(self) -> AsyncIterator[dict[str, Any]]:
        return self._chunks()

    async def _chunks(self) -> AsyncGenerator[dict[str, Any]]:
        async for typed in self._stream:
            # Local servers send what the SDK's types do not foresee; serializing that would warn.
            chunk = typed if isinstance(typed, dict) else typed.to_dict(warnings=False)
            self._tap.take(chunk)
            yield _plain(chunk)
            if self._tap.is_done:
                return


def _plain(chunk: dict[str, Any]) -> dict[str, Any]:
    choices = chunk.get("choices")
    if not choices:
        return {**chunk, "choices": []}
    delta = choices[0].get("delta") or choices[0].get("message") or {}
    content = delta.get("content")
    text = content if isinstance(content, str) else ""
    return {**chunk, "choices": [{**choices[0], "delta": {**delta, "role": "assistant", "content": text}}]}


def chunk_of(message: AIMessageChunk) -> dict[str, Any]:
    """Return a message of LangChain in the form of a completion chunk."""
    extra = message.additional_kwargs
    calls = [
        {"index": call["index"] or 0, "function": {"name": call["name"], "arguments": call["args"]}}
        for call in message.tool_call_chunks
    ]
    delta = {
        "content": message.content,
        **{name: extra[name] for name in ("reasoning", "reasoning_content", "refusal") if extra.get(name)},
        **({"tool_calls": calls} if calls else {}),
    }
    choice = {"delta": delta, "finish_reason": message.response_metadata.get("finish_reason")}
    told = message.usage_metadata
    if told is None:
        return {"choices": [choice]}
    figures = {
        "prompt_tokens": told["input_tokens"],
        "completion_tokens": told["output_tokens"],
        "prompt_tokens_details": {"cached_tokens": told.get("input_token_details", {}).get("cache_read", 0)},
    }
    return {"choices": [choice], "usage": figures}
