"""One request to an OpenAI-compatible server, streamed and watched: the seam to the outside.

Chunks are read as plain JSON: what lies between an answer's last byte and the disk is lost with a kill, and paid again.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from typing import Any, cast

import httpx

from stepresearch.text.safety.untrusted_text import json_of
from stepresearch.tools.certificates import certificates_for
from stepresearch.tools.llm.chat_model import Message
from stepresearch.tools.llm.completion import Completion, CompletionBuilder
from stepresearch.tools.llm.faults import Fault, ServerFault
from stepresearch.tools.llm.openai.bounded_stream import bound
from stepresearch.tools.llm.openai.errors import fault_in_stream, fault_of_status, fault_of_transport
from stepresearch.tools.llm.openai.event_stream import DONE, EventStream
from stepresearch.tools.llm.openai.settings import ModelSettings
from stepresearch.tools.llm.openai.tracing import traced
from stepresearch.tools.llm.openai.wire_protocol import BROKEN_CHUNK, Wire, no_completion, read_in_time

_NOTED_S = 0.01
"""How exactly the time of the last chunk is noted: a timer for each of thousands would take a tenth of reading them."""


class OpenAIWire(Wire):
    """Sends requests; keeps no connection open between them, so that it belongs to no event loop.

    Args:
        settings: Where and how.
        model: The model's name at the server.
    """

    def __init__(self, settings: ModelSettings, *, model: str) -> None:
        self._settings = settings
        self._model = model
        key = settings.api_key
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(None, connect=settings.connect_timeout_s),
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
            verify=certificates_for(settings.api_url),
            follow_redirects=False,
            trust_env=not settings.is_loopback,
            auth=settings.basic_auth,
            headers=httpx.Headers(
                {
                    "User-Agent": "stepresearch",
                    "Accept": "text/event-stream, application/json",
                    "Accept-Encoding": "identity",
                    "Content-Type": "application/json",
                    **({"Authorization": f"Bearer {key}"} if key else {}),
                },
                encoding="utf-8",
            ),
            event_hooks={"response": [bound]},
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
        """Yield what the server wrote the moment that it has come, whole or not; `Completion` says which.

        Closing the connection and telling callback handlers wait until the caller has stored the answer.

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
        parameters = self._parameters(max_tokens, body, temperature)
        async with traced(messages, parameters) as ended, AsyncExitStack() as connections:
            builder = CompletionBuilder(max_tokens=max_tokens)
            request = {"messages": list(messages), **parameters}
            completion = await read_in_time(
                self._answered(request, builder, connections), builder, self._settings
            )
            yield completion
            await ended(completion)

    def _parameters(
        self, max_tokens: int, body: Mapping[str, Any], temperature: float | None
    ) -> dict[str, Any]:
        settings = self._settings
        chosen = {
            "temperature": settings.temperature if temperature is None else temperature,
            "top_p": settings.top_p,
        }
        return {
            "model": self._model,
            "stream": True,
            "stream_options": {"include_usage": True},
            "max_tokens": max_tokens,
            **{name: value for name, value in chosen.items() if value is not None},
            **settings.extra_body,
            **body,
        }

    async def _answered(
        self, request: Mapping[str, Any], builder: CompletionBuilder, connections: AsyncExitStack
    ) -> None:
        """Send the request and read what comes; translate the exceptions of both."""
        try:
            async with asyncio.timeout(self._settings.first_token_timeout_s) as idle:
                response = await self._sent(request)
                connections.push_async_callback(response.aclose)
                await self._read(response, builder, idle)
        except TimeoutError:
            if not idle.expired():
                raise
            message = f"The server sent nothing for {self._patience_s(builder):g} s."
            raise ServerFault(Fault.TIMEOUT, message, is_away=True) from None
        except httpx.HTTPError as error:
            raise fault_of_transport(error, self._settings) from error

    async def _sent(self, request: Mapping[str, Any]) -> httpx.Response:
        """Send a request and return what answers it, not read yet.

        Raises:
            CallFault, ConfigError: The server refuses it.
        """
        settings = self._settings
        body = json.dumps(request, ensure_ascii=False).encode("utf-8", "replace")
        sent = self._client.build_request("POST", f"{settings.api_url}/chat/completions", content=body)
        response = await self._client.send(sent, stream=True)
        if response.is_success:
            return response
        try:
            told = await response.aread()
        finally:
            await response.aclose()
        raise fault_of_status(response.status_code, response.headers, told, settings)

    async def _read(
        self, response: httpx.Response, builder: CompletionBuilder, idle: asyncio.Timeout
    ) -> None:
        """Read until the answer is whole, has to be stopped, or ends."""
        stream = EventStream()
        loop = asyncio.get_running_loop()
        noted_s, noted_patience_s = 0.0, 0.0
        async with aclosing(cast("AsyncGenerator[bytes]", response.aiter_raw())) as pieces:
            async for piece in pieces:
                if self._take(stream.feed(piece), builder):
                    break
                now_s, patience_s = loop.time(), self._patience_s(builder)
                is_due = now_s > noted_s + _NOTED_S or patience_s != noted_patience_s
                if (
                    is_due and b"data:" in piece
                ):  # comments keep a connection alive, and say nothing of the model
                    noted_s, noted_patience_s = now_s, patience_s
                    idle.reschedule(now_s + patience_s)
            else:
                self._take(stream.end(), builder)
        if not builder.has_chunks:
            raise no_completion("it holds no chunk of one.", self._settings)

    def _take(self, events: Sequence[bytes], builder: CompletionBuilder) -> bool:
        """Read events; return whether nothing more is to be read."""
        for event in events:
            if event.startswith(DONE):
                return True
            if not event.strip():
                continue
            try:
                chunk = json_of(event)
                error = chunk.get("error") or (chunk if chunk.get("object") == "error" else None)
                is_end = not error and builder.take(chunk)
            except BROKEN_CHUNK as broken:
                raise no_completion(broken, self._settings) from broken
            if error:
                raise fault_in_stream(error, self._settings)
            if is_end:
                return True
        return False

    def _patience_s(self, builder: CompletionBuilder) -> float:
        settings = self._settings
        return settings.idle_timeout_s if builder.has_begun else settings.first_token_timeout_s
