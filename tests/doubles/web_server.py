"""A web on loopback: a server, an internet that leads to it, and a resolver."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager

import httpcore

from stepresearch.tools.web.ssrf_guard import literal_address

Reply = bytes | tuple[bytes, ...] | Callable[[str], bytes] | None


def response(
    body: bytes = b"",
    *,
    status: str = "200 OK",
    kind: str = "text/html; charset=utf-8",
    headers: Iterable[str] = (),
) -> bytes:
    """Return an HTTP response as it goes over the wire."""
    lines = [
        f"HTTP/1.1 {status}",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body)}",
        "Connection: close",
        *headers,
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class WebServer:
    """Answers each path with what `routes` holds for it: bytes, one item a request, or None for a reset.

    Attributes:
        routes: Path without query to the reply; a tuple is used up one reply a request, its last one stays.
        requests: The request lines and headers received.
        bodies: The bodies that came with them.
        gate: Answers wait while it is not set.
        open_at_most: How many requests were being answered at once.
        port: Where it listens on 127.0.0.1.
        delay_s: Before each answer.
        on_answered: Called with the path and query once the answer was sent.
    """

    def __init__(self) -> None:
        self.routes: dict[str, Reply | tuple[Reply, ...]] = {}
        self.requests: list[str] = []
        self.bodies: list[bytes] = []
        self.open_now = 0
        self.open_at_most = 0
        self.port = 0
        self.delay_s = 0.0
        self.on_answered: Callable[[str], None] = lambda _: None
        self.gate = asyncio.Event()
        self.gate.set()
        self._changed = asyncio.Condition()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def paths(self) -> list[str]:
        return [request.split(" ")[1] for request in self.requests]

    async def until_open(self, requests: int) -> None:
        """Wait until so many requests are being answered at once."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.open_now >= requests)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            length = re.search(r"(?i)content-length: (\d+)", head)
            self.bodies.append(await reader.readexactly(int(length[1])) if length else b"")
            await self._answered(head, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _answered(self, head: str, writer: asyncio.StreamWriter) -> None:
        self.requests.append(head)
        self.open_now += 1
        self.open_at_most = max(self.open_at_most, self.open_now)
        try:
            async with self._changed:
                self._changed.notify_all()
            await self.gate.wait()
            await asyncio.sleep(self.delay_s)
            await self._write(self._reply(head), writer)
            self.on_answered(head.split(" ")[1])
        finally:
            self.open_now -= 1

    def _reply(self, head: str) -> Reply:
        path = head.split(" ")[1].partition("?")[0]
        found = self.routes.get(path, response(b"nothing here", status="404 Not Found"))
        if isinstance(found, tuple):
            first, *rest = found
            self.routes[path] = tuple(rest) if rest else first
            return first
        return found(head) if callable(found) else found

    async def _write(self, reply: Reply, writer: asyncio.StreamWriter) -> None:
        if reply is None:
            writer.transport.abort()
        elif reply == b"drip":
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
            while not writer.is_closing():
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0.02)
        else:
            writer.write(reply)
            await writer.drain()


@asynccontextmanager
async def running_web_server() -> AsyncIterator[WebServer]:
    """Serve on a free port of loopback."""
    web = WebServer()
    server = await asyncio.start_server(web.answer, "127.0.0.1", 0)
    web.port = server.sockets[0].getsockname()[1]
    try:
        yield web
    finally:
        server.close()


class OneServerInternet(httpcore.AsyncNetworkBackend):
    """An internet where every address but those in `down` is one loopback server; it notes what is connected to."""

    def __init__(self, port: int, *, down: Iterable[str] = ()) -> None:
        self.down = frozenset(down)
        self._port = port
        self._network = httpcore.AnyIOBackend()
        self.connected: list[tuple[str, int]] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        if host in self.down:
            raise httpcore.ConnectError(f"{host} is down")
        self.connected.append((host, port))
        return await self._network.connect_tcp("127.0.0.1", self._port, timeout)


class Names:
    """A resolver with a phone book, which knows addresses in all spellings."""

    def __init__(self, book: dict[str, list[str]]) -> None:
        self._book = book
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        if host in self._book:
            return self._book[host]
        if address := literal_address(host):
            return [str(address)]
        raise OSError(f"no address for {host}")
