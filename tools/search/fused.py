"""One query to several search engines at once."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from stepresearch.text.language.visible_characters import visible_characters
from stepresearch.text.safety.untrusted_text import whole_text
from stepresearch.tools.errors import ToolError
from stepresearch.tools.search.admission import admitted
from stepresearch.tools.search.engine import SearchEngine, SearchHit
from stepresearch.tools.urls import canonical_url, page_key

# Cormack, Clarke, Büttcher: Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods,
# SIGIR 2009, section 2.
_RRF_K = 60


@dataclass(frozen=True, slots=True)
class FusedHit:
    """One page that engines found.

    Attributes:
        url: Canonical address.
        title: From the best-ranking engine that gave one.
        snippet: The engines' snippets, deduplicated and separated by `…`.
        engines: Who found it, best rank first.
        score: Sum over the engines of 1 / (60 + rank).
        published: ISO date to the known precision, else None.
        text: The page's text if an engine delivered it, else None.
    """

    url: str
    title: str
    snippet: str
    engines: tuple[str, ...]
    score: float
    published: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class FusedResults:
    """What the engines found together, best first, and (engine, message) of those that failed."""

    hits: list[FusedHit]
    failures: list[tuple[str, str]]


class WebSearch:
    """Asks several engines and fuses their answers."""

    def __init__(self, engines: Sequence[SearchEngine]) -> None:
        self._engines = tuple(engines)

    async def search(self, query: str, *, max_results: int) -> FusedResults:
        """Return at most `max_results` pages, querying all engines at once; failures are reported, not raised."""
        answers = await asyncio.gather(*(self._asked(engine, query, max_results) for engine in self._engines))
        hits = [hit for hits, _ in answers for hit in hits]
        failures = [failure for _, failure in answers if failure]
        return FusedResults(_fused(hits)[:max_results], failures)

    @staticmethod
    async def _asked(
        engine: SearchEngine, query: str, max_results: int
    ) -> tuple[list[SearchHit], tuple[str, str] | None]:
        try:
            hits = await engine.search(query, max_results=max_results)
            return admitted(hits, engine=engine.name, max_results=max_results), None
        except ToolError as error:
            return [], (engine.name, whole_text(str(error)))


def _fused(hits: Sequence[SearchHit]) -> list[FusedHit]:
    """Return one hit per page by descending score; ties follow engine and rank order, so runs are repeatable."""
    by_page: dict[str, list[SearchHit]] = {}
    for hit in hits:
        by_page.setdefault(page_key(hit.url), []).append(hit)
    return sorted((_merged(same) for same in by_page.values()), key=lambda fused: -fused.score)


def _merged(hits: Sequence[SearchHit]) -> FusedHit:
    best_first = sorted(hits, key=lambda hit: hit.rank)
    best_of_engine = {hit.engine: hit.rank for hit in reversed(best_first)}
    snippets = dict.fromkeys(text for hit in best_first if (text := visible_characters(hit.snippet).strip()))
    longest = max((hit.text for hit in best_first if hit.text), key=len, default=None)
    return FusedHit(
        url=canonical_url(best_first[0].url),
        title=next((title for hit in best_first if (title := visible_characters(hit.title))), ""),
        snippet=" … ".join(snippets),
        engines=tuple(dict.fromkeys(hit.engine for hit in best_first)),
        score=sum(1 / (_RRF_K + rank) for rank in best_of_engine.values()),
        published=max((hit.published for hit in best_first if hit.published), key=len, default=None),
        text=longest and visible_characters(longest),
    )
