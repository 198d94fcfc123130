"""Tavily, SearXNG and DuckDuckGo against stand-ins on loopback."""

import json
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from doubles.web_server import WebServer, response

from stepresearch.tools.errors import ConfigError, ToolError
from stepresearch.tools.search.duckduckgo import DuckDuckGo
from stepresearch.tools.search.engine import SearchEngine, SearchHit
from stepresearch.tools.search.searxng import SearXNG
from stepresearch.tools.search.tavily import Tavily

TAVILY_ANSWER = {
    "results": [
        {
            "url": "https://a.org/1",
            "title": "One",
            "content": "A snippet.",
            "raw_content": "The whole page.",
            "published_date": "2024-05-03",
        },
        {"url": "https://a.org/2", "title": None, "content": "", "raw_content": None},
        {"url": "https://a.org/3", "title": "Three", "content": "c"},
    ]
}
SEARXNG_ANSWER = {
    "results": [
        {
            "url": "https://a.org/1",
            "title": "One",
            "content": "A snippet.",
            "publishedDate": "2024-05-03T00:00:00",
        },
        {"url": "https://a.org/2", "title": "Two"},
    ]
}


def as_json(answer: object, *, status: str = "200 OK", retry_after: str = "0") -> bytes:
    body = json.dumps(answer).encode()
    return response(body, status=status, kind="application/json", headers=[f"Retry-After: {retry_after}"])


def tavily(server: WebServer) -> Tavily:
    return Tavily("tvly-key", base_url=server.url)


def searxng(server: WebServer) -> SearXNG:
    return SearXNG(server.url + "/")


ANSWERS = [(tavily, TAVILY_ANSWER), (searxng, SEARXNG_ANSWER)]


async def test_tavily_gives_the_text_of_pages_along_with_the_hits(server: WebServer) -> None:
    server.routes["/search"] = as_json(TAVILY_ANSWER)
    hits = await tavily(server).search("bridge", max_results=2)
    assert hits == [
        SearchHit(
            url="https://a.org/1",
            title="One",
            snippet="A snippet.",
            engine="tavily",
            rank=1,
            published="2024-05-03",
            text="The whole page.",
        ),
        SearchHit(url="https://a.org/2", title="", snippet="", engine="tavily", rank=2),
    ]
    assert "authorization: bearer tvly-key\r" in server.requests[0].lower()
    assert "keyless" not in server.requests[0].lower()


async def test_searxng_gives_hits(server: WebServer) -> None:
    server.routes["/search"] = as_json(SEARXNG_ANSWER)
    hits = await searxng(server).search("Brücke & Tram", max_results=5)
    assert [(hit.url, hit.rank, hit.published) for hit in hits] == [
        ("https://a.org/1", 1, "2024-05-03"),
        ("https://a.org/2", 2, None),
    ]
    query = parse_qs(urlsplit(server.requests[0].split(" ")[1]).query)
    assert query == {"q": ["Brücke & Tram"], "format": ["json"]}


async def test_a_query_too_long_for_tavily_is_cut_at_a_word(server: WebServer) -> None:
    server.routes["/search"] = as_json({"results": []})
    await tavily(server).search("bridges " * 100, max_results=3)
    sent = json.loads(server.bodies[0])["query"]
    assert sent == ("bridges " * 50).strip()


async def test_a_long_query_without_spaces_is_cut_at_the_limit(server: WebServer) -> None:
    server.routes["/search"] = as_json({"results": []})
    await tavily(server).search("桥" * 500, max_results=3)
    assert json.loads(server.bodies[0])["query"] == "桥" * 400


@pytest.mark.parametrize(("engine", "answer"), ANSWERS)
@pytest.mark.parametrize("status", ["429 Too Many", "503 Busy"])
async def test_a_busy_engine_is_asked_again(
    server: WebServer, engine: Callable[[WebServer], SearchEngine], answer: object, status: str
) -> None:
    server.routes["/search"] = (as_json({}, status=status), as_json({}, status=status), as_json(answer))
    assert await engine(server).search("bridge", max_results=3)


@pytest.mark.parametrize("engine", [tavily, searxng])
async def test_an_engine_that_stays_busy_is_given_up_after_three_requests(
    server: WebServer, engine: Callable[[WebServer], SearchEngine]
) -> None:
    server.routes["/search"] = as_json({}, status="503 Busy")
    with pytest.raises(ToolError, match=r"busy \(HTTP status 503 Busy\), asked 3 times"):
        await engine(server).search("bridge", max_results=3)
    assert len(server.requests) == 3


@pytest.mark.parametrize("engine", [tavily, searxng])
async def test_an_engine_that_asks_for_long_patience_is_given_up_at_once(
    server: WebServer, engine: Callable[[WebServer], SearchEngine]
) -> None:
    server.routes["/search"] = as_json({}, status="429 Too Many", retry_after="90")
    with pytest.raises(ToolError, match="asked 1 times"):
        await engine(server).search("bridge", max_results=3)


@pytest.mark.parametrize("engine", [tavily, searxng])
async def test_an_engine_that_hangs_up_is_told(
    server: WebServer, engine: Callable[[WebServer], SearchEngine]
) -> None:
    server.routes["/search"] = None
    with pytest.raises(ToolError, match="cannot be reached"):
        await engine(server).search("bridge", max_results=3)


@pytest.mark.parametrize(
    "engine", [Tavily("key", base_url="http://127.0.0.1:9"), SearXNG("http://127.0.0.1:9")]
)
async def test_an_engine_that_is_not_there_is_told(engine: SearchEngine) -> None:
    with pytest.raises(ToolError, match="cannot be reached"):
        await engine.search("bridge", max_results=3)


async def test_an_engine_that_never_ends_meets_the_deadline(server: WebServer) -> None:
    server.routes["/search"] = b"drip"
    for engine in (Tavily("key", base_url=server.url, timeout_s=0.3), SearXNG(server.url, timeout_s=0.3)):
        with pytest.raises(ToolError, match=r"longer than 0\.3 s"):
            await engine.search("bridge", max_results=3)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("401 Unauthorized", "TAVILY_API_KEY"),
        ("400 Bad Request", "refused"),
        ("432 Plan", "refused"),
        ("418 Tea", "418"),
    ],
)
async def test_a_refusal_of_tavily_is_told(server: WebServer, status: str, reason: str) -> None:
    server.routes["/search"] = as_json({"detail": {"error": "no"}}, status=status)
    with pytest.raises(ToolError, match=reason):
        await tavily(server).search("bridge", max_results=3)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "reply", [response(b"forbidden", status="403 Forbidden"), response(b"<html>results</html>")]
)
async def test_a_searxng_server_without_json_is_told_how_to_enable_it(
    server: WebServer, reply: bytes
) -> None:
    server.routes["/search"] = reply
    with pytest.raises(ToolError, match=r"search\.formats"):
        await searxng(server).search("bridge", max_results=3)


@pytest.mark.parametrize("engine", [tavily, searxng])
@pytest.mark.parametrize("body", [b"not json", b"[]", b'{"results": 7}', b'{"results": [7]}'])
async def test_an_answer_of_another_form_is_told(
    server: WebServer, engine: Callable[[WebServer], SearchEngine], body: bytes
) -> None:
    server.routes["/search"] = response(body, kind="application/json")
    with pytest.raises(ToolError, match="does not answer as"):
        await engine(server).search("bridge", max_results=3)


@pytest.mark.parametrize("engine", [tavily, searxng])
async def test_a_result_without_an_address_is_passed_over(
    server: WebServer, engine: Callable[[WebServer], SearchEngine]
) -> None:
    server.routes["/search"] = as_json({"results": [{"title": "none"}, {"url": "https://a.org/1"}]})
    assert [hit.url for hit in await engine(server).search("bridge", max_results=3)] == ["https://a.org/1"]


def test_tavily_is_never_asked_without_a_key() -> None:
    with pytest.raises(ConfigError, match="needs a key"):
        Tavily(" ")


async def test_duckduckgo_that_cannot_be_reached_is_told(server: WebServer) -> None:
    engine = DuckDuckGo(timeout_s=5, proxy=server.url)  # answers every CONNECT with 404
    with pytest.raises(ToolError, match="duckduckgo gave no answer"):
        await engine.search("bridge", max_results=3)
    assert server.requests


async def test_duckduckgo_that_never_answers_meets_the_deadline(server: WebServer) -> None:
    server.gate.clear()
    with pytest.raises(ToolError, match=r"duckduckgo (took longer than 0\.3 s|gave no answer)"):
        await DuckDuckGo(timeout_s=0.3, proxy=server.url).search("bridge", max_results=3)
    server.gate.set()


async def test_the_key_of_an_answer_names_what_it_depends_on() -> None:
    engines = [Tavily("key"), Tavily("key", search_depth="advanced"), Tavily("key", base_url="http://a")]
    keys = {await engine.cache_key() for engine in engines}
    assert len(keys) == 3
    assert not any("key" in key for key in keys)
