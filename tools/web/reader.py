"""Pages of the web."""

import asyncio
from dataclasses import replace
from weakref import WeakValueDictionary

import httpcore

from stepresearch.tools.errors import ConfigError, ToolError
from stepresearch.tools.page import Page
from stepresearch.tools.parsing.file_kinds import DOCX, HTML, MARKDOWN, PDF, PLAIN, XHTML
from stepresearch.tools.parsing.worker import parse_in_worker
from stepresearch.tools.redaction import taken_apart
from stepresearch.tools.urls import canonical_url, host
from stepresearch.tools.web.error_pages import page_fault
from stepresearch.tools.web.fetch import Fetched, PageFetch
from stepresearch.tools.web.kept_fetches import KeptFetches
from stepresearch.tools.web.ssrf_guard import GuardedNetwork

_READ_TYPES = frozenset({HTML, XHTML, PLAIN, MARKDOWN, PDF, DOCX})
_UNDECLARED_TYPES = frozenset(
    {"", "application/octet-stream", "binary/octet-stream", "application/x-download"}
)
_AT_ONCE_PER_HOST = 2


class WebPages:
    """Reads web pages, PDF and Word files from public addresses; a `PageReader`.

    Args:
        timeout_s: Seconds for one page, from the first connection to the last line parsed.
        allow_private: Unsafe: read from private addresses and any port too.
        trust_proxy: Whether `proxy` may be used. It resolves names in our place, so that our check of
            addresses ends at it: a proxy inside a network can reach what is inside.
        proxy: URL of an HTTP proxy.
        network: What opens connections; the guarded one where None.

    Raises:
        ConfigError: A proxy is given without trust.
    """

    def __init__(
        self,
        *,
        timeout_s: float = 20.0,
        allow_private: bool = False,
        trust_proxy: bool = False,
        proxy: str | None = None,
        network: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        if proxy and not trust_proxy:
            raise ConfigError(
                f"The proxy {taken_apart(proxy).plain!r} is given but not trusted.",
                hint="A proxy resolves names itself: pass trust_proxy=True only for one that reaches nothing private.",
            )
        self._timeout_s = timeout_s
        # A proxy of one's own stands on a private address more often than not.
        network = network or GuardedNetwork(allow_private=allow_private or proxy is not None)
        self._fetch = PageFetch(network=network, proxy=proxy, allow_private=allow_private)
        self._turns: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    async def aclose(self) -> None:
        """Close all connections."""
        await self._fetch.aclose()

    async def read(self, url: str, *, fetches: KeptFetches | None = None) -> Page:
        """Return the page at `url`, under the canonical form of the address where its redirects end.

        At most two pages of one host are read at once; waiting for a turn does not count as the page's time.

        Args:
            url: Its address.
            fetches: Where its bytes are stored before they are parsed. They stay there if it can be read: whoever
                stores the page deletes them.

        Raises:
            ToolError: The address is refused, the page cannot be had in time, is of a kind that is not read, or
                holds no content: an error page, a login or consent wall, a page that only JavaScript fills.
        """
        turn = self._turns.setdefault(host(url), asyncio.Semaphore(_AT_ONCE_PER_HOST))
        async with turn:
            try:
                async with asyncio.timeout(self._timeout_s):
                    return await self.parse(await self._fetched(url, fetches))
            except TimeoutError as error:
                failure = ToolError(f"The page {url!r} took longer than {self._timeout_s:g} s.")
                failure.__cause__ = error
            except ToolError as error:
                failure = error
        if fetches is not None:
            await fetches.drop(url)
        raise failure

    async def _fetched(self, url: str, fetches: KeptFetches | None) -> Fetched:
        """Return what the server sends, or sent before the run was killed."""
        if fetches is None:
            return await self._fetch.get(url)
        fetched = await fetches.get(url)
        if fetched is None:
            fetched = await self._fetch.get(url)
            await fetches.keep(url, fetched)
        return fetched

    async def parse(self, fetched: Fetched) -> Page:
        """Return what a server sent as a page, parsed in another process.

        Raises:
            ToolError: It is of a kind that is not read, holds no content, or takes too long.
        """
        address = canonical_url(fetched.url)
        page = await parse_in_worker(
            fetched.data,
            media_type=_media_type(fetched),
            url=address,
            charset=fetched.charset,
            timeout_s=self._timeout_s,
        )
        if fault := page_fault(page):
            raise ToolError(f"The page {address!r} {fault}: {page.title or page.text[:60]!r}.")
        return replace(page, site=host(address))


def _media_type(fetched: Fetched) -> str:
    """Return the kind of document, by its first bytes where the server does not say.

    Raises:
        ToolError: It is a kind that is not read.
    """
    declared = fetched.media_type
    if fetched.data.startswith(b"%PDF-"):
        return PDF
    if declared in _READ_TYPES:
        return declared
    if declared in _UNDECLARED_TYPES and fetched.data[:1024].lstrip().startswith(b"<"):
        return HTML
    raise ToolError(
        f"The page {fetched.url!r} is of the type {declared!r}, which is not read.",
        hint="Read are HTML, plain text, Markdown, PDF and DOCX.",
    )
