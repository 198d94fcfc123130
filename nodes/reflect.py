"""reflect: take findings from the new passages, see what is missing, and plan the next round or call it enough."""

import asyncio
import time

from stepresearch.nodes.drafts import FindingDraft, QueryDraft
from stepresearch.nodes.floors.reflect import Evidence, draft_reflection
from stepresearch.nodes.options import options_from
from stepresearch.nodes.queries import Wanted, new_queries
from stepresearch.nodes.state import Finding, Notice, Plan, Query, ResearchState, ResearchUpdate
from stepresearch.nodes.usage import budget_of, since


async def reflect(state: ResearchState) -> ResearchUpdate:
    """Return the new findings, the plan with its settled tasks, and the next round's queries where there is one."""
    begun_s = time.time()
    draft = await asyncio.to_thread(draft_reflection, _evidence(state))
    findings = _with_ids(draft.findings, state)
    stop = _stop(state, bool(findings))
    queries = {} if stop or draft.enough else _next_queries(draft.queries, state)
    notices = [Notice(node="reflect", kind="limit", text=f"Searching ended because {stop}.")] if stop else []
    return ResearchUpdate(
        findings=findings,
        gaps=_gaps(state, findings),
        plan=_settled(state["plan"], draft.settled),
        round=state["round"] + 1 if queries else state["round"],
        queries=queries,
        usage={f"reflect:{state['round']}": since(begun_s)},
        notices=notices,
    )


def _evidence(state: ResearchState) -> Evidence:
    new = {s["source_id"] for s in state["sources"].values() if s["round"] == state["round"]}
    return Evidence(
        question=state["question"],
        tasks=state["plan"]["tasks"],
        passages=[passage for passage in state["passages"].values() if passage["source_id"] in new],
        sources=state["sources"],
        queries=state["queries"],
    )


def _with_ids(drafts: list[FindingDraft], state: ResearchState) -> dict[str, Finding]:
    known = {finding["claim"] for finding in state["findings"].values()}
    fresh = [draft for draft in drafts if draft.claim not in known]
    first = len(state["findings"]) + 1
    return {
        f"F{number}": Finding(
            finding_id=f"F{number}",
            task_id=draft.task_id,
            claim=draft.claim,
            passage_ids=draft.passage_ids,
            quote=draft.quote,
            verbatim=draft.claim == draft.quote,
            score=draft.score,
            round=state["round"],
        )
        for number, draft in enumerate(fresh, first)
    }


def _stop(state: ResearchState, news: bool) -> str | None:
    """The reason to search no further, in words, or None: limits, or a round without news."""
    options = options_from(state["options"])
    if state["corroborated"]:
        return "what could be looked up for the key claims was looked up"
    if state["round"] >= options.max_rounds:
        return f"all {options.max_rounds} rounds were used"
    if state["round"] > 1 and not news:
        return "the last round brought nothing new"
    return budget_of(state, options).reached()


def _next_queries(drafts: list[QueryDraft], state: ResearchState) -> dict[str, Query]:
    wanted = [Wanted(draft.text, (draft.task_id,) if draft.task_id else (), draft.why) for draft in drafts]
    return new_queries(state["queries"], wanted, round_number=state["round"] + 1)


def _gaps(state: ResearchState, findings: dict[str, Finding]) -> list[str]:
    """Tasks without a finding, of this round or an earlier one."""
    answered = {finding["task_id"] for finding in (*state["findings"].values(), *findings.values())}
    return [task["question"] for task in state["plan"]["tasks"] if task["task_id"] not in answered]


def _settled(plan: Plan, settled: list[str]) -> Plan:
    tasks = [task.copy() for task in plan["tasks"]]
    for task in tasks:
        task["settled"] = task["settled"] or task["task_id"] in settled
    return Plan(tasks=tasks, checklist=plan["checklist"])
