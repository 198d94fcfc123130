"""verify: count independent support, find contradictions, and look once for what would settle them."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from langgraph.runtime import Runtime

from stepresearch.nodes.conversation import opening
from stepresearch.nodes.disputes import judge_disputes, key_of, settled
from stepresearch.nodes.dossier import model_of
from stepresearch.nodes.floors.evidence import Sentence, sentences_of
from stepresearch.nodes.floors.ledger import Conflict, conflict, draft_ledger, under_one_name
from stepresearch.nodes.floors.reflect import Scoring
from stepresearch.nodes.floors.verify import Relations, Statement, relations
from stepresearch.nodes.independence import copies_of, copy_groups, independent_groups
from stepresearch.nodes.options import Options, options_from
from stepresearch.nodes.page_texts import page_texts
from stepresearch.nodes.queries import Wanted, nearest_tasks, new_queries
from stepresearch.nodes.state import Finding, Ledger, Query, ResearchState, ResearchUpdate
from stepresearch.nodes.usage import budget_of, since, spent_by
from stepresearch.text.words import keywords
from stepresearch.tools.toolbox import Toolbox

MAX_LOOKUPS = 3
MAX_CONFIRMING = 3
MIN_BEARING = 0.25
"""From this score on a sentence bears on a task: two such sentences that contradict each other are told."""
LOOKUP_WORDS = 10


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing the statements of a run came to.

    `findings` are all of them, with those added for sentences that contradict or confirm one.
    """

    findings: dict[str, Finding]
    added: dict[str, Finding]
    agreeing: list[tuple[str, str]]
    conflicts: list[Conflict]


async def verify(state: ResearchState, runtime: Runtime[Options], *, toolbox: Toolbox) -> ResearchUpdate:
    """Return the ledger, findings for sources that confirm or contradict, and, once, queries for what stays unsettled."""
    begun_s = time.time()
    texts = await page_texts(state["sources"], toolbox.archive(runtime.store, started_s=state["started_s"]))
    copies = await asyncio.to_thread(copy_groups, texts)
    groups = await asyncio.to_thread(independent_groups, state["sources"], texts, copies)
    compared = await asyncio.to_thread(_compared, state)
    ledger = draft_ledger(compared.findings, compared.agreeing, compared.conflicts, groups)
    known = state.get("verdicts", {})
    conversation = await opening(state)
    judged = await judge_disputes(
        [one for one in ledger["disagreements"] if key_of(one) not in known],
        compared.findings,
        model=await model_of(state, runtime, toolbox),
        conversation=conversation,
    )
    keys = {one["dispute_id"]: key_of(one) for one in ledger["disagreements"]}
    verdicts: dict[str, str] = {
        keys[one.dispute_id]: one.verdict for one in judged.value.verdicts if one.dispute_id in keys
    }
    conflicts = settled(compared.conflicts, ledger["disagreements"], {**known, **verdicts})
    ledger = draft_ledger(compared.findings, compared.agreeing, conflicts, groups)
    ledger["copies"] = copies_of(copies, state["sources"])
    queries = _lookups(state, ledger, judged.value.queries, toolbox)
    step = f"verify:{state['round']}"
    return ResearchUpdate(
        findings=compared.added,
        ledger=ledger,
        verdicts=verdicts,
        transcript=[*conversation, *judged.said],
        corroborated=True,
        round=state["round"] + 1 if queries else state["round"],
        queries=queries,
        usage={step: since(begun_s)} | ({f"{step}:turn": judged.usage} if judged.usage else {}),
        notices=list(judged.notices),
    )


def _compared(state: ResearchState) -> Compared:
    """Hold every finding against every sentence read; those that contradict or confirm one become findings too."""
    statements = _statements(state)
    found = relations(statements)
    ids = {place: s.finding["finding_id"] for place, s in enumerate(statements) if s.finding}
    added: dict[str, Finding] = {}
    pairs = [(a, b) for a, b, _ in found.conflicts] + _confirming(statements, found)
    for place, other in (pair for a, b in pairs for pair in ((a, b), (b, a))):
        if place not in ids:
            finding_id = f"F{len(state['findings']) + len(added) + 1}"
            against = {**state["findings"], **added}.get(ids.get(other, ""))
            task_id = against["task_id"] if against else statements[place].task_id or ""
            score = round(against["score"] * 0.5, 4) if against else MIN_BEARING
            added[finding_id] = _further_finding(
                finding_id, statements[place].sentence, task_id, score, state["round"]
            )
            ids[place] = finding_id
    agreeing = [(ids[a], ids[b]) for a, b in found.agree if a in ids and b in ids]
    conflicts = [conflict(ids[a], ids[b], comparison) for a, b, comparison in found.conflicts]
    return Compared({**state["findings"], **added}, added, agreeing, under_one_name(conflicts))


def _confirming(statements: Sequence[Statement], found: Relations) -> list[tuple[int, int]]:
    """Pairs that agree, of a finding and a sentence of another source, a few sources for each finding."""
    sources: dict[int, set[str]] = {}
    chosen: list[tuple[int, int]] = []
    for a, b in found.agree:
        place, other = (a, b) if statements[a].finding else (b, a)
        own, theirs = (statements[n].sentence.source["source_id"] for n in (place, other))
        known = sources.setdefault(place, {own})
        if statements[other].finding is None and theirs not in known and len(known) <= MAX_CONFIRMING:
            known.add(theirs)
            chosen.append((place, other))
    return chosen


def _statements(state: ResearchState) -> list[Statement]:
    finding_of = {(f["passage_ids"][0], f["quote"]): f for f in state["findings"].values()}
    sentences = sentences_of(state["passages"].values(), state["sources"])
    once = {(sentence.passage["passage_id"], sentence.text): sentence for sentence in sentences}
    bearing = _bearing(state, list(once.values()))
    return [Statement(sentence, finding_of.get(key), bearing.get(key)) for key, sentence in once.items()]


def _bearing(state: ResearchState, sentences: Sequence[Sentence]) -> dict[tuple[str, str], str]:
    """The task that each sentence bears on most, of those that bear on one enough to be a finding of it."""
    tasks = state["plan"]["tasks"]
    scoring = Scoring(sentences, tasks, state["queries"])
    scores = {task["task_id"]: scoring.scores(task) for task in tasks}
    best = {n: max(scores, key=lambda task_id: scores[task_id][n]) for n in range(len(sentences))}
    return {
        (sentences[n].passage["passage_id"], sentences[n].text): task_id
        for n, task_id in best.items()
        if scores[task_id][n] >= MIN_BEARING
    }


def _further_finding(
    finding_id: str, sentence: Sentence, task_id: str, score: float, round_number: int
) -> Finding:
    return Finding(
        finding_id=finding_id,
        task_id=task_id,
        claim=sentence.text,
        passage_ids=[sentence.passage["passage_id"]],
        quote=sentence.text,
        verbatim=True,
        score=score,
        round=round_number,
    )


def _lookups(
    state: ResearchState, ledger: Ledger, asked: Sequence[str], toolbox: Toolbox
) -> dict[str, Query]:
    """Queries for what is disputed or stands on one source: the model's, then by rule, where there is room."""
    options = options_from(state["options"])
    if state["corroborated"] or budget_of(options).search_ends(spent_by(state, toolbox)):
        return {}
    tasks = state["plan"]["tasks"]
    wanted = [Wanted(text, nearest_tasks(text, tasks), "to settle a dispute") for text in asked]
    rank = {"contested": 0, "single_source": 1}
    unsettled = [
        c for c in ledger["claims"] if c["verdict"] in rank and c["finding_ids"][0] in state["findings"]
    ]
    unsettled.sort(key=lambda c: (rank[c["verdict"]], -state["findings"][c["finding_ids"][0]]["score"]))
    wanted += [
        Wanted(
            _without_figures(claim["text"]), (claim["task_id"],), f"another source for: {claim['text'][:120]}"
        )
        for claim in unsettled
    ]
    return new_queries(state["queries"], wanted[:MAX_LOOKUPS], round_number=state["round"] + 1)


def _without_figures(text: str) -> str:
    """What a claim is about: another source may give other figures."""
    return " ".join(
        [word for word in keywords(text) if not any(char.isdigit() for char in word)][:LOOKUP_WORDS]
    )
