"""Queries with ids, each asked once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from stepresearch.nodes.state.schema import Query, ResearchState, Task
from stepresearch.text.language.words import keywords, terms

POINT = "a point of the question"
"""Why a query is asked for each point that a question lists."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query that a step would like to ask: its words, the tasks it serves, and why."""

    text: str
    task_ids: tuple[str, ...]
    why: str


def new_queries(
    known: Mapping[str, Query], wanted: Iterable[Wanted], *, round_number: int
) -> dict[str, Query]:
    """Give ids to the wanted queries that are not known yet, in order.

    Two queries with the same words that tell are one query, whatever their order, case or inflection.
    """
    seen = {_signature(query["text"]) for query in known.values()}
    added: dict[str, Query] = {}
    for item in wanted:
        signature = _signature(item.text)
        if not signature or signature in seen:
            continue
        seen.add(signature)
        query_id = f"Q{len(known) + len(added) + 1}"
        added[query_id] = Query(
            query_id=query_id, text=item.text, task_ids=list(item.task_ids), round=round_number, why=item.why
        )
    return added


def open_queries(state: ResearchState) -> list[Query]:
    """Return the queries that were planned and not searched yet, in order."""
    return [query for query in state.get("queries", {}).values() if "answer_key" not in query]


def _signature(text: str) -> frozenset[str]:
    """The words that tell, or all where none does: there is a band named The Who."""
    return frozenset(terms(" ".join(keywords(text))) or terms(text))


def nearest_tasks(text: str, tasks: Iterable[Task]) -> tuple[str, ...]:
    """Return the open task that shares most words with a query, as a tuple; empty where none shares any."""
    wanted = _signature(text)
    shared = {t["task_id"]: len(wanted & _signature(t["question"])) for t in tasks if not t["settled"]}
    best = max(shared, key=lambda task_id: shared[task_id], default=None)
    return (best,) if best and shared[best] else ()
