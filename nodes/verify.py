"""verify: count independent support, find contradictions, and look once for what would settle them."""

import asyncio
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from langgraph.runtime import Runtime

from stepresearch.nodes.floors.evidence import Sentence, sentences_of
from stepresearch.nodes.floors.ledger import Conflict, draft_ledger
from stepresearch.nodes.floors.verify import Statement, relations
from stepresearch.nodes.options import Options, options_from
from stepresearch.nodes.queries import Wanted, new_queries
from stepresearch.nodes.state import Finding, Ledger, Query, ResearchState, ResearchUpdate, Source
from stepresearch.nodes.usage import budget_of, since
from stepresearch.text.shingles import near_duplicate_groups
from stepresearch.text.words import keywords
from stepresearch.tools.archive import Archive
from stepresearch.tools.toolbox import Toolbox
from stepresearch.tools.urls import registrable_domain

MAX_LOOKUPS = 3
LOOKUP_WORDS = 10


async def verify(state: ResearchState, runtime: Runtime[Options], *, toolbox: Toolbox) -> ResearchUpdate:
    """Return the ledger, findings for sources that say otherwise, and, once, queries for what stays unsettled."""
    begun_s = time.time()
    archive = toolbox.archive(runtime.store, started_s=state["started_s"])
    texts = await _texts(state, archive)
    groups = await asyncio.to_thread(independent_groups, state["sources"], texts)
    added, ledger = await asyncio.to_thread(_verified, state, groups)
    queries = _lookups(state, ledger)
    return ResearchUpdate(
        findings=added,
        ledger=ledger,
        corroborated=True,
        round=state["round"] + 1 if queries else state["round"],
        queries=queries,
        usage={f"verify:{state['round']}": since(begun_s)},
    )


async def _texts(state: ResearchState, archive: Archive) -> dict[str, str]:
    texts: dict[str, str] = {}
    for source in state["sources"].values():
        page = await archive.page(source["page_key"]) if source["status"] == "read" else None
        if page is not None:
            texts[source["source_id"]] = page.text
    return texts


def independent_groups(sources: Mapping[str, Source], texts: Mapping[str, str]) -> dict[str, list[str]]:
    """Return source ids by group: copies of one text are one source, and so are pages of one owner.

    The earliest dated member stands for its group and comes first in it.
    """
    ids = list(texts)
    joined = [[ids[n] for n in group] for group in near_duplicate_groups([texts[i] for i in ids])]
    by_owner: dict[str, list[str]] = {}
    for group in joined:
        owners = {_owner(sources[i]["url"]) for i in group} - {""}
        target = next((by_owner[owner] for owner in sorted(owners) if owner in by_owner), [])
        target += group
        for owner in owners or {group[0]}:
            by_owner[owner] = target
    distinct = {id(group): group for group in by_owner.values()}.values()
    ordered = sorted(distinct, key=lambda group: ids.index(group[0]))
    return {
        f"G{n}": sorted(group, key=lambda i: (sources[i].get("published") or "9999", ids.index(i)))
        for n, group in enumerate(ordered, 1)
    }


def _owner(url: str) -> str:
    return registrable_domain(url) if urlsplit(url).scheme in ("http", "https") else ""


def _verified(state: ResearchState, groups: Mapping[str, list[str]]) -> tuple[dict[str, Finding], Ledger]:
    """Findings for statements that contradict one, and the ledger of all."""
    statements = _statements(state)
    found = relations(statements)
    ids = {place: s.finding["finding_id"] for place, s in enumerate(statements) if s.finding}
    added: dict[str, Finding] = {}
    for a, b, _ in found.conflicts:
        for place, other in ((a, b), (b, a)):
            if place not in ids:
                finding_id = f"F{len(state['findings']) + len(added) + 1}"
                against = state["findings"][ids[other]]
                added[finding_id] = _counter_finding(
                    finding_id, statements[place].sentence, against, state["round"]
                )
                ids[place] = finding_id
    agreeing = [(ids[a], ids[b]) for a, b in found.agree if a in ids and b in ids]
    conflicts = [Conflict(ids[a], ids[b], comparison) for a, b, comparison in found.conflicts]
    return added, draft_ledger({**state["findings"], **added}, agreeing, conflicts, groups)


def _statements(state: ResearchState) -> list[Statement]:
    finding_of = {(f["passage_ids"][0], f["quote"]): f for f in state["findings"].values()}
    sentences = sentences_of(state["passages"].values(), state["sources"])
    return [Statement(s, finding_of.get((s.passage["passage_id"], s.text))) for s in sentences]


def _counter_finding(finding_id: str, sentence: Sentence, against: Finding, round_number: int) -> Finding:
    return Finding(
        finding_id=finding_id,
        task_id=against["task_id"],
        claim=sentence.text,
        passage_ids=[sentence.passage["passage_id"]],
        quote=sentence.text,
        verbatim=True,
        score=round(against["score"] * 0.9, 4),
        round=round_number,
    )


def _lookups(state: ResearchState, ledger: Ledger) -> dict[str, Query]:
    """Queries for the best claims that are disputed or stand on one source, where there is room to read more."""
    budget = budget_of(state, options_from(state["options"]))
    if state["corroborated"] or budget.reached():
        return {}
    rank = {"contested": 0, "single_source": 1}
    best = {
        c["claim_id"]: state["findings"].get(c["finding_ids"][0])
        for c in ledger["claims"]
        if c["verdict"] in rank
    }
    score = {claim_id: finding["score"] for claim_id, finding in best.items() if finding}
    unsettled = [claim for claim in ledger["claims"] if claim["claim_id"] in score]
    unsettled.sort(key=lambda claim: (rank[claim["verdict"]], -score[claim["claim_id"]]))
    wanted = [
        Wanted(
            " ".join(_words(claim["text"])), (claim["task_id"],), f"another source for: {claim['text'][:120]}"
        )
        for claim in unsettled[:MAX_LOOKUPS]
    ]
    return new_queries(state["queries"], wanted, round_number=state["round"] + 1)


def _words(text: str) -> list[str]:
    """What a claim is about, without its figures: another source may give others."""
    return [word for word in keywords(text) if not any(char.isdigit() for char in word)][:LOOKUP_WORDS]
