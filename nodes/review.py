"""review: let a person approve, edit or add to the plan, then turn it into the first round's queries."""

from typing import Any

from langgraph.types import interrupt
from pydantic import BaseModel, ConfigDict, ValidationError

from stepresearch.nodes.drafts import PlanDraft, TaskDraft
from stepresearch.nodes.floors.plan import draft_plan
from stepresearch.nodes.options import options_from
from stepresearch.nodes.plan import with_ids
from stepresearch.nodes.queries import Wanted, new_queries
from stepresearch.nodes.state import Plan, ResearchState, ResearchUpdate
from stepresearch.tools.errors import ConfigError

APPROVALS = frozenset(
    {"", "approve", "approved", "ok", "yes", "y", "proceed", "go", "继续", "同意", "好", "是"}
)


class EditedPlan(BaseModel):
    """A plan as a person hands it back: what the interrupt showed, edited."""

    model_config = ConfigDict(extra="ignore")

    tasks: list[TaskDraft]


async def review(state: ResearchState) -> ResearchUpdate:
    """Return the plan as approved, and its queries.

    The interrupt shows `{"kind": "plan", "plan": …}`. The answer is `"approve"`, words (a wish that becomes a task
    of its own), or `{"tasks": [{"question": …, "queries": […]}, …]}`.
    """
    plan = state["plan"]
    if options_from(state["options"]).review_plan:
        plan = edited(plan, interrupt({"kind": "plan", "question": state["question"], "plan": plan}))
    wanted = [
        Wanted(query, (task["task_id"],), "first queries of the plan")
        for task in plan["tasks"]
        for query in task["queries"]
    ]
    return ResearchUpdate(plan=plan, round=1, queries=new_queries({}, wanted, round_number=1))


def edited(plan: Plan, answer: Any) -> Plan:
    """Return the plan after a person's answer.

    Raises:
        ConfigError: The answer is neither words nor a plan.
    """
    if answer is True or answer is None or (isinstance(answer, str) and answer.strip().lower() in APPROVALS):
        return plan
    if isinstance(answer, str):
        added = draft_plan(answer).tasks
        return Plan(
            tasks=with_ids(PlanDraft(tasks=_drafts(plan) + added))["tasks"], checklist=plan["checklist"]
        )
    try:
        tasks = [
            _with_queries(task) for task in EditedPlan.model_validate(answer).tasks if task.question.strip()
        ]
    except ValidationError as error:
        raise ConfigError(
            f"The answer to the plan cannot be used: {error.errors()[0]['msg']}.",
            hint='Answer "approve", words, or {"tasks": [{"question": "…", "queries": ["…"]}]}.',
        ) from None
    if not tasks:
        raise ConfigError("The edited plan has no task.", hint="Leave at least one, or stop the run.")
    return Plan(tasks=with_ids(PlanDraft(tasks=tasks))["tasks"], checklist=plan["checklist"])


def _drafts(plan: Plan) -> list[TaskDraft]:
    return [
        TaskDraft(question=t["question"], settles=t["settles"], queries=t["queries"]) for t in plan["tasks"]
    ]


def _with_queries(task: TaskDraft) -> TaskDraft:
    return (
        task
        if task.queries
        else task.model_copy(update={"queries": draft_plan(task.question).tasks[0].queries})
    )
