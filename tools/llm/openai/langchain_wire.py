"""One request through a chat model of langchain-openai, watched and translated as on our own wire.

Importing this module takes a second and 26 MB: it is imported only where such a model is used.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager, suppress
from typing import Any, cast
from urllib.parse import urlsplit

import httpx2
import openai
from langchain_core.messages import AIMessageChunk
from langchain_openai import AzureChatOpenAI, ChatOpenAI
from langchain_openai.chat_models.base import BaseChatOpenAI
from pydantic import SecretStr

from stepresearch.tools.llm.chat_model import Message
from stepresearch.tools.llm.completion import Completion, CompletionBuilder
from stepresearch.tools.llm.faults import CallFault, Fault, ServerFault
from stepresearch.tools.llm.openai.openai_sdk import fault_of, http_client
from stepresearch.tools.llm.openai.settings import ModelSettings
from stepresearch.tools.llm.openai.tapped_completions import TappedCompletions
from stepresearch.tools.llm.openai.tracing import NOT_FOR_PEOPLE
from stepresearch.tools.llm.openai.wire_protocol import BROKEN_CHUNK, Wire, no_completion, read_in_time

_CLOSING_S = 1.0
"""How long the end of a stream is waited for once its answer is stored, so that callback handlers are told of it."""
_NO_KEY = "none"
"""The SDK insists on a key; most local servers read none."""
_OPENAI = "api.openai.com"

Chunks = AsyncGenerator[AIMessageChunk]


class LangChainWire(Wire):
    """Sends requests through a model that somebody made; the object itself is left as it is.

    Args:
        model: Its temperature, headers, client and key are used. Retries and deadlines are ours.
        settings: The deadlines, and what must not be told.
    """

    def __init__(self, model: BaseChatOpenAI, *, settings: ModelSettings) -> None:
        self._settings = settings
        self._resource = _resource(model, settings)
        self._takes_max_tokens = not _is_openai(model)
        self._model = model.model_copy(
            update={
                "max_tokens": None,
                "use_responses_api": False,
                "disable_streaming": False,
                "include_response_headers": False,
                "stream_chunk_timeout": None,
            }
        )

    @asynccontextmanager
    async def answer(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        body: Mapping[str, Any],
        temperature: float | None = None,
    ) -> AsyncIterator[Completion]:
        """Yield what the server wrote; see `Wire.answer`."""
        builder = CompletionBuilder(max_tokens=max_tokens)
        tap = TappedCompletions(self._resource, builder, self._settings)
        model = self._model.model_copy(update={"async_client": tap})
        turns = [(message["role"], message["content"]) for message in messages]
        options = self._options(max_tokens, body, temperature)
        stream = cast("Chunks", model.astream(turns, {"tags": [NOT_FOR_PEOPLE]}, **options))
        async with aclosing(stream):
            yield await read_in_time(self._read(stream, tap, builder), builder, self._settings)
            await _finish(stream)

    def _options(self, max_tokens: int, body: Mapping[str, Any], temperature: float | None) -> dict[str, Any]:
        """Return what goes along with the conversation.

        As an option of its own, `response_format` would make langchain_openai parse the text anew with each chunk, and
        fail on an answer that is cut off. Local servers may know `max_tokens` only, where ChatOpenAI sends
        `max_completion_tokens`.
        """
        tools = {name: body[name] for name in ("tools", "tool_choice") if name in body}
        more = {name: value for name, value in body.items() if name not in tools}
        options: dict[str, Any] = {"stream_usage": True, **tools}
        if temperature is not None:
            options["temperature"] = temperature
        if self._takes_max_tokens:
            more["max_tokens"] = max_tokens
        else:
            options["max_tokens"] = max_tokens
        extra = {**(self._model.extra_body or {}), **self._settings.extra_body, **more}
        return {**options, "extra_body": extra} if extra else options

    async def _read(self, stream: Chunks, tap: TappedCompletions, builder: CompletionBuilder) -> None:
        """Read until the answer is complete, has to be stopped, or ends; translate the exceptions of the libraries."""
        is_tapped = True
        while not tap.is_done:
            try:
                message = await self._next(stream, builder)
                is_tapped = is_tapped and builder.has_chunks
                if not is_tapped and message.chunk_position is None:
                    tap.take_message(message)
            except StopAsyncIteration:
                break
            except (openai.OpenAIError, httpx2.HTTPError) as error:
                raise fault_of(error, self._settings) from error
            except BROKEN_CHUNK as error:
                raise no_completion(error, self._settings) from error
        if not builder.has_chunks:
            raise no_completion("it holds no chunk of one.", self._settings)

    async def _next(self, stream: Chunks, builder: CompletionBuilder) -> AIMessageChunk:
        settings = self._settings
        patience_s = settings.idle_timeout_s if builder.has_begun else settings.first_token_timeout_s
        try:
            async with asyncio.timeout(patience_s) as idle:
                return await anext(stream)
        except TimeoutError:
            if not idle.expired():
                raise
            message = f"The server sent nothing for {patience_s:g} s."
            raise ServerFault(Fault.TIMEOUT, message, is_away=True) from None


def wire_of(settings: ModelSettings, *, model: str) -> LangChainWire:
    """Return a wire that asks the configured endpoint through ChatOpenAI. Blocking."""
    chat = ChatOpenAI(
        model=model,
        base_url=settings.api_url,
        api_key=SecretStr(settings.api_key or _NO_KEY),
        temperature=settings.temperature,
        top_p=settings.top_p,
        http_async_client=http_client(settings),
    )
    return LangChainWire(chat, settings=settings)


async def _finish(stream: Chunks) -> None:
    """Read what follows a complete answer, so that LangChain ends the call in its traces; nothing in it matters any more."""
    with suppress(TimeoutError, CallFault, openai.OpenAIError, httpx2.HTTPError, *BROKEN_CHUNK):
        async with asyncio.timeout(_CLOSING_S):
            async for _ in stream:
                pass


def _resource(model: BaseChatOpenAI, settings: ModelSettings) -> Any:
    """Return what sends the model's requests, without the SDK's own retries, which would hide faults and double waits."""
    root = model.root_async_client
    if root is None:  # the model was given a resource and has no client
        return model.async_client
    own: dict[str, Any] = {"max_retries": 0}
    if model.http_async_client is None and not model.openai_proxy:
        own["http_client"] = http_client(settings)
    if model.request_timeout is None:
        own["timeout"] = httpx2.Timeout(None, connect=settings.connect_timeout_s)
    return root.with_options(**own).chat.completions


def _is_openai(model: BaseChatOpenAI) -> bool:
    host = urlsplit(model.openai_api_base or f"https://{_OPENAI}").hostname
    return isinstance(model, AzureChatOpenAI) or host == _OPENAI
