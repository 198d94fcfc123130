"""Pages that were fetched and not yet parsed."""

import random
from collections.abc import AsyncIterator

import pytest
from doubles.web_server import WebServer, response, running_web_server
from langgraph.store.memory import InMemoryStore

from stepresearch.tools.archive import FETCHES, Archive
from stepresearch.tools.errors import ToolError
from stepresearch.tools.web.fetch import Fetched
from stepresearch.tools.web.kept_fetches import MAX_STORED_BYTES, KeptFetches
from stepresearch.tools.web.reader import WebPages

PROSE = b"<p>The bridge opened in May and carried two trams an hour across the river.</p>"
PAGE = b"<html><head><title>Bridge</title></head><body><h1>Bridge</h1>" + PROSE * 3 + b"</body></html>"
EMPTY = b"<html><head><title>Sign in</title></head><body></body></html>"


@pytest.fixture
async def web() -> AsyncIterator[WebServer]:
    async with running_web_server() as running:
        running.routes |= {"/bridge": response(PAGE), "/empty": response(EMPTY)}
        yield running


@pytest.fixture
async def pages() -> AsyncIterator[WebPages]:
    reader = WebPages(allow_private=True)
    yield reader
    await reader.aclose()


async def test_a_page_that_was_fetched_and_not_stored_is_not_fetched_again(
    web: WebServer, pages: WebPages
) -> None:
    store = InMemoryStore()
    first = await pages.read(f"{web.url}/bridge", fetches=KeptFetches(Archive(store)))
    again = await pages.read(f"{web.url}/bridge", fetches=KeptFetches(Archive(store)))
    assert again == first
    assert web.paths == ["/bridge"]


async def test_the_bytes_of_a_page_are_deleted_once_the_page_is_stored(
    web: WebServer, pages: WebPages
) -> None:
    store = InMemoryStore()
    archive, url = Archive(store), f"{web.url}/bridge"
    page = await pages.read(url, fetches=KeptFetches(archive))
    assert await store.asearch(FETCHES)
    await archive.keep_page(page, asked=url)
    assert not await store.asearch(FETCHES)


async def test_the_bytes_that_no_page_can_be_made_of_are_deleted(web: WebServer, pages: WebPages) -> None:
    store = InMemoryStore()
    with pytest.raises(ToolError):
        await pages.read(f"{web.url}/empty", fetches=KeptFetches(Archive(store)))
    assert web.paths == ["/empty"]
    assert not await store.asearch(FETCHES)


async def test_bytes_older_than_the_cache_are_fetched_anew(web: WebServer, pages: WebPages) -> None:
    store = InMemoryStore()
    await pages.read(f"{web.url}/bridge", fetches=KeptFetches(Archive(store)))
    await pages.read(f"{web.url}/bridge", fetches=KeptFetches(Archive(store, fresh_since_s=1e12)))
    assert web.paths == ["/bridge", "/bridge"]


async def test_bytes_that_stay_large_when_compressed_are_not_stored() -> None:
    fetches = KeptFetches(Archive(InMemoryStore()))
    data = random.Random(1).randbytes(MAX_STORED_BYTES)
    await fetches.keep("http://a.example/", Fetched("http://a.example/", "text/plain", None, data))
    assert await fetches.get("http://a.example/") is None
