"""The search engine interface."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One result of one engine.

    Attributes:
        url: As the engine gave it; `file://…` for a file.
        title: May be empty.
        snippet: A few sentences, may be empty.
        engine: Name of the engine that found it.
        rank: Place in that engine's answer, from 1.
        published: ISO date to the known precision, else None.
        text: The page's text if the engine delivers it, else None.
    """

    url: str
    title: str
    snippet: str
    engine: str
    rank: int
    published: str | None = None
    text: str | None = None


class SearchEngine(Protocol):
    """Finds pages for a query."""

    @property
    def name(self) -> str:
        """The engine's name in settings, notices and reports, such as `documents`."""
        ...

    async def cache_key(self) -> str:
        """Return what an answer depends on in addition to the query: parameters, or the state of an index.

        Two answers to one query with the same key are the same answer, so a stored one is used again.
        """
        ...

    async def search(self, query: str, *, max_results: int) -> list[SearchHit]:
        """Return at most `max_results` hits, best first, ranks from 1.

        Raises:
            ToolError: The engine failed or refused; the message names the engine and says why.
        """
        ...
