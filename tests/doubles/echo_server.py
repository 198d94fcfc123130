"""A model server, two search engines and a proxy in one, which tell everything they were sent, in twenty ways."""

import base64
import json
import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote

HITS = [f"http://echo{number}.example/page?n={number}" for number in range(3)]
PROSE = "The Alder Bridge cost 4.2 million crowns in the end. It opened on 1 May 2024 before a large crowd. "


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How a server tells what it was sent.

    Attributes:
        name: For tables.
        status: HTTP status.
        kind: Content type; `{said}` is what it was sent.
        body: `json`, `html`, `text`, `stream`, `error in stream`, `answer` (what was asked for, with the echo inside),
            `none` or `garbage`.
        reason: Whether the reason phrase tells it.
        header: A response header that tells it.
        breaks: What the status line is replaced by, no HTTP any more.
    """

    name: str
    status: int = 200
    kind: str = "application/json"
    body: str = "json"
    reason: bool = False
    header: str = ""
    breaks: bool = False


BEHAVIOURS = (
    Behaviour("200 with the headers in an answer", body="answer"),
    Behaviour("200 with the headers as plain text", kind="text/plain", body="text"),
    Behaviour("200 with the headers in a stream", kind="text/event-stream", body="stream"),
    Behaviour("200 with a type that tells them", kind="text/x-{said}", body="text"),
    Behaviour("200 with an encoding that tells them", body="answer", header="Content-Encoding"),
    Behaviour("an error inside a stream", kind="text/event-stream", body="error in stream"),
    Behaviour("400 JSON", 400),
    Behaviour("400 with a reason phrase", 400, reason=True),
    Behaviour("401 JSON", 401),
    Behaviour("403 HTML", 403, kind="text/html", body="html"),
    Behaviour("404 text", 404, kind="text/plain", body="text"),
    Behaviour("407 with a reason phrase", 407, reason=True),
    Behaviour("418 JSON", 418, reason=True),
    Behaviour("429 with Retry-After", 429, header="Retry-After"),
    Behaviour("500 HTML", 500, kind="text/html", body="html", reason=True),
    Behaviour("503 with a reason phrase", 503, body="none", reason=True),
    Behaviour("302 to an address with them", 302, body="none", header="Location"),
    Behaviour("307 to an address with them", 307, body="none", header="Location", reason=True),
    Behaviour("200 broken JSON", body="garbage"),
    Behaviour("no HTTP", body="none", breaks=True),
)


@dataclass(slots=True)
class EchoServer:
    """The server; `model`, `engines` and `proxy` say how each of its parts behaves, None: as it should."""

    url: str = ""
    parts: dict[str, Behaviour | None] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=lambda: {"model": 0, "engines": 0, "proxy": 0})

    def reply(self, line: str, headers: Mapping[str, str]) -> bytes:
        """Return the answer to one request."""
        part = _part(line)
        self.asked[part] += 1
        behaviour = self.parts.get(part)
        said = sent(headers)
        if behaviour is None:
            return _http(
                "200 OK", "text/html" if part == "proxy" else "application/json", _good(part, line, "")
            )
        if behaviour.breaks:
            return f"{said}\r\n\r\n".encode()
        lines = [f"{behaviour.header}: {_in_header(behaviour.header, said)}"] if behaviour.header else []
        status = f"{behaviour.status} {said if behaviour.reason else 'Said'}"
        return _http(
            status, behaviour.kind.format(said=quote(said)), _body(behaviour, part, line, said), lines
        )


def sent(headers: Mapping[str, str]) -> str:
    """Return what the headers of a request hold of secrets, as they came and decoded, on one line."""
    told = [value for name, value in headers.items() if "authorization" in name or "key" in name]
    for value in list(told):
        scheme, _, rest = value.partition(" ")
        if scheme.lower() == "basic":
            plain = base64.b64decode(rest).decode()
            user, _, password = plain.partition(":")
            told += [plain, user, password, quote(plain, safe=""), quote(password, safe="")]
        else:
            told.append(rest)
    return " ".join(told)


@contextmanager
def running_echo_server() -> Iterator[EchoServer]:
    """Serve on a free port of loopback, in a thread."""
    double = EchoServer()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            line = self.rfile.readline().decode("latin-1")
            headers = {}
            while head := self.rfile.readline().decode("latin-1").strip():
                name, _, value = head.partition(":")
                headers[name.lower()] = value.strip()
            self.rfile.read(int(headers.get("content-length", 0)))
            if line:
                self.wfile.write(double.reply(line, headers))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        double.url = f"http://127.0.0.1:{server.server_address[1]}"
        yield double
        server.shutdown()


def _part(line: str) -> str:
    target = line.split(" ")[1] if " " in line else "/"
    if target.startswith("http"):
        return "proxy"
    return "engines" if target.startswith("/search") else "model"


def _in_header(header: str, said: str) -> str:
    return f"http://other.example/{quote(said)}?{unquote(said)}" if header == "Location" else said


def _http(status: str, kind: str, body: str, lines: list[str] | None = None) -> bytes:
    data = body.encode()
    head = [
        f"HTTP/1.1 {status}",
        f"Content-Type: {kind}",
        f"Content-Length: {len(data)}",
        "Connection: close",
    ]
    return "\r\n".join([*head, *(lines or [])]).encode() + b"\r\n\r\n" + data


def _body(behaviour: Behaviour, part: str, line: str, said: str) -> str:
    bodies = {
        "json": json.dumps({"error": {"message": said, "type": said}, "detail": {"error": said}}),
        "html": f"<html><title>{said}</title><body><h1>{said}</h1><p>{PROSE}{said}</p></body></html>",
        "text": f"{PROSE}{said}\n",
        "stream": _events(_chunk(said), _chunk("", "stop")),
        "error in stream": _events(_chunk("The "), {"error": {"message": said, "code": 500}}),
        "answer": _good(part, line, said),
        "garbage": '{"results": [' + said,
        "none": "",
    }
    return bodies[behaviour.body]


def _good(part: str, line: str, said: str) -> str:
    if part == "proxy":
        page = f"<h1>Bridge {said}</h1><p>{PROSE * 3}{said}</p>"
        return f"<html><head><title>Alder Bridge {said}</title></head><body><article>{page}</article></body></html>"
    if part == "engines":
        hits = [_hit(url, said) for url in HITS]
        return json.dumps({"query": said, "results": hits, "unresponsive_engines": [[said, said]]})
    if "/models" in line:
        return json.dumps({"object": "list", "data": [{"id": "tiny", "object": "model", "owned_by": said}]})
    return _events(_chunk(f"{PROSE}{said}"), _chunk("", "stop"))


def _hit(url: str, said: str) -> dict[str, Any]:
    return {"url": f"{url}{'&' + quote(said) if said else ''}", "title": f"Alder Bridge {said}", "score": 0.5,
            "content": f"{PROSE}{said}", "raw_content": None, "publishedDate": said, "published_date": said}  # fmt: skip


def _chunk(content: str, finish_reason: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": {"role": "assistant", "content": content}, "finish_reason": finish_reason}
    return {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "tiny", "choices": [choice]}


def _events(*events: dict[str, Any]) -> str:
    return "".join(f"data: {json.dumps(event)}\n\n" for event in events) + "data: [DONE]\n\n"
