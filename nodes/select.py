"""select: rank the hits of a round's queries together and choose the pages to read."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from langgraph.runtime import Runtime

from stepresearch.nodes.options import Options, options_from
from stepresearch.nodes.search import Hit
from stepresearch.nodes.state import Query, ResearchState, ResearchUpdate, Source
from stepresearch.nodes.usage import budget_of, since, spent_by
from stepresearch.text.words import terms
from stepresearch.tools.archive import Archive
from stepresearch.tools.toolbox import Toolbox
from stepresearch.tools.urls import host

RRF_K = 10
"""Reciprocal rank fusion, Cormack, Clarke and Büttcher, SIGIR 2009, who used 60 on lists of a thousand: ours have a
dozen, and the first places must count more."""

FULL_QUERY_TERMS = 6
TITLE_WEIGHT = 1.0
QUESTION_WEIGHT = 0.5

FIRST_ROUND_SHARE = 0.6
"""Of the pages allowed, how many the first round may take: later rounds know better what is missing."""


@dataclass(slots=True)
class Pooled:
    """A page that one or more queries found."""

    hit: Hit
    score: float = 0.0
    query_ids: list[str] = field(default_factory=list)


async def select(state: ResearchState, runtime: Runtime[Options], *, toolbox: Toolbox) -> ResearchUpdate:
    """Return the sources chosen in this round, with ids, best first."""
    begun_s, options = time.time(), options_from(state["options"])
    archive = toolbox.archive(runtime.store, started_s=state["started_s"])
    queries = [query for query in state["queries"].values() if "answer_key" in query]
    known = {source["url"] for source in state.get("sources", {}).values()}
    pool = await _pool(queries, archive, known)
    ranked = sorted(pool.values(), key=lambda item: (-_rank_score(item, state["question"]), item.hit["url"]))
    room = budget_of(options).sources_left(spent_by(state, toolbox))
    if state["round"] == 1 and options.max_rounds > 1:
        room = min(room, math.ceil(options.max_sources * FIRST_ROUND_SHARE))
    first = len(state.get("sources", {})) + 1
    chosen = [_source(f"S{first + place}", item, state["round"]) for place, item in enumerate(ranked[:room])]
    return ResearchUpdate(
        sources={source["source_id"]: source for source in chosen},
        usage={f"select:{state['round']}": since(begun_s)},
    )


async def _pool(queries: Sequence[Query], archive: Archive, known: set[str]) -> dict[str, Pooled]:
    pool: dict[str, Pooled] = {}
    for query in queries:
        asked = frozenset(terms(query["text"]))
        for place, hit in enumerate(await archive.answer(query["answer_key"]) or []):
            if hit["url"] in known:
                continue
            item = pool.setdefault(hit["url"], Pooled(hit))
            item.score += _trust(asked, frozenset(terms(hit["title"]))) / (RRF_K + place + 1)
            item.query_ids.append(query["query_id"])
    return pool


def _trust(asked: frozenset[str], title: frozenset[str]) -> float:
    """How far a hit's place counts: a query of few words, such as a name, says little unless the title fits it."""
    fit = len(title & asked) / len(title | asked) if title else 0.0
    return min(1.0, len(asked) / FULL_QUERY_TERMS) + TITLE_WEIGHT * fit


def _rank_score(item: Pooled, question: str) -> float:
    """Fused rank, raised by how much of the question stands in the title and excerpt."""
    wanted = frozenset(terms(question))
    shown = frozenset(terms(f"{item.hit['title']} {item.hit['snippet']}"))
    return item.score * (1 + QUESTION_WEIGHT * len(wanted & shown) / len(wanted))


def _source(source_id: str, item: Pooled, round_number: int) -> Source:
    hit = item.hit
    source = Source(
        source_id=source_id,
        url=hit["url"],
        title=hit["title"],
        site=host(hit["url"]),
        published=hit["published"],
        engines=hit["engines"],
        query_ids=item.query_ids,
        round=round_number,
        score=round(item.score, 6),
        status="chosen",
    )
    if hit["delivered_key"]:
        source["delivered_key"] = hit["delivered_key"]
    return source
