"""Shipped stand-ins for the outside world: for tests, demonstrations and programs that embed the graph.

They honour the same contracts as the real tools, and one test suite runs against both.
"""

import asyncio
from collections.abc import Mapping, Sequence

from stepresearch.text.language.words import terms
from stepresearch.text.ranking.bm25 import BM25
from stepresearch.tools.errors import ToolError
from stepresearch.tools.page import Page
from stepresearch.tools.search.engine import SearchHit

SNIPPET_CHARS = 200


class FakeEngine:
    """Searches given pages by BM25.

    Args:
        pages: What it finds.
        name: Its name.
        failures: Message by query: these queries raise ToolError.
        delivers_text: Whether its hits carry the page's text.

    Attributes:
        asked: The queries asked, in order.
    """

    def __init__(
        self,
        pages: Sequence[Page],
        *,
        name: str = "fake",
        failures: Mapping[str, str] | None = None,
        delivers_text: bool = False,
    ) -> None:
        self._name = name
        self._pages = list(pages)
        self._failures = dict(failures or {})
        self._delivers_text = delivers_text
        self._index = BM25([terms(f"{page.title} {page.text}") for page in pages])
        self.asked: list[str] = []

    @property
    def name(self) -> str:
        """The name given."""
        return self._name

    async def cache_key(self) -> str:
        """Return a key that never changes."""
        return "fake"

    async def search(self, query: str, *, max_results: int) -> list[SearchHit]:
        """Return the pages that share words with the query, best first.

        Raises:
            ToolError: The query is among the failures.
        """
        self.asked.append(query)
        await asyncio.sleep(0)
        if query in self._failures:
            raise ToolError(self._failures[query])
        scores = self._index.scores(terms(query))
        ranked = sorted((n for n, score in enumerate(scores) if score > 0), key=lambda n: (-scores[n], n))
        return [self._hit(self._pages[n], rank) for rank, n in enumerate(ranked[:max_results], 1)]

    def _hit(self, page: Page, rank: int) -> SearchHit:
        text = page.text if self._delivers_text else None
        return SearchHit(
            page.url, page.title, page.text[:SNIPPET_CHARS], self._name, rank, page.published, text
        )


class FakePages:
    """Reads given pages by their URL.

    Attributes:
        read_urls: The URLs read, in order.
    """

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = {page.url: page for page in pages}
        self.read_urls: list[str] = []

    async def read(self, url: str) -> Page:
        """Return the page at `url`.

        Raises:
            ToolError: There is none.
        """
        self.read_urls.append(url)
        await asyncio.sleep(0)
        if url not in self._pages:
            raise ToolError(f"There is no page at {url}.")
        return self._pages[url]
