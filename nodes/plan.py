"""plan: split the research into tasks with first queries, and write the checklist of the report."""

import asyncio
import time
from collections.abc import Sequence

from langgraph.runtime import Runtime

from stepresearch.nodes.conversation import decide, opening
from stepresearch.nodes.dossier import model_of
from stepresearch.nodes.drafts import ChecklistDraft, PlanDraft
from stepresearch.nodes.floors.plan import asked_points, draft_plan
from stepresearch.nodes.floors.reflect import content_terms
from stepresearch.nodes.options import Options
from stepresearch.nodes.prompting import prompt
from stepresearch.nodes.state import Brief, ChecklistItem, Kind, Plan, ResearchState, ResearchUpdate, Task
from stepresearch.nodes.usage import since
from stepresearch.tools.toolbox import Toolbox

PLAN_TOKENS = 600
CHECKLIST_TOKENS = 600


async def plan(state: ResearchState, runtime: Runtime[Options], *, toolbox: Toolbox) -> ResearchUpdate:
    """Return the plan: tasks by a turn of the conversation, the checklist by a leaf beside it."""
    begun_s = time.time()
    model = await model_of(state, runtime, toolbox)
    conversation, question = await opening(state), state["question"]
    brief = told(state["brief"])
    planned, listed = await asyncio.gather(
        decide(
            "plan",
            model,
            conversation,
            await asyncio.to_thread(prompt, "plan", question=question, brief=brief),
            PlanDraft,
            floor=lambda: draft_plan(question),
            max_tokens=PLAN_TOKENS,
        ),
        decide(
            "checklist",
            model,
            conversation,
            await asyncio.to_thread(prompt, "checklist", question=question, brief=brief),
            ChecklistDraft,
            floor=ChecklistDraft,
            max_tokens=CHECKLIST_TOKENS,
        ),
    )
    usage = {"plan": since(begun_s), "plan:turn": planned.usage, "plan:checklist": listed.usage}
    return ResearchUpdate(
        plan=Plan(
            tasks=with_ids(related(planned.value, question)),
            checklist=checklist_items(asked_points(question), listed.value),
        ),
        transcript=[*conversation, *planned.said],
        usage={key: record for key, record in usage.items() if record},
        notices=[*planned.notices, *listed.notices],
    )


def told(brief: Brief) -> str:
    """Return what is known of the question beyond its words, as lines; empty where nothing is."""
    lines = [f"What is meant: {brief['objective']}"] if brief["scope"] or brief["implied"] else []
    lines += [f"Scope: {brief['scope']}"] if brief["scope"] else []
    lines += [f"Implied: {'; '.join(brief['implied'])}"] if brief["implied"] else []
    lines += [f"The person adds: {answer}" for answer in brief["answers"]]
    return "".join(f"{line}\n" for line in lines)


def related(draft: PlanDraft, question: str) -> PlanDraft:
    """Return the plan, with the question itself as its first task where no task has a word of it."""
    asked = content_terms(question)
    if any(asked & content_terms(task.question) for task in draft.tasks):
        return draft
    return PlanDraft.model_construct(tasks=[*draft_plan(question).tasks[:1], *draft.tasks[:6]])


def with_ids(draft: PlanDraft) -> list[Task]:
    """Give ids to the tasks of a draft: `T1` and so on."""
    return [
        Task(
            task_id=f"T{number}",
            question=task.question,
            queries=task.queries or [task.question],
            settled=False,
        )
        for number, task in enumerate(draft.tasks, 1)
    ]


def checklist_items(asked: Sequence[str], draft: ChecklistDraft) -> list[ChecklistItem]:
    """Give ids to the items of a checklist, `K1` and so on: what the question asks for, then what the draft adds."""
    items: list[tuple[Kind, str]] = [("asked", text) for text in asked]
    items += [("implied", text) for text in draft.implied]
    items += [("must_not", text) for text in draft.must_not]
    return [ChecklistItem(item_id=f"K{n}", text=text, kind=kind) for n, (kind, text) in enumerate(items, 1)]
