"""verify: count independent support, find contradictions, and look once for what would settle them."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from langgraph.runtime import Runtime

from stepresearch.nodes.conversation.model_calls import opening
from stepresearch.nodes.conversation.shared_context import model_of
from stepresearch.nodes.evidence.page_texts import page_texts
from stepresearch.nodes.evidence.scoring import Scoring
from stepresearch.nodes.evidence.sentences import Sentence, sentences_of
from stepresearch.nodes.ledger.conflicts import Conflict, conflict, in_disputes
from stepresearch.nodes.ledger.credited_sources import credited_groups
from stepresearch.nodes.ledger.dispute_verdicts import judge_disputes, rulings_before, settled, with_verdicts
from stepresearch.nodes.ledger.ledger import Agreement, draft_ledger
from stepresearch.nodes.ledger.relations import Relations, Statement, relations
from stepresearch.nodes.ledger.source_groups import copies_of, copy_groups, independent_groups
from stepresearch.nodes.planning.open_points import open_point_queries
from stepresearch.nodes.planning.queries import Wanted, nearest_tasks, new_queries
from stepresearch.nodes.state.options import Options, options_from
from stepresearch.nodes.state.schema import Finding, Ledger, Query, ResearchState, ResearchUpdate
from stepresearch.nodes.state.usage import budget_of, since, spent_by
from stepresearch.text.language.words import keywords
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
    agreements: list[Agreement]
    conflicts: list[Conflict]


async def verify(state: ResearchState, runtime: Runtime[Options], *, toolbox: Toolbox) -> ResearchUpdate:
    """Return the ledger, findings for sources that confirm or contradict, and, once, queries for what stays unsettled."""
    begun_s = time.time()
    archive = toolbox.archive(runtime.store, started_s=state["started_s"])
    texts = await page_texts(state["sources"], state["passages"], archive)
    copies = await asyncio.to_thread(copy_groups, texts)
    groups = await asyncio.to_thread(independent_groups, state["sources"], texts, copies)
    before, can_search = rulings_before(state), _can_search(state, toolbox)
    compared = await asyncio.to_thread(_compared, state, before.ids)
    credited = credited_groups(compared.findings, state["sources"], groups)
    ledger = draft_ledger(compared.findings, compared.agreements, compared.conflicts, groups, credited)
    conversation = await opening(state)
    judged = await judge_disputes(
        [one for one in ledger["disagreements"] if one["dispute_id"] not in before.verdicts],
        compared.findings,
        model=await model_of(state, runtime, toolbox),
        conversation=conversation,
        language=state["brief"]["language"],
        can_search=can_search,
    )
    rulings = with_verdicts(before, ledger["disagreements"], judged.value.verdicts)
    conflicts = settled(compared.conflicts, rulings)
    ledger = draft_ledger(compared.findings, compared.agreements, conflicts, groups, credited)
    ledger["copies"] = copies_of(copies, state["sources"])
    queries = _lookups(state, ledger, judged.value.queries) if can_search else {}
    step = f"verify:{state['round']}"
    return ResearchUpdate(
        findings=compared.added,
        ledger=ledger,
        verdicts=rulings.record(compared.conflicts),
        transcript=[*conversation, *judged.said],
        corroborated=True,
        round=state["round"] + 1 if queries else state["round"],
        queries=queries,
        usage={step: since(begun_s)} | ({f"{step}:turn": judged.usage} if judged.usage else {}),
        notices=list(judged.notices),
    )


def _can_search(state: ResearchState, toolbox: Toolbox) -> bool:
    """Return whether what stays unsettled can still be looked up: once, within the budget."""
    spent = spent_by(state, toolbox)
    return not state["corroborated"] and not budget_of(options_from(state["options"])).search_ends(spent)


def _compared(state: ResearchState, dispute_ids: Mapping[str, str]) -> Compared:
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
    agreements = [
        Agreement(ids[of], ids[by], one.values, one.mainly)
        for of, by, one in found.support
        if of in ids and by in ids
    ]
    conflicts = [conflict(ids[a], ids[b], comparison) for a, b, comparison in found.conflicts]
    findings = {**state["findings"], **added}
    return Compared(findings, added, agreements, in_disputes(conflicts, dispute_ids))


def _confirming(statements: Sequence[Statement], found: Relations) -> list[tuple[int, int]]:
    """A finding and a sentence of another source that confirms it, a few sources for each finding."""
    sources: dict[int, set[str]] = {}
    chosen: list[tuple[int, int]] = []
    for place, other in [(of, by) for of, by, one in found.support if one.mainly and statements[of].finding]:
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


def _lookups(state: ResearchState, ledger: Ledger, asked: Sequence[str]) -> dict[str, Query]:
    """Queries for open points of the checklist, then for what is disputed or stands on one source: the model's, then by rule."""
    tasks = state["plan"]["tasks"]
    opened = open_point_queries(state)
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
    chosen = [*opened, *wanted[:MAX_LOOKUPS]]
    return new_queries(state["queries"], chosen, round_number=state["round"] + 1)


def _without_figures(text: str) -> str:
    """What a claim is about: another source may give other figures."""
    return " ".join(
        [word for word in keywords(text) if not any(char.isdigit() for char in word)][:LOOKUP_WORDS]
    )
