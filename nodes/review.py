"""review: let a person approve, edit or add to the plan, then turn it into the first round's queries."""

import asyncio
import time
from typing import Any

from langgraph.runtime import Runtime
from langgraph.types import interrupt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from stepresearch.nodes.conversation import Decision, decide, opening
from stepresearch.nodes.dossier import model_of
from stepresearch.nodes.drafts import PlanDraft, TaskDraft
from stepresearch.nodes.floors.plan import draft_plan, listed_tasks, wished_tasks
from stepresearch.nodes.floors.reflect import content_terms
from stepresearch.nodes.options import Options, options_from
from stepresearch.nodes.plan import PLAN_TOKENS, distinct, with_ids, with_wish
from stepresearch.nodes.prompting import prompt
from stepresearch.nodes.queries import POINT, Wanted, nearest_tasks, new_queries
from stepresearch.nodes.state import ChecklistItem, Kind, Plan, ResearchState, ResearchUpdate
from stepresearch.nodes.usage import since
from stepresearch.tools.errors import ConfigError
from stepresearch.tools.toolbox import Toolbox

APPROVALS = frozenset(
    {"", "approve", "approved", "ok", "yes", "y", "proceed", "go", "继续", "同意", "好", "是"}
)


class EditedTask(BaseModel):
    """One part of the plan as a person hands it back; without queries they are made from its question."""

    question: str
    queries: list[str] = Field(default_factory=list, max_length=12)


class EditedItem(BaseModel):
    """One item of the checklist as a person hands it back."""

    text: str
    kind: Kind = "asked"


class EditedPlan(BaseModel):
    """A plan as a person hands it back: what the interrupt showed, edited."""

    model_config = ConfigDict(extra="ignore")

    tasks: list[EditedTask]
    checklist: list[EditedItem] | None = None


async def review(state: ResearchState, runtime: Runtime[Options], *, toolbox: Toolbox) -> ResearchUpdate:
    """Return the plan as approved, and its queries.

    The interrupt shows `{"kind": "plan", "plan": …}`. The answer is `"approve"`, words (a wish, by which the plan is
    made again), or `{"tasks": [{"question": …, "queries": […]}, …], "checklist": [{"text": …}, …]}`.
    """
    if not options_from(state["options"]).review_plan:
        return approved(state["plan"], state["question"])
    begun_s = time.time()
    answer = interrupt({"kind": "plan", "question": state["question"], "plan": state["plan"]})
    if not isinstance(answer, str) or answer.strip().lower() in APPROVALS:
        return approved(edited(state["plan"], answer), state["question"])
    made = await _made_again(state, answer, runtime, toolbox)
    update = approved(
        Plan(tasks=with_ids(distinct(made.value)), checklist=with_wish(state["plan"]["checklist"], answer)),
        state["question"],
    )
    update["transcript"] = [*state["transcript"], *made.said]
    update["usage"] = {"review": made.usage or since(begun_s)}
    update["notices"] = list(made.notices)
    return update


def edited(plan: Plan, answer: Any) -> Plan:
    """Return the plan after a person's approval or edit.

    Raises:
        ConfigError: The answer is neither words nor a plan.
    """
    if answer is True or answer is None or isinstance(answer, str):
        return plan
    try:
        given = EditedPlan.model_validate(answer)
    except ValidationError as error:
        raise ConfigError(
            f"The answer to the plan cannot be used: {error.errors()[0]['msg']}.",
            hint='Answer "approve", words, or {"tasks": [{"question": "…", "queries": ["…"]}]}.',
        ) from None
    tasks = [_with_queries(task) for task in given.tasks if task.question.strip()]
    if not tasks:
        raise ConfigError("The edited plan has no task.", hint="Leave at least one, or stop the run.")
    titles = {task["question"]: task.get("title", "") for task in plan["tasks"]}
    tasks = [task.model_copy(update={"title": titles.get(task.question, "")}) for task in tasks]
    return Plan(tasks=with_ids(PlanDraft.model_construct(tasks=tasks)), checklist=_checklist(plan, given))


async def _made_again(
    state: ResearchState, wish: str, runtime: Runtime[Options], toolbox: Toolbox
) -> Decision[PlanDraft]:
    """The plan changed as wished; without a model the wish becomes a task of its own."""
    return await decide(
        "review",
        await model_of(state, runtime, toolbox),
        await opening(state),
        await asyncio.to_thread(prompt, "replan", wish=wish),
        PlanDraft,
        floor=lambda: PlanDraft.model_construct(
            tasks=[*_drafts(state["plan"]), *wished_tasks(wish, state["question"])][:7]
        ),
        max_tokens=PLAN_TOKENS,
    )


def approved(plan: Plan, question: str) -> ResearchUpdate:
    """The plan with its queries, and one for each point that the question lists: none goes unsearched.

    Where no query of the plan has a word of the question, the question's own words are searched too.
    """
    wanted = [
        Wanted(query, (task["task_id"],), "first queries of the plan")
        for task in plan["tasks"]
        for query in task["queries"]
    ]
    wanted += [
        Wanted(point.queries[0], nearest_tasks(point.question, plan["tasks"]), POINT)
        for point in listed_tasks(question)
    ]
    asked = content_terms(question)
    if not any(asked & content_terms(one.text) for one in wanted):
        own = draft_plan(question).tasks[0].queries[0]
        wanted.insert(0, Wanted(own, (plan["tasks"][0]["task_id"],), "the question's own words"))
    return ResearchUpdate(plan=plan, round=1, queries=new_queries({}, wanted, round_number=1))


def _checklist(plan: Plan, given: EditedPlan) -> list[ChecklistItem]:
    if given.checklist is None:
        return plan["checklist"]
    return [
        ChecklistItem(item_id=f"K{n}", text=item.text, kind=item.kind)
        for n, item in enumerate(given.checklist, 1)
    ]


def _drafts(plan: Plan) -> list[TaskDraft]:
    return [TaskDraft.model_construct(question=t["question"], queries=t["queries"]) for t in plan["tasks"]]


def _with_queries(task: EditedTask) -> TaskDraft:
    queries = task.queries or draft_plan(task.question).tasks[0].queries
    return TaskDraft.model_construct(question=task.question, queries=queries)
