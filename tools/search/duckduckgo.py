"""Search by DuckDuckGo and the engines that ddgs asks when it is busy; needs no key."""

import asyncio

from stepresearch.tools.errors import ToolError
from stepresearch.tools.search.engine import SearchHit


class DuckDuckGo:
    """Searches the web without a key; a `SearchEngine`.

    Args:
        timeout_s: Seconds for one search.
        backend: Comma-separated ddgs engines to query; `auto` lets it choose.
        proxy: URL of an HTTP or SOCKS proxy.
    """

    name = "duckduckgo"

    def __init__(self, *, timeout_s: float = 20.0, backend: str = "auto", proxy: str | None = None) -> None:
        self._timeout_s = timeout_s
        self._backend = backend
        self._proxy = proxy

    async def cache_key(self) -> str:
        """Return which engines are asked."""
        return self._backend

    async def search(self, query: str, *, max_results: int) -> list[SearchHit]:
        """Return at most `max_results` hits.

        Raises:
            ToolError: The engines are busy, refuse or take too long.
        """
        try:
            async with asyncio.timeout(self._timeout_s):
                results = await asyncio.to_thread(self._results, query, max_results)
        except TimeoutError as error:
            raise ToolError(
                f"The search engine {self.name} took longer than {self._timeout_s:g} s."
            ) from error
        return [
            SearchHit(
                url=result.get("href", ""),
                title=result.get("title", ""),
                snippet=result.get("body", ""),
                engine=self.name,
                rank=rank,
            )
            for rank, result in enumerate(results[:max_results], start=1)
        ]

    def _results(self, query: str, max_results: int) -> list[dict[str, str]]:
        from ddgs import exceptions  # noqa: PLC0415 - 0.3 s that other engines need not wait for

        from stepresearch.tools.search.bounded_ddgs import BoundedDDGS  # noqa: PLC0415 - the same

        try:
            # The thread cannot be stopped from outside, so ddgs must enforce the timeout too.
            return BoundedDDGS(proxy=self._proxy, timeout=max(1, int(self._timeout_s))).text(
                query, max_results=max_results, backend=self._backend
            )
        except exceptions.DDGSException as error:
            if "No results" in str(error):
                return []
            raise ToolError(
                f"The search engine {self.name} gave no answer: {error or type(error).__name__}.",
                hint="It limits how often it is asked: search again later, or choose another engine.",
            ) from error
