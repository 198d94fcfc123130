"""A folder of documents as a search engine and page reader."""

import asyncio
from pathlib import Path
from weakref import WeakKeyDictionary

from stepresearch.tools.documents.files import FORMATS, list_files
from stepresearch.tools.documents.index import DocumentIndex
from stepresearch.tools.documents.passages import excerpt, query_words
from stepresearch.tools.documents.refresh import IndexReport, refresh_index
from stepresearch.tools.errors import ConfigError, ToolError
from stepresearch.tools.page import Page
from stepresearch.tools.search.engine import SearchHit


class Documents:
    """Searches and reads the text, Markdown, HTML, PDF and Word files of one folder (`SearchEngine`, `PageReader`).

    The folder is indexed at the first use, and again whenever `refresh` is called. Nothing blocks the event
    loop, and one object serves several loops.

    Args:
        folder: Folder with everything below it, or a single file.
        index_path: Where the index is kept between runs; in memory when None.
        max_file_bytes: Larger files are skipped, unread.
    """

    name = "documents"

    def __init__(
        self, folder: Path, *, index_path: Path | None = None, max_file_bytes: int = 20_000_000
    ) -> None:
        self._folder = folder
        self._index_path = index_path
        self._max_file_bytes = max_file_bytes
        self._index: DocumentIndex | None = None
        self._report: IndexReport | None = None
        # A lock belongs to one event loop; servers and notebooks use several. Two loops that refresh at once
        # only do the same work twice.
        self._locks: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()

    @property
    def folder(self) -> Path:
        """The folder, or the file, that is searched."""
        return self._folder

    async def search(self, query: str, *, max_results: int) -> list[SearchHit]:
        """Return the documents that fit the query best, each with an excerpt of its best passage.

        Raises:
            ConfigError: The folder is missing or holds nothing to search.
            ToolError: The index failed.
        """
        index = await self._ready()
        words = query_words(query)
        if not words:
            return []
        found = await asyncio.to_thread(index.search, words, max_results=max_results)
        return [
            SearchHit(
                url=hit.url,
                title=hit.title,
                snippet=excerpt(hit.passage, words),
                engine=self.name,
                rank=rank,
                published=hit.published,
            )
            for rank, hit in enumerate(found, start=1)
        ]

    async def read(self, url: str) -> Page:
        """Return the page of an indexed file. The index answers, not the disk: no other file can be had.

        Raises:
            ConfigError: The folder is missing or holds nothing to search.
            ToolError: No indexed file has that URL.
        """
        index = await self._ready()
        page = await asyncio.to_thread(index.page, url)
        if page is None:
            raise ToolError(
                f"{url!r} is not an indexed document of {str(self._folder)!r}.",
                hint="Read the URLs that search gives.",
            )
        return page

    async def cache_key(self) -> str:
        """Return a hash of the files that are indexed and their content.

        Raises:
            ConfigError: The folder is missing or holds nothing to search.
        """
        index = await self._ready()
        return await asyncio.to_thread(index.state_hash)

    async def refresh(self) -> IndexReport:
        """Bring the index up to date with the folder; files whose size and time are unchanged are not opened.

        A file that could not be parsed is not tried again until it changes.

        Raises:
            ConfigError: The folder is missing or holds nothing to search, or the index cannot be used.
        """
        async with self._lock():
            return await self._refresh()

    async def aclose(self) -> None:
        """Close the index. The next use opens it again."""
        async with self._lock():
            index, self._index, self._report = self._index, None, None
            if index is not None:
                await asyncio.to_thread(index.close)

    def _lock(self) -> asyncio.Lock:
        return self._locks.setdefault(asyncio.get_running_loop(), asyncio.Lock())

    async def _ready(self) -> DocumentIndex:
        if self._report is None:
            async with self._lock():
                if self._report is None:
                    await self._refresh()
        assert self._index is not None
        return self._index

    async def _refresh(self) -> IndexReport:
        listing = await asyncio.to_thread(list_files, self._folder, max_file_bytes=self._max_file_bytes)
        if not listing.files:
            raise _nothing_to_search(self._folder, listing.skipped)
        if self._index is None:
            self._index = await asyncio.to_thread(DocumentIndex, self._index_path)
        report = await refresh_index(self._index, listing, max_file_bytes=self._max_file_bytes)
        if report.documents == 0:
            raise _nothing_to_search(self._folder, report.skipped)
        self._report = report
        return report


def _nothing_to_search(folder: Path, skipped: list[tuple[str, str]]) -> ConfigError:
    reasons = "; ".join(f"{name}: {reason}" for name, reason in skipped[:3])
    more = f" Skipped were {len(skipped)} files, such as {reasons}" if skipped else ""
    return ConfigError(f"{str(folder)!r} holds no document that can be searched.{more}", hint=FORMATS)
