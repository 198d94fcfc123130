"""Throw broken bytes at every reader of what servers send, and count what is neither an answer nor an error of ours.

    uv run python benchmarks/fuzz_protocols.py [--cases 60000] [--seed 8] [--minutes 6]

Mutated: Content-Type headers, addresses, titles and dates, search answers of each engine, event streams of a model and
the JSON in its answers. Seeded; what is found is printed so that it can be kept in tests/.
"""

import argparse
import asyncio
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpcore

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from doubles.storable import unstorable

from stepresearch.text.safety.untrusted_text import whole_text
from stepresearch.tools.errors import ResearchError
from stepresearch.tools.html.charset import decode_html
from stepresearch.tools.llm.faults import CallFault
from stepresearch.tools.llm.openai.settings import ModelSettings
from stepresearch.tools.llm.openai.wire import OpenAIWire
from stepresearch.tools.llm.structured_output.find_json import find_json
from stepresearch.tools.page_dates import date_in_name, iso_date
from stepresearch.tools.page_published import find_date
from stepresearch.tools.parsing.plain.encoding import decode
from stepresearch.tools.search.admission import admitted
from stepresearch.tools.search.engine import SearchEngine, SearchHit
from stepresearch.tools.search.fused import WebSearch
from stepresearch.tools.search.searxng import SearXNG
from stepresearch.tools.search.tavily import Tavily
from stepresearch.tools.urls import canonical_url, host, is_linked, page_key, registrable_domain
from stepresearch.tools.web.fetch import PageFetch

DEADLINE_S = 2.0
NASTY = [
    b"\\ud83d", b"\\ude00", b"\\u0000", b"\x00", b"\xff\xfe", b"\xed\xa0\xbd", b"[" * 3000, b'{"a":' * 3000, b"9" * 5000,
    b"1e999", b"-0", b"NaN", b"null", b"\r\n", b"\n\n", b"data: ", b"[DONE]", b"%00", b"%ff", b"%", b"//", b"@", b"[", b"]",
    b":99999", b"*=utf-8''a%00b", b"charset=undefined", b"charset=punycode", b"idna", b"\xe2\x80\xae", b"\xef\xbc\x8e",
    b"javascript:", b"file:///etc/passwd", b"\xcc\x81" * 40, b"2024-02-30", b"9999-99-99", b"32/13/0000", b'"', b"\\",
    b"true", b"{}", b"[]", b'""', b"\xd9\xa1\xd9\xa2", b"\xc2\xb2", b"0x", b"xn--a", b"xn--", b";", b"=", b"''", b"a" * 300,
]  # fmt: skip
HIT = {"url": "https://a.org/1", "title": "T", "content": "c", "raw_content": "t", "publishedDate": "2024-05-03T00:00:00",
       "published_date": "2024-05-03", "score": 0.5}  # fmt: skip
ANSWER = json.dumps(
    {"query": "q", "results": [HIT, {**HIT, "url": "https://b.org/2"}], "unresponsive_engines": []}
).encode()
CHUNK = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m",
         "choices": [{"index": 0, "delta": {"role": "assistant", "content": "Elbe"}, "finish_reason": None}]}  # fmt: skip
USAGE = {**CHUNK, "choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}}
STREAM = (
    b"".join(b"data: " + json.dumps(one).encode() + b"\n\n" for one in (CHUNK, CHUNK, USAGE))
    + b"data: [DONE]\n\n"
)
TYPES = [
    b"text/html; charset=utf-8",
    b"text/plain;charset*=utf-8''a%00b",
    b"application/pdf",
    b"text/html; charset=gbk",
]
URLS = [b"https://example.com:8080/a/../b?utm_source=x&q=%7e#!f", b"http://[::1%25eth0]/", b"http://u:p@a.org/",
        b"file:///a", "https://bücher.example/ü?q=ü".encode()]  # fmt: skip
DATES = [
    b"Published: 3 May 2024",
    b"2024-05-03T10:00:00Z",
    "发布日期：2024年5月3日".encode(),
    b"minutes-2023-04.txt",
]
SAID = [
    b'Sure: {"answer": "x", "items": [{"a": 1}, {"b": [2.5, true, null]}]} done',
    b"[{'a': 1,}, {b: True}]",
]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return the bytes with one to six changes."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at, end = sorted((chance.randrange(len(made) + 1), chance.randrange(len(made) + 1)))
        end = min(end, at + 40)
        match chance.randrange(5):
            case 0:
                made[at:at] = chance.choice(NASTY)
            case 1:
                made[at:end] = chance.choice(NASTY)
            case 2:
                del made[at:end]
            case 3:
                made[at:end] = chance.randbytes(end - at)
            case _:
                made[at:at] = made[at:end] * chance.randint(1, 20)
    return bytes(made)


@dataclass(slots=True)
class Tally:
    """What came of the cases of each reader."""

    cases: Counter[str] = field(default_factory=Counter)
    slow: Counter[str] = field(default_factory=Counter)
    uncaught: dict[str, list[str]] = field(default_factory=dict)

    async def take(self, name: str, data: bytes, reads: Callable[[], Awaitable[object]]) -> None:
        """Count one case; our own errors are answers too."""
        self.cases[name] += 1
        started_s = time.monotonic()
        try:
            await reads()
        except (ResearchError, CallFault):
            pass
        except Exception as error:  # noqa: BLE001 - whatever gets out is what is looked for
            self.uncaught.setdefault(name, []).append(f"{type(error).__name__}: {error} <- {data[:300]!r}")
        if time.monotonic() - started_s > DEADLINE_S + 1:
            self.slow[name] += 1


class Sender:
    """A server on loopback that answers every request with the same bytes."""

    def __init__(self) -> None:
        self.answer = b""
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(self.answer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def say(self, body: bytes, kind: bytes = b"application/json") -> None:
        """Answer with a body from now on."""
        kind = kind.replace(b"\r", b"").replace(b"\n", b"")
        self.answer = b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\nConnection: close\r\n\r\n%b" % (kind, body)


def texts(data: bytes) -> list[object]:
    """Read bytes as everything that code of ours reads without a server."""
    text = data.decode("utf-8", "surrogateescape")
    urls = whole_text(text)
    hit = SearchHit(text, text, text, "x", 1, text, text)
    return [
        canonical_url(urls), page_key(urls), host(urls), registrable_domain(urls), is_linked(urls),
        admitted([hit], engine="x", max_results=1), iso_date(urls), find_date(urls), date_in_name(urls),
        decode_html(data, urls[:80]), find_json(text), find_json(text, closes_open=True),
    ]  # fmt: skip


async def read_texts(data: bytes) -> object:
    """Read, and decode as a text file in a charset that the bytes name themselves."""
    read = texts(data)
    return [*read, decode(data, charset=data[:60].decode("latin-1"))]


async def read_hits(engine: SearchEngine) -> object:
    return storable(await WebSearch([engine]).search("bridge", max_results=5))


async def read_model(wire: OpenAIWire) -> object:
    return storable(await wire.complete([{"role": "user", "content": "q"}], max_tokens=50, body={}))


def storable(read: object) -> object:
    """Return what was read; raise where a database would refuse it."""
    if refused := unstorable(read):
        raise ValueError(f"it cannot be stored: {refused[0]}")
    return read


async def fuzz(cases: int, seed: int, *, end_s: float) -> Tally:
    """Run the cases until the time is up: seven in ten without a server, the rest over a socket."""
    chance, tally, sender = random.Random(seed), Tally(), Sender()
    async with await asyncio.start_server(sender.serve, "127.0.0.1", 0) as server:
        sender.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        engines = [
            Tavily("key", base_url=sender.url, timeout_s=DEADLINE_S),
            SearXNG(sender.url, timeout_s=DEADLINE_S),
        ]
        settings = ModelSettings(sender.url, call_timeout_s=DEADLINE_S, idle_timeout_s=DEADLINE_S)
        wire, fetch = (
            OpenAIWire(settings, model="m"),
            PageFetch(network=httpcore.AnyIOBackend(), allow_private=True),
        )
        for number in range(cases):
            if time.monotonic() > end_s:
                break
            seeds = [URLS, DATES, SAID, TYPES][number % 4]
            if number % 20 < 14:
                data = mutated(chance.choice(seeds), chance)
                name = ("addresses", "dates", "JSON in answers", "charsets")[number % 4]
                await tally.take(name, data, lambda data=data: read_texts(data))
            elif number % 20 < 18:
                engine = engines[number % 2]
                sender.say(data := mutated(ANSWER, chance))
                await tally.take(engine.name, data, lambda engine=engine: read_hits(engine))
            elif number % 20 == 18:
                sender.say(data := mutated(STREAM, chance), b"text/event-stream")
                await tally.take("event streams", data, lambda: read_model(wire))
            else:
                sender.say(b"<p>x", data := mutated(chance.choice(TYPES), chance))
                await tally.take("headers", data, lambda: fetch.get(sender.url))
    return tally


def main() -> None:
    """Print the table; end with 1 where anything was uncaught or hung."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cases", type=int, default=60_000)
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--minutes", type=float, default=60, help="stop here, with fewer cases")
    arguments = parser.parse_args()
    end_s = time.monotonic() + arguments.minutes * 60
    tally = asyncio.run(fuzz(arguments.cases, arguments.seed, end_s=end_s))
    for name, count in sorted(tally.cases.items()):
        found = tally.uncaught.get(name, [])
        print(f"{name:16} {count:6} cases, {len(found)} uncaught, {tally.slow[name]} past the deadline + 1 s")
        for line in sorted({line.partition(" <- ")[0][:80]: line for line in found}.values())[:8]:
            print(f"    {line}")
    print(
        f"{'all':16} {tally.cases.total():6} cases, {sum(map(len, tally.uncaught.values()))} uncaught, {tally.slow.total()} hung"
    )
    raise SystemExit(bool(tally.uncaught or tally.slow))


if __name__ == "__main__":
    main()
