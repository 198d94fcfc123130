"""A scripted OpenAI-compatible server on loopback: real sockets, real event streams, five dialects."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

Request = dict[str, Any]
COMPLETIONS = "/v1/chat/completions"
AZURE = "/openai/deployments/tiny-32b/chat/completions"
"""Where Azure serves a deployment of that name."""


@dataclass(frozen=True, slots=True)
class Scripted:
    """One HTTP answer.

    Attributes:
        status: HTTP status.
        headers: Beside the content type.
        body: Of an answer without a stream.
        events: Data of server-sent events, JSON or raw text.
        says_done: Whether `[DONE]` follows.
        endless: One more event, again and again until the client goes away.
        drip_s: Between two endless events.
        pace_s: Before each of the events.
        hangs: Say nothing more and keep the connection until the client goes away.
        aborts: Break the connection inside the body.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None
    events: tuple[Any, ...] = ()
    says_done: bool = True
    endless: Any = None
    drip_s: float = 0.0
    pace_s: float = 0.0
    hangs: bool = False
    aborts: bool = False


def error(status: int, message: str, **members: Any) -> Scripted:
    """An error as most servers word it."""
    body = {"error": {"message": message, "code": status, **members}}
    return Scripted(status=status, body=json.dumps(body))


def chunk(finish_reason: str | None = None, **delta: Any) -> dict[str, Any]:
    """One chunk of a streamed completion."""
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    return {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}


def usage_chunk(prompt: int = 100, cached: int = 80, completion: int = 10) -> dict[str, Any]:
    """The closing chunk that carries the usage."""
    details = {"cached_tokens": cached}
    figures = {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
    return {**chunk(), "choices": [], "usage": {**figures, "prompt_tokens_details": details}}


def spoken(
    text: str,
    *,
    finish_reason: str | None = "stop",
    usage: bool = True,
    reasoning: str = "",
    field: str = "reasoning",
) -> Scripted:
    """A streamed answer, a few characters a chunk."""
    thoughts = [chunk(**{field: piece}) for piece in _pieces(reasoning)]
    words = [chunk(content=piece) for piece in _pieces(text)]
    closing = [chunk(finish_reason, content=""), *([usage_chunk()] if usage else [])]
    return Scripted(events=(chunk(role="assistant", content=""), *thoughts, *words, *closing))


def _pieces(text: str) -> list[str]:
    return [text[at : at + 7] for at in range(0, len(text), 7)]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a kind of server differs from the others.

    Attributes:
        name: The server.
        card: Its entry in the list of models.
        pages: Further endpoints: path to JSON.
        reasoning_field: Where reasoning stands in a delta.
        finish_reason: On whole answers.
        tells_usage: Whether the stream closes with usage.
        overflow: The refusal of a prompt too long, from (window, prompt tokens); None where it is cut in silence.
        refuses: Types of response_format it refuses, with its words; `tools` for tool calls.
    """

    name: str
    card: Mapping[str, Any] = field(default_factory=dict)
    pages: Mapping[str, Any] = field(default_factory=dict)
    reasoning_field: str = "reasoning_content"
    finish_reason: str | None = "stop"
    tells_usage: bool = True
    overflow: Callable[[int, int], Scripted] | None = None
    refuses: Mapping[str, str] = field(default_factory=dict)

    def speak(self, text: str, reasoning: str = "") -> Scripted:
        """Return a good answer in this dialect."""
        return spoken(
            text,
            finish_reason=self.finish_reason,
            usage=self.tells_usage,
            reasoning=reasoning,
            field=self.reasoning_field,
        )


def _vllm_overflow(window: int, prompt: int) -> Scripted:
    words = f"This model's maximum context length is {window} tokens. However, your request has {prompt} input tokens."
    return Scripted(
        status=400, body=json.dumps({"object": "error", "message": words, "type": "BadRequestError"})
    )


def _sglang_overflow(window: int, prompt: int) -> Scripted:
    words = f"The input ({prompt} tokens) is longer than the model's context length ({window} tokens)."
    return Scripted(
        status=400, body=json.dumps({"object": "error", "message": words, "type": "BadRequestError"})
    )


def _llama_overflow(window: int, prompt: int) -> Scripted:
    words = (
        f"request ({prompt} tokens) exceeds the available context size ({window} tokens), try increasing it"
    )
    return error(400, words, type="exceed_context_size_error", n_prompt_tokens=prompt, n_ctx=window)


def _lm_studio_overflow(window: int, prompt: int) -> Scripted:
    words = (
        f"Trying to keep the first {prompt} tokens when context the overflows. However, the model is loaded with"
        f" context length of only {window} tokens, which is not enough."
    )
    return Scripted(status=400, body=json.dumps({"error": words}))


WINDOW = 8192
DIALECTS = (
    Dialect("vLLM", card={"max_model_len": WINDOW}, reasoning_field="reasoning", overflow=_vllm_overflow),
    Dialect("SGLang", pages={"/get_server_info": {"context_length": WINDOW}}, overflow=_sglang_overflow),
    Dialect(
        "llama.cpp",
        card={"meta": {"n_ctx_train": 131072}},
        pages={"/props": {"default_generation_settings": {"n_ctx": WINDOW}}},
        overflow=_llama_overflow,
    ),
    Dialect(
        "Ollama",
        pages={"/api/show": {"parameters": f'stop "<|im_end|>"\nnum_ctx                        {WINDOW}'}},
        reasoning_field="reasoning",
        finish_reason=None,
    ),
    Dialect(
        "LM Studio",
        pages={"/api/v0/models": {"data": [{"id": "tiny-32b", "loaded_context_length": WINDOW}]}},
        tells_usage=False,
        overflow=_lm_studio_overflow,
        refuses={"json_object": "'response_format.type' must be 'json_schema' or 'text'"},
    ),
)
VLLM = DIALECTS[0]


class ModelServer:
    """Serves a model whose answers a function gives.

    Args:
        answer: From the request's body to the answer.
        dialect: The kind of server it plays.
        models: What it offers.
        window: In tokens of four characters, for refusing longer prompts.
        port: 0 takes a free one.
        delay_s: Before each answer.
        on_answered: Called with the request once its answer was sent whole.
    """

    def __init__(
        self,
        answer: Callable[[Request], Scripted],
        *,
        dialect: Dialect = VLLM,
        models: tuple[str, ...] = ("tiny-32b",),
        window: int = WINDOW,
        port: int = 0,
        delay_s: float = 0.0,
        on_answered: Callable[[Request], None] = lambda _: None,
    ) -> None:
        self._answer = answer
        self._delay_s = delay_s
        self._on_answered = on_answered
        self._dialect = dialect
        self._models = models
        self._window = window
        self._port = port
        self.requests: list[Request] = []
        self.headers: list[dict[str, str]] = []
        self.gone_early = asyncio.Event()
        self._answering: set[asyncio.Task[Any]] = set()
        self.open_now = 0
        self.open_most = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self._port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._answering:
            task.cancel()
        await asyncio.gather(*self._answering)
        await self._server.wait_closed()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._answering.add(task)
        try:
            path, headers, body = await _request(reader)
            self.headers.append(headers)
            self.open_now += 1
            self.open_most = max(self.open_most, self.open_now)
            try:
                reply = self._reply(path, body)
                await asyncio.sleep(self._delay_s)
                await self._send(writer, reply)
                if path == COMPLETIONS:
                    self._on_answered(json.loads(body))
            finally:
                self.open_now -= 1
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            self.gone_early.set()
        finally:
            self._answering.discard(task)
            writer.close()

    def _reply(self, path: str, body: str) -> Scripted:
        if path == "/v1/models":
            cards = [{"id": model, "object": "model", **self._dialect.card} for model in self._models]
            return Scripted(body=json.dumps({"object": "list", "data": cards}))
        if path in self._dialect.pages:
            return Scripted(body=json.dumps(self._dialect.pages[path]))
        if path not in {COMPLETIONS, AZURE}:
            return error(404, f"no {path}")
        request = json.loads(body)
        self.requests.append(request)
        return self._refusal(request) or self._answer(request)

    def _refusal(self, request: Request) -> Scripted | None:
        prompt = sum(len(message["content"]) for message in request["messages"]) // 4
        if self._dialect.overflow and prompt + request["max_tokens"] > self._window:
            return self._dialect.overflow(self._window, prompt)
        form = "tools" if "tools" in request else request.get("response_format", {}).get("type")
        words = self._dialect.refuses.get(form)
        return error(400, words) if words else None

    async def _send(self, writer: asyncio.StreamWriter, reply: Scripted) -> None:
        plain = reply.body is not None
        head = {"Content-Type": "application/json" if plain else "text/event-stream", "Connection": "close"}
        head |= (
            {"Content-Length": str(len(reply.body.encode()))} if plain else {"Transfer-Encoding": "chunked"}
        )
        lines = [
            f"HTTP/1.1 {reply.status} X",
            *(f"{name}: {value}" for name, value in (head | dict(reply.headers)).items()),
        ]
        writer.write(("\r\n".join(lines) + "\r\n\r\n" + (reply.body or "")).encode())
        await writer.drain()
        if not plain:
            await _stream(writer, reply)


async def _stream(writer: asyncio.StreamWriter, reply: Scripted) -> None:
    for event in reply.events:
        if reply.pace_s:
            await asyncio.sleep(reply.pace_s)
        await _send_event(writer, event)
    while reply.endless is not None:
        await _send_event(writer, reply.endless)
        await asyncio.sleep(reply.drip_s)
        if writer.is_closing():
            raise ConnectionResetError
    if reply.hangs:
        await asyncio.sleep(3600)
    if reply.aborts:
        writer.transport.abort()
        return
    if reply.says_done:
        await _send_event(writer, "[DONE]")
    writer.write(b"0\r\n\r\n")
    await writer.drain()


async def _send_event(writer: asyncio.StreamWriter, event: Any) -> None:
    data = event if isinstance(event, str) else json.dumps(event)
    payload = f"data: {data}\n\n".encode()
    writer.write(f"{len(payload):x}\r\n".encode() + payload + b"\r\n")
    await writer.drain()


async def _request(reader: asyncio.StreamReader) -> tuple[str, dict[str, str], str]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    headers = {
        name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)
    }
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return head[0].split()[1].partition("?")[0], headers, body.decode()
