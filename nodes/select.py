"""select: rank the hits of a round's queries together and choose the pages to read."""

import asyncio
import math
import time
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from langgraph.runtime import Runtime

from stepresearch.nodes.evidence.scoring import content_terms
from stepresearch.nodes.planning.queries import POINT
from stepresearch.nodes.state.options import Options, options_from
from stepresearch.nodes.state.schema import Query, ResearchState, ResearchUpdate, Source
from stepresearch.nodes.state.tasks import Hit
from stepresearch.nodes.state.usage import budget_of, since, spent_by
from stepresearch.text.language.language import is_cjk
from stepresearch.text.language.words import terms
from stepresearch.tools.archive import Archive
from stepresearch.tools.toolbox import Toolbox
from stepresearch.tools.urls import host
from stepresearch.tools.web.authority import Authority

RRF_K = 10
"""Reciprocal rank fusion, Cormack, Clarke and Büttcher, SIGIR 2009, who used 60 on lists of a thousand: ours have a
dozen, and the first places must count more."""

FULL_QUERY_TERMS = 6
TITLE_WEIGHT = 1.0
QUESTION_WEIGHT = 0.5

OF_EACH_TASK = 2
"""Pages that each task is given before all queries are looked at together: what one alone asks for, few others find."""

ANOTHER = 0.6
"""What a page is worth to a query behind one that was chosen for it, where the question lists points."""

WORTH = {"government": 1.25, "standards": 1.25, "scholarly": 1.25, "user": 0.9}
"""What a page's kind is worth, 1 for the others: so little that it decides near ties and leaves no page out."""

FIRST_ROUND_SHARE = 0.6
"""Of the pages allowed, how many the first round may take: later rounds know better what is missing."""

NAME_TERMS = 2
TITLE_SHARE = 1 / 3
"""A query of so few words, such as a name, is only met by a page of whose title it is so much."""

QUERY_SHARE, QUERY_TERMS_SHARED = 1 / 3, 2
ASKED_SHARE, ASKED_TERMS_SHARED = 1 / 12, 2
"""How much of a query, or of all that is asked, the title and excerpt of a page must say to bear on it."""

LEAST_SHOWN_TERMS = 8
"""Of a page that shows less than that nobody can tell what it bears on."""


@dataclass(slots=True)
class Pooled:
    """A page that one or more queries found, and what its place in the answer to each is worth.

    Attributes:
        hit: As the first of the queries found it.
        authority: Its kind.
        worth: By query id.
        shown: The terms of its title and of its excerpts for all the queries.
        is_met: It says what one of the queries asks for.
        asked_at_length: How many queries of more words than a name found it.
    """

    hit: Hit
    authority: str
    worth: dict[str, float] = field(default_factory=dict)
    shown: frozenset[str] = frozenset()
    is_met: bool = False
    asked_at_length: int = 0

    @property
    def score(self) -> float:
        """The fused rank."""
        return sum(self.worth.values())

    def worth_to(self, query_ids: Collection[str]) -> float:
        """Return what the page is worth to some queries."""
        return sum(worth for query_id, worth in self.worth.items() if query_id in query_ids)

    def found_by(self, query: Query, hit: Hit, place: int) -> None:
        """Count in that a query found the page, as a hit at a place from 0."""
        asked, title = frozenset(terms(query["text"])), frozenset(terms(hit["title"]))
        shown = title | frozenset(terms(hit["snippet"]))
        self.worth[query["query_id"]] = _trust(asked, title) / (RRF_K + place + 1)
        self.shown |= shown
        self.is_met = self.is_met or _meets(content_terms(query["text"]) or asked, title, shown)
        self.asked_at_length += len(asked) > NAME_TERMS


async def select(state: ResearchState, runtime: Runtime[Options], *, toolbox: Toolbox) -> ResearchUpdate:
    """Return the sources chosen in this round, with ids, best first."""
    begun_s, options = time.time(), options_from(state["options"])
    archive = toolbox.archive(runtime.store, started_s=state["started_s"])
    queries = [query for query in state["queries"].values() if "answer_key" in query]
    known = {source["url"] for source in state.get("sources", {}).values()}
    authority = await asyncio.to_thread(toolbox.authority)
    pool = await _pool(queries, archive, known, authority)
    room = budget_of(options).sources_left(spent_by(state, toolbox))
    if state["round"] == 1 and options.rounds > 1:
        room = min(room, math.ceil(options.sources * FIRST_ROUND_SHARE))
    first = len(state.get("sources", {})) + 1
    best = _best(worth_reading(pool.values(), state), state, room)
    chosen = [_source(f"S{first + place}", item, state["round"]) for place, item in enumerate(best)]
    return ResearchUpdate(
        sources={source["source_id"]: source for source in chosen},
        usage={f"select:{state['round']}": since(begun_s)},
    )


async def _pool(
    queries: Sequence[Query], archive: Archive, known: set[str], authority: Authority
) -> dict[str, Pooled]:
    pool: dict[str, Pooled] = {}
    answers = await asyncio.gather(*(archive.own_answer(query["answer_key"]) for query in queries))
    for query, hits in zip(queries, answers, strict=True):
        for place, hit in enumerate(hits):
            if hit["url"] not in known:
                item = pool.setdefault(hit["url"], Pooled(hit, authority.kind_of(hit["url"])))
                item.found_by(query, hit, place)
    return pool


def _meets(asked: frozenset[str], title: frozenset[str], shown: frozenset[str]) -> bool:
    """Whether a page says what a query asks for: by its title, or by a part of a longer query anywhere.

    Its title has most of the query, and is about it where that is a mere name: a café on the North Quay is not what
    the name of the quay asks for. Or it has a part of the query and little else.
    """
    titled, shared = len(asked & title), len(asked & shown)
    is_name = len(asked) <= NAME_TERMS
    if 2 * titled > len(asked) and (not is_name or titled >= TITLE_SHARE * len(title)):
        return True
    if titled and titled >= QUERY_SHARE * len(asked) and 2 * titled >= len(title):
        return True
    return not is_name and shared >= max(QUERY_TERMS_SHARED, QUERY_SHARE * len(asked))


def worth_reading(pool: Iterable[Pooled], state: ResearchState) -> list[Pooled]:
    """Return the pages without those that say next to nothing of what is asked and that one query alone, or names, found.

    They are not read even where there is room: the room is a later round's. Before anything was read they are,
    where there are no others. A page in another script shares no words with a question, whatever it says.
    """
    items, tasks = list(pool), state["plan"]["tasks"]
    planned = [text for task in tasks for text in (task["question"], *task["queries"])]
    asked = content_terms(" ".join([state["question"], *planned]))
    needed = min(len(asked), max(ASKED_TERMS_SHARED, ASKED_SHARE * len(asked)))
    kept = [
        item
        for item in items
        if item.is_met
        or item.asked_at_length > 1
        or len(item.shown) < LEAST_SHOWN_TERMS
        or len(asked & item.shown) >= needed
        or _is_cjk(asked) != _is_cjk(item.shown)
    ]
    return kept if kept or state.get("sources") else items


def _is_cjk(found: frozenset[str]) -> bool:
    """Whether most terms are of Chinese, Japanese or Korean script."""
    return 2 * sum(is_cjk(term[0]) for term in found) > len(found)


def _best(pool: Iterable[Pooled], state: ResearchState, count: int) -> list[Pooled]:
    """The pages worth reading most: first the best ones of each task in turn, then those worth most to all queries.

    What seems to be a copy of one, and the front page of a site, come last.
    """
    left = sorted(pool, key=lambda item: item.hit["url"])
    choice = _Choice(state)
    for _ in range(OF_EACH_TASK):
        for queries in _queries_of_tasks(state):
            own = [
                item for item in left if not choice.comes_last(item) and not queries.isdisjoint(item.worth)
            ]
            if own and len(choice.chosen) < count:
                best = max(own, key=lambda item, queries=queries: item.worth_to(queries))  # type: ignore[misc]  # bound now
                choice.take(best)
                left.remove(best)
    while left and len(choice.chosen) < count:
        best = max(left, key=choice.rank)
        choice.take(best)
        left.remove(best)
    return choice.chosen


def _queries_of_tasks(state: ResearchState) -> list[set[str]]:
    """The ids of the queries of this round by the tasks that they were asked for."""
    asked: dict[str, set[str]] = {}
    for query in state["queries"].values():
        if query["round"] == state["round"]:
            for task_id in query["task_ids"]:
                asked.setdefault(task_id, set()).add(query["query_id"])
    return [asked[task_id] for task_id in sorted(asked, key=lambda task_id: int(task_id[1:]))]


class _Choice:
    """The pages chosen, and what the others are worth beside them.

    Where the question lists points, each page chosen for a query makes the next ones worth less to it, so that no
    point is left without pages because another has many.
    """

    def __init__(self, state: ResearchState) -> None:
        self.chosen: list[Pooled] = []
        self._question = state["question"]
        self._spread = any(query["why"] == POINT for query in state["queries"].values())
        self._taken: Counter[str] = Counter()
        known = state.get("sources", {}).values()
        self._stories = {_story(one["title"], one.get("published")) for one in known} - {None}

    def take(self, item: Pooled) -> None:
        """Choose a page."""
        self.chosen.append(item)
        self._taken.update(item.worth if self._spread else ())
        if story := _story(item.hit["title"], item.hit["published"]):
            self._stories.add(story)

    def comes_last(self, item: Pooled) -> bool:
        """Return whether a page seems to be a copy of a chosen one, or is the front page of a site."""
        is_copy = _story(item.hit["title"], item.hit["published"]) in self._stories
        return is_copy or _is_front_page(item.hit["url"])

    def rank(self, item: Pooled) -> tuple[bool, float]:
        """Return what a page is sorted by: copies and front pages behind all others, then its worth."""
        worth = sum(worth * ANOTHER ** self._taken[query_id] for query_id, worth in item.worth.items())
        return not self.comes_last(item), worth * _fit(item, self._question)


def _is_front_page(url: str) -> bool:
    """Whether an address is that of a whole site, which says a little of everything."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and parts.path in ("", "/") and not parts.query


def _story(title: str, published: str | None) -> tuple[str, str] | None:
    """The headline and the day, where both are known: another site with the same of both has a copy."""
    return (" ".join(title.casefold().split()), published) if published else None


def _trust(asked: frozenset[str], title: frozenset[str]) -> float:
    """How far a hit's place counts: a query of few words, such as a name, says little unless the title fits it."""
    fit = len(title & asked) / len(title | asked) if title else 0.0
    return min(1.0, len(asked) / FULL_QUERY_TERMS) + TITLE_WEIGHT * fit


def _fit(item: Pooled, question: str) -> float:
    """What a page's worth is multiplied by: how much of the question its title and excerpt say, and what its kind is worth."""
    wanted = frozenset(terms(question))
    shown = frozenset(terms(f"{item.hit['title']} {item.hit['snippet']}"))
    return (1 + QUESTION_WEIGHT * len(wanted & shown) / len(wanted)) * WORTH.get(item.authority, 1.0)


def _source(source_id: str, item: Pooled, round_number: int) -> Source:
    hit = item.hit
    source = Source(
        source_id=source_id,
        url=hit["url"],
        title=hit["title"],
        site=host(hit["url"]),
        authority=item.authority,
        published=hit["published"],
        engines=hit["engines"],
        query_ids=list(item.worth),
        round=round_number,
        score=round(item.score, 6),
        status="chosen",
    )
    if hit["delivered_key"]:
        source["delivered_key"] = hit["delivered_key"]
    return source
