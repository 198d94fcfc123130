"""What strangers send comes in valid and bounded, or not at all."""

import asyncio
import json
import zlib
from collections.abc import Callable

import pytest
from ddgs.exceptions import DDGSException
from ddgs.http_client import HttpClient
from doubles.model_server import ModelServer, Scripted, chunk
from doubles.web_server import WebServer, response
from langgraph.store.memory import InMemoryStore

from stepresearch.text.safety.untrusted_text import whole_text
from stepresearch.tools.archive import Archive
from stepresearch.tools.errors import ToolError
from stepresearch.tools.llm.faults import CallFault, Fault
from stepresearch.tools.llm.openai.settings import ModelSettings
from stepresearch.tools.llm.openai.wire import OpenAIWire
from stepresearch.tools.parsing.plain.encoding import decode
from stepresearch.tools.search.admission import admitted
from stepresearch.tools.search.bounded_ddgs import BoundedClient, BoundedDDGS
from stepresearch.tools.search.cached import CachedEngine
from stepresearch.tools.search.engine import SearchEngine, SearchHit
from stepresearch.tools.search.fused import WebSearch
from stepresearch.tools.search.searxng import SearXNG
from stepresearch.tools.search.tavily import Tavily
from stepresearch.tools.web.fetch import _kind

HALF = "\ud83d"
DEEP = b"[" * 100_000


def tavily(server: WebServer) -> Tavily:
    return Tavily("tvly-key", base_url=server.url, timeout_s=4)


def searxng(server: WebServer) -> SearXNG:
    return SearXNG(server.url, timeout_s=4)


BOTH = pytest.mark.parametrize("engine", [tavily, searxng])
Engine = Callable[[WebServer], SearchEngine]


class OneHit:
    """An embedder's engine that gives what it was given."""

    def __init__(self, hit: SearchHit, *, name: str = "own") -> None:
        self.name = name
        self._hit = hit

    async def cache_key(self) -> str:
        return ""

    async def search(self, query: str, *, max_results: int) -> list[SearchHit]:
        return [self._hit]


def test_halves_that_came_apart_are_one_character_again_and_lone_ones_are_replaced() -> None:
    assert whole_text("a\ud83d\ude00b\x00") == "a😀b"
    assert whole_text(f"a{HALF}b\udcff") == "a\ufffdb\ufffd"


@BOTH
async def test_half_a_character_in_a_hit_can_be_stored(
    server: WebServer, engine: Engine, store: Archive
) -> None:
    hit = {
        "url": f"https://a.org/{HALF}",
        "title": f"T{HALF}",
        "content": f"c{HALF}",
        "raw_content": HALF + "t",
    }
    server.routes["/search"] = response(json.dumps({"results": [hit]}).encode(), kind="application/json")
    found = await WebSearch([CachedEngine(engine(server), store)]).search("q", max_results=3)
    told = repr(found).encode()  # raises where half a character is left
    assert b"T\xef\xbf\xbd" in told


@BOTH
async def test_an_answer_nested_without_end_is_told(server: WebServer, engine: Engine) -> None:
    server.routes["/search"] = response(b'{"results": ' + DEEP, kind="application/json")
    with pytest.raises(ToolError, match="does not answer as"):
        await engine(server).search("q", max_results=3)


@BOTH
@pytest.mark.parametrize("is_packed", [False, True])
async def test_an_answer_far_too_large_is_refused(server: WebServer, engine: Engine, is_packed: bool) -> None:
    body = b" " * 12_000_000
    headers = ["Content-Encoding: gzip"] if is_packed else []
    packer = zlib.compressobj(wbits=31)
    body = packer.compress(body) + packer.flush() if is_packed else body
    server.routes["/search"] = response(body, kind="application/json", headers=headers)
    with pytest.raises(ToolError, match="larger than 5 MB"):
        await engine(server).search("q", max_results=3)


@BOTH
async def test_an_answer_packed_as_was_not_offered_is_refused(server: WebServer, engine: Engine) -> None:
    server.routes["/search"] = response(b"\x00", kind="application/json", headers=["Content-Encoding: br"])
    with pytest.raises(ToolError, match="not offered"):
        await engine(server).search("q", max_results=3)


async def test_what_ddgs_reads_has_an_end(server: WebServer) -> None:
    server.routes["/"] = response(b" " * 12_000_000)
    client = BoundedClient(HttpClient(timeout=20), timeout_s=20)
    with pytest.raises(DDGSException, match="larger than 10 MB"):
        await asyncio.to_thread(client.get, server.url)


async def test_every_engine_of_ddgs_reads_within_bounds() -> None:
    engines = BoundedDDGS()._get_engines("text", "auto")
    assert {type(engine.http_client) for engine in engines} == {BoundedClient}


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "javascript:alert(1)", "java\nscript:alert(1)", "JavaScript:alert(1)", "data:text/html,x",
        "vbscript:x", "ftp://a.org/", "//a.org/", "/etc/passwd", "", "http:", "http://", "https://[", "blob:https://a.org",
        "https://a.org/" + "a" * 5000, " file:///etc/passwd",
    ],
)  # fmt: skip
async def test_a_hit_of_a_web_engine_that_is_no_web_page_is_refused(url: str) -> None:
    for name in ("tavily", "searxng", "duckduckgo"):
        found = await WebSearch([OneHit(SearchHit(url, "t", "s", name, 1), name=name)]).search(
            "q", max_results=3
        )
        assert found.hits == []


@pytest.mark.parametrize(
    ("url", "comes_in"),
    [
        ("ticket:7", True), ("s3://bucket/key", True), ("file:///etc/passwd", False), ("JavaScript:alert(1)", False),
        ("data:text/html,x", False), ("vbscript:x", False), ("blob:https://a.org", False), ("7", False),
    ],
)  # fmt: skip
def test_an_embedders_engine_may_have_addresses_of_its_own_but_none_that_runs_or_reads_the_disk(
    url: str, comes_in: bool
) -> None:
    assert bool(admitted([SearchHit(url, "t", "s", "own", 1)], engine="own", max_results=3)) is comes_in


def test_files_come_from_the_engine_of_documents_alone() -> None:
    file, page = (SearchHit(url, "t", "s", "x", 1) for url in ("file:///d/a.md", "https://a.org"))
    assert admitted([file, page], engine="documents", max_results=9)[0].url == "file:///d/a.md"
    assert [hit.url for hit in admitted([file, page], engine="own", max_results=9)] == ["https://a.org"]


@pytest.mark.parametrize(
    "charset", ["undefined", "punycode", "idna", "unicode_escape", "hex", "a\x00b", "zip"]
)
def test_a_charset_that_is_none_is_passed_over(charset: str) -> None:
    assert decode("Größe".encode(), charset=charset) == "Größe"


@pytest.mark.parametrize(
    "charset", ["*=utf-8''a%00b", "*=undefined''a", "*=punycode''%ff", "*=utf-8'", "=punycode"]
)
def test_a_content_type_that_cannot_be_read_still_names_its_kind(charset: str) -> None:
    assert _kind(f"text/html; charset{charset}")[0] == "text/html"


async def test_a_character_split_over_two_chunks_of_a_model_is_whole() -> None:
    events = (chunk(content="a\ud83d"), chunk("stop", content="\ude00 b\ud83d"))
    async with ModelServer(lambda _: Scripted(events=events)) as server:
        wire = OpenAIWire(ModelSettings(server.base_url), model="m")
        told = await wire.complete([{"role": "user", "content": "q"}], max_tokens=50, body={})
    assert told.text == "a😀 b\ufffd"


async def test_a_chunk_nested_without_end_is_no_completion() -> None:
    async with ModelServer(lambda _: Scripted(events=(DEEP.decode(),))) as server:
        wire = OpenAIWire(ModelSettings(server.base_url), model="m")
        with pytest.raises(CallFault) as told:
            await wire.complete([{"role": "user", "content": "q"}], max_tokens=50, body={})
    assert told.value.fault == Fault.NOT_A_COMPLETION


@pytest.fixture
def store() -> Archive:
    return Archive(InMemoryStore())
