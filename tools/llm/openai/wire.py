"""One request to an OpenAI-compatible server, streamed and watched: the seam to the outside.

Importing this module costs half a second and 20 MB (openai, langchain_openai): it is imported where there is a model.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Any, cast

import httpx2
import openai
from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai.chat_models.base import BaseChatOpenAI

from stepresearch.tools.llm.chat_model import Message
from stepresearch.tools.llm.completion import Completion, CompletionBuilder
from stepresearch.tools.llm.faults import CallFault, Fault, ServerFault
from stepresearch.tools.llm.openai.bounded_stream import bound
from stepresearch.tools.llm.openai.errors import fault_of
from stepresearch.tools.llm.openai.settings import ModelSettings

NOT_FOR_PEOPLE = "nostream"
"""LangGraph's tag for a call that its `messages` mode leaves out (langgraph/constants.py, TAG_NOSTREAM).

Answers are JSON, or sections with ids that are written at once and checked later; the report comes as one message.
"""
_BROKEN_CHUNK = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)
"""What the two libraries raise on JSON that is no completion chunk, and on bodies that are no JSON."""


class ReasoningChatOpenAI(BaseChatOpenAI):
    """Keeps what ChatOpenAI drops from local servers: reasoning, refusals, and how a stream ended.

    Overrides a private hook of langchain_openai; tests/tools/llm/openai/test_wire.py holds what it relies on.
    """

    def _convert_chunk_to_generation_chunk(
        self, chunk: dict[str, Any], default_chunk_class: type, base_generation_info: dict[str, Any] | None
    ) -> ChatGenerationChunk | None:
        choices = chunk.get("choices") or []
        delta = (choices[0].get("delta") or {}) if choices else {}
        extra = {
            name: value
            for name in ("reasoning", "reasoning_content", "refusal")
            if (value := delta.get(name))
        }
        if choices:
            plain = {
                "role": "assistant",
                "content": _text(delta.get("content")),
                "tool_calls": _tool_calls(delta),
            }
            chunk = {**chunk, "choices": [{**choices[0], "delta": plain}]}
        elif chunk.get("usage"):
            extra["closing"] = "usage"
        converted = super()._convert_chunk_to_generation_chunk(
            chunk, default_chunk_class, base_generation_info
        )
        if converted is not None and extra:
            converted.message.additional_kwargs.update(extra)
        return converted


class PlainCompletions:
    """Streams `chat/completions` as plain JSON.

    langchain_openai takes it in place of openai's resource. The typed chunks of that one cost more than half the time
    of a stream, and warn of what local servers send.
    """

    def __init__(self, client: openai.AsyncOpenAI) -> None:
        self._client = client

    async def create(
        self, *, extra_body: dict[str, Any] | None = None, **body: Any
    ) -> openai.AsyncStream[object]:
        """Send a request and return its chunks as they come."""
        return await self._client.post(
            "/chat/completions",
            cast_to=object,
            body={**body, **(extra_body or {})},
            stream=True,
            stream_cls=openai.AsyncStream[object],
        )


def _text(content: Any) -> str:
    """Return content as text: some servers send null, some a list of parts."""
    if isinstance(content, list):
        return "".join(str(part.get("text") or "") for part in content if isinstance(part, dict))
    return content if isinstance(content, str) else ""


def _tool_calls(delta: dict[str, Any]) -> list[dict[str, Any]]:
    calls = [call for call in delta.get("tool_calls") or [] if call.get("function")]
    if delta.get("function_call"):
        calls.append({"index": 0, "function": delta["function_call"]})
    return [{"index": index, **call} for index, call in enumerate(calls)]


class OpenAIWire:
    """Sends requests; keeps no connection open between them, so that it belongs to no event loop.

    Args:
        settings: Where and how.
        model: The model's name at the server.
    """

    def __init__(self, settings: ModelSettings, *, model: str) -> None:
        self._settings = settings
        self._secrets = settings.secrets
        client = openai.AsyncOpenAI(
            api_key=settings.api_key or "none",
            base_url=settings.api_url,
            max_retries=0,
            http_client=openai.DefaultAsyncHttpxClient(
                timeout=httpx2.Timeout(None, connect=settings.connect_timeout_s),
                limits=httpx2.Limits(max_connections=None, max_keepalive_connections=0),
                verify=settings.uses_tls,
                follow_redirects=False,
                trust_env=not settings.is_loopback,
                auth=settings.basic_auth,
                headers={"Accept-Encoding": "identity"},
                event_hooks={"response": [bound]},
            ),
        )
        self._client = ReasoningChatOpenAI(
            model=model,
            base_url=settings.api_url,
            api_key=_no_key,
            async_client=PlainCompletions(client),
            temperature=settings.temperature,
            top_p=settings.top_p,
            stream_chunk_timeout=None,
            stream_usage=True,
            use_responses_api=False,
            tags=[NOT_FOR_PEOPLE],
        )

    async def complete(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        body: Mapping[str, Any],
        temperature: float | None = None,
    ) -> Completion:
        """Return what the server wrote, whole or not; `Completion` says which.

        Args:
            messages: Sent as they are.
            max_tokens: Reasoning included.
            body: Further members of the request, such as `response_format`.
            temperature: In place of the settings'.

        Raises:
            ServerFault: No answer, or none that could be read.
            RequestRefused: The server will not have this request.
            ConfigError: The server refuses key or model.
        """
        options = self._options(max_tokens, body, temperature)
        builder = CompletionBuilder(max_tokens=max_tokens)
        try:
            async with asyncio.timeout(self._settings.call_timeout_s) as deadline:
                async with aclosing(self._chunks(messages, options)) as chunks:
                    async for chunk in chunks:
                        if builder.take(chunk):
                            break
        except TimeoutError:
            if not deadline.expired():
                raise
            seconds = self._settings.call_timeout_s
            raise ServerFault(Fault.TOO_SLOW, f"The answer was not finished within {seconds:g} s.") from None
        except CallFault as fault:
            return self._without_secrets(builder.after(fault))
        return self._without_secrets(builder.completion())

    def _without_secrets(self, completion: Completion) -> Completion:
        """Return an answer without what the server echoes of our key."""
        hidden = self._secrets.hidden
        return replace(
            completion,
            text=hidden(completion.text),
            reasoning=hidden(completion.reasoning),
            arguments=hidden(completion.arguments),
            refusal=hidden(completion.refusal),
            finish_reason=hidden(completion.finish_reason),
        )

    def _options(self, max_tokens: int, body: Mapping[str, Any], temperature: float | None) -> dict[str, Any]:
        options: dict[str, Any] = {"max_tokens": max_tokens}
        if temperature is not None:
            options["temperature"] = temperature
        if extra := {**self._settings.extra_body, **body}:
            # As an option of its own, response_format would make langchain_openai parse the text anew with every chunk.
            options["extra_body"] = extra
        return options

    async def _chunks(
        self, messages: Sequence[Message], options: dict[str, Any]
    ) -> AsyncGenerator[AIMessageChunk]:
        """Yield the chunks of one answer; translate the exceptions of the libraries."""
        turns = [(message["role"], message["content"]) for message in messages]
        stream = cast("AsyncGenerator[AIMessageChunk]", self._client.astream(turns, **options))
        patience_s = self._settings.first_token_timeout_s
        try:
            async with aclosing(stream):
                while True:
                    async with asyncio.timeout(patience_s) as idle:
                        chunk = await anext(stream)
                    yield chunk
                    if chunk.content or chunk.additional_kwargs or chunk.tool_call_chunks:
                        patience_s = self._settings.idle_timeout_s
        except StopAsyncIteration:
            return
        except TimeoutError:
            if not idle.expired():
                raise
            message = f"The server sent nothing for {patience_s:g} s."
            raise ServerFault(Fault.TIMEOUT, message, is_away=True) from None
        except openai.OpenAIError as error:
            raise fault_of(error, self._settings) from error
        except _BROKEN_CHUNK as error:
            message = self._secrets.hidden(f"What the server sent is no completion: {error}")
            raise ServerFault(Fault.NOT_A_COMPLETION, message[:300]) from error


async def _no_key() -> str:
    """Stand in for the key, which the client holds: given an async one, langchain_openai builds no blocking client."""
    return "none"
