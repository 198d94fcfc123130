"""reflect: note findings from the new passages, see what is missing, and plan the next round or call it enough."""

import asyncio
import time
from collections.abc import Callable, Sequence
from functools import cache

from langgraph.runtime import Runtime

from stepresearch.nodes.conversation.answer_schemas import ReflectionDraft, narrowed
from stepresearch.nodes.conversation.model_calls import Decision, decide, opening
from stepresearch.nodes.conversation.prompts import prompt
from stepresearch.nodes.conversation.shared_context import model_of
from stepresearch.nodes.conversation.token_budget import affordable_tokens, passages_tokens
from stepresearch.nodes.evidence.findings import with_ids
from stepresearch.nodes.evidence.note_taking import Notes, note, said_with_figures
from stepresearch.nodes.evidence.passage_selection import PassageSelection, select_passages
from stepresearch.nodes.evidence.scoring import Evidence, Extraction, content_terms
from stepresearch.nodes.evidence.stored_passages import stored_passages
from stepresearch.nodes.fallbacks.reflect import draft_reflection
from stepresearch.nodes.ledger.source_groups import copies_of, copy_groups
from stepresearch.nodes.planning.open_points import points_to_find, points_told
from stepresearch.nodes.planning.queries import Wanted, nearest_tasks, new_queries
from stepresearch.nodes.state.options import Options, options_from
from stepresearch.nodes.state.schema import (
    Finding,
    Notice,
    PassageRecord,
    Plan,
    Query,
    ResearchState,
    ResearchUpdate,
    Task,
)
from stepresearch.nodes.state.usage import budget_of, since, spent_by
from stepresearch.tools.archive import Archive
from stepresearch.tools.llm.chat_model import ChatModel, Message
from stepresearch.tools.toolbox import Toolbox

TURN_TOKENS = 350
READ = "Read."
"""What stands as the agent's reply to passages on which nothing is decided: no token is decoded for it."""


async def reflect(state: ResearchState, runtime: Runtime[Options], *, toolbox: Toolbox) -> ResearchUpdate:
    """Return the new findings, the plan with its settled tasks, and the next round's queries where there is one."""
    begun_s = time.time()
    model = await model_of(state, runtime, toolbox)
    conversation = await opening(state)
    archive = toolbox.archive(runtime.store, started_s=state["started_s"])
    showing = await _showing(state, model, conversation, archive) if model else PassageSelection()
    sources, asked = showing.text, model if showing.passages else None
    floor = cache(lambda: draft_reflection(_evidence(state)))
    over = _over(state, toolbox)
    passages = {passage["passage_id"]: passage for passage in showing.passages}
    turn, notes = await asyncio.gather(
        _turn(state, asked, conversation, sources, floor, over=bool(over)),
        note(
            _to_note(state, showing) if asked else state["plan"]["tasks"],
            _already_shown(state) | passages if asked else {},
            sources,
            model=asked,
            conversation=conversation,
            floor=floor,
        ),
    )
    findings = _findings(state, showing, notes)
    stop = over or _no_news(state, findings) or turn.value.enough
    queries = {} if stop else _next_queries(turn.value.queries, state)
    step, spent = f"reflect:{state['round']}", [one for one in (turn.usage, *notes.usage) if one]
    return ResearchUpdate(
        passages={key: one for key, one in passages.items() if key not in state["passages"]},
        findings=findings,
        gaps=_gaps(state, findings),
        open_points=_open_points(state, turn),
        plan=_settled(state["plan"], turn.value.settled_ids),
        transcript=[*conversation, *_said(turn, sources)],
        shown=[*state["shown"], *passages],
        guided=len(state.get("guidance", [])) if turn.by_model else state["guided"],
        round=state["round"] + 1 if queries else state["round"],
        queries=queries,
        usage={step: since(begun_s)} | {f"{step}:{number}": record for number, record in enumerate(spent)},
        notices=[*_limit(over, await _unread(state, archive)), *turn.notices, *notes.notices],
    )


def _open_points(state: ResearchState, turn: Decision[ReflectionDraft]) -> list[str]:
    """The points that the model found open when it was asked last."""
    if not turn.by_model:
        return state.get("open_points", [])
    return [item["item_id"] for item in points_to_find(state) if item["item_id"] in turn.value.open_ids]


def _findings(state: ResearchState, showing: PassageSelection, notes: Notes) -> dict[str, Finding]:
    """What was noted, and what is shown with a figure."""
    told = said_with_figures(showing, state["plan"]["tasks"], state["sources"], state["queries"])
    passages = state["passages"] | {one["passage_id"]: one for one in showing.passages}
    return with_ids([*notes.noted, *told], state["findings"], passages, round_number=state["round"])


async def _showing(
    state: ResearchState, model: ChatModel, conversation: Sequence[Message], archive: Archive
) -> PassageSelection:
    """What is new to the model, copies of one text but once."""
    used = sum(model.estimate_tokens(message["content"]) for message in conversation)
    options = options_from(state["options"])
    stored = await stored_passages(state["sources"], archive, state["passages"])
    allowance = passages_tokens(
        await model.window_tokens(),
        options.limits,
        used=used,
        shown=sum(model.estimate_tokens(state["passages"][key]["text"]) for key in state["shown"]),
        rounds_left=options.rounds - state["round"],
    )
    if options.max_tokens:
        allowance = min(
            allowance, affordable_tokens(options.max_tokens, tasks=len(state["plan"]["tasks"]), used=used)
        )

    def chosen() -> PassageSelection:
        copies = copies_of(copy_groups(stored.texts), state["sources"])
        return select_passages(
            state, stored, copies, allowance_tokens=allowance, estimate=model.estimate_tokens
        )

    return await asyncio.to_thread(chosen)


async def _turn(
    state: ResearchState,
    model: ChatModel | None,
    conversation: Sequence[Message],
    sources: str,
    floor: Callable[[], Extraction],
    *,
    over: bool,
) -> Decision[ReflectionDraft]:
    """What is settled and what to search for; not asked where searching is over anyway."""
    if over:
        return Decision(ReflectionDraft(enough=True))
    tasks, points = state["plan"]["tasks"], [item["item_id"] for item in points_to_find(state)]
    wishes = state.get("guidance", [])[state["guided"] :]
    instruction = await asyncio.to_thread(
        prompt,
        "reflect",
        sources=sources,
        round=state["round"],
        rounds=options_from(state["options"]).rounds,
        tasks="\n".join(f"{task['task_id']}: {task['question']}" for task in tasks),
        points=await asyncio.to_thread(points_told, state),
        guidance="".join(f"\nThe person adds: {wish}\n" for wish in wishes),
    )
    return await decide(
        "reflect",
        model,
        conversation,
        instruction,
        ReflectionDraft,
        floor=lambda: ReflectionDraft.model_construct(queries=floor().queries),
        max_tokens=TURN_TOKENS,
        schema=narrowed(ReflectionDraft, settled_ids=[task["task_id"] for task in tasks], open_ids=points),
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


def _to_note(state: ResearchState, showing: PassageSelection) -> list[Task]:
    """The tasks to note findings for: those on which something new was shown, and those without any finding."""
    found = {finding["task_id"] for finding in state["findings"].values()}
    bearing = set(showing.task_of.values())
    return [
        task
        for task in state["plan"]["tasks"]
        if task["task_id"] in bearing or (task["task_id"] not in found and not state["corroborated"])
    ]


def _already_shown(state: ResearchState) -> dict[str, PassageRecord]:
    return {passage_id: state["passages"][passage_id] for passage_id in state["shown"]}


def _said(turn: Decision[ReflectionDraft], sources: str) -> tuple[Message, ...]:
    """The turn as it joins the conversation. Passages join it also where the model decided nothing on them."""
    if turn.said or not sources:
        return turn.said
    shown = f"<sources>\n{sources}\n</sources>\n\nThese passages were found too."
    return Message(role="user", content=shown), Message(role="assistant", content=READ)


def _over(state: ResearchState, toolbox: Toolbox) -> str | None:
    """The limit that ends searching, in words, or None."""
    options = options_from(state["options"])
    if state["corroborated"] or state["round"] >= options.rounds:
        return "all rounds were used"
    return budget_of(options).search_ends(spent_by(state, toolbox))


def _no_news(state: ResearchState, findings: dict[str, Finding]) -> bool:
    return state["round"] > 1 and not findings


async def _unread(state: ResearchState, archive: Archive) -> int:
    """How many pages the searches found that were not read."""
    keys = [query["answer_key"] for query in state["queries"].values() if "answer_key" in query]
    answers = await asyncio.gather(*(archive.answer(key) for key in keys))
    found = {hit["url"] for hits in answers for hit in hits or []}
    return len(found - {source["url"] for source in state["sources"].values()})


def _limit(over: str | None, unread: int) -> list[Notice]:
    if over is None or over == "all rounds were used":
        return []
    left = f" Of the pages found, {unread} were not read." if unread else ""
    return [Notice(node="reflect", kind="limit", text=f"Searching ended because {over}.{left}")]


def _next_queries(texts: Sequence[str], state: ResearchState) -> dict[str, Query]:
    tasks = state["plan"]["tasks"]
    wanted = [Wanted(text, nearest_tasks(text, tasks), "what was still missing") for text in texts]
    return new_queries(state["queries"], wanted, round_number=state["round"] + 1)


def _gaps(state: ResearchState, findings: dict[str, Finding]) -> list[str]:
    """Tasks that no finding answers, of this round or an earlier one, whichever task it was noted for."""
    found = [*state["findings"].values(), *findings.values()]
    answered = {finding["task_id"] for finding in found}
    said = [content_terms(finding["claim"]) for finding in found]
    return [
        task["question"]
        for task in state["plan"]["tasks"]
        if task["task_id"] not in answered and not any(_covers(claim, task) for claim in said)
    ]


def _covers(claim: frozenset[str], task: Task) -> bool:
    """Whether a claim holds most words of what a task asks."""
    asked = content_terms(task["question"])
    return 2 * len(asked & claim) > len(asked)


def _settled(plan: Plan, settled: Sequence[str]) -> Plan:
    tasks = [task.copy() for task in plan["tasks"]]
    for task in tasks:
        task["settled"] = task["settled"] or task["task_id"] in settled
    return Plan(tasks=tasks, checklist=plan["checklist"])
