"""Search engines with cached answers: a repeated query is paid for only once."""

from dataclasses import asdict

from stepresearch.tools.archive import Archive, content_key
from stepresearch.tools.own_name import name_of
from stepresearch.tools.search.admission import admitted
from stepresearch.tools.search.engine import SearchEngine, SearchHit
from stepresearch.tools.search.own_tools import hits_of, key_of


class CachedEngine:
    """Search engine that returns a stored answer if there is one, and stores new ones."""

    def __init__(self, engine: SearchEngine, archive: Archive) -> None:
        self._engine = engine
        self._archive = archive

    @property
    def name(self) -> str:
        """The name of the wrapped engine."""
        return name_of(self._engine)

    async def cache_key(self) -> str:
        """Return the key of the wrapped engine."""
        return await key_of(self._engine)

    async def search(self, query: str, *, max_results: int) -> list[SearchHit]:
        """Return the engine's hits, stored or new.

        Raises:
            ToolError: The engine failed. A failure is not stored.
        """
        key = content_key("search", self.name, await self.cache_key(), query, max_results)
        stored = await self._archive.answer(key)
        if stored is not None:
            hits = [SearchHit(**hit) for hit in stored]
            return admitted(hits, engine=self.name, max_results=max_results)
        hits = await hits_of(self._engine, query, max_results=max_results)
        await self._archive.keep_answer(key, [asdict(hit) for hit in hits])
        return hits
