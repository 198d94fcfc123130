"""A plan as a person hands it back: what the interrupt showed, edited, in any of the shapes that faces send."""

import json
import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from stepresearch.nodes.conversation.answer_schemas import PlanDraft, TaskDraft
from stepresearch.nodes.fallbacks.plan import draft_plan
from stepresearch.nodes.planning.items import with_ids
from stepresearch.nodes.state.schema import ChecklistItem, Kind, Plan
from stepresearch.text.language.visible_characters import visible_characters

MAX_TASKS = 20
MAX_TASK_CHARS = 1000
_NUMBER = re.compile(r"^\s*(?:[-*•]|\(?\d{1,2}[.):、]|T\d{1,2}[.:])\s*")


class UnusablePlanError(ValueError):
    """What a person handed back is no plan; the message says why."""


def _line(value: Any) -> Any:
    return " ".join(visible_characters(value).split()) if isinstance(value, str) else value


def _listed(value: Any) -> Any:
    """A list, from a list, from its JSON (agent-chat-ui edits each argument as text), or from lines."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if text.startswith("["):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            raise ValueError("it looks like a list in JSON and is none") from None
    return [line for line in (_NUMBER.sub("", line).strip() for line in text.splitlines()) if line]


def _named(member: str) -> BeforeValidator:
    """Let mere words stand for a record that has nothing else."""
    return BeforeValidator(lambda value: {member: value} if isinstance(value, str) else value)


Line = Annotated[str, BeforeValidator(_line)]


class EditedTask(BaseModel):
    """One part of the plan; without queries they are made from its question."""

    question: Line = Field(max_length=MAX_TASK_CHARS)
    queries: Annotated[list[Line], BeforeValidator(_listed)] | None = Field(default=None, max_length=12)


class EditedItem(BaseModel):
    """One item of the checklist."""

    text: Line = Field(max_length=MAX_TASK_CHARS)
    kind: Kind = "asked"


class EditedPlan(BaseModel):
    """A plan; what else came with it is ignored."""

    model_config = ConfigDict(extra="ignore")

    tasks: Annotated[list[Annotated[EditedTask, _named("question")]], BeforeValidator(_listed)] = Field(
        max_length=MAX_TASKS
    )
    checklist: Annotated[list[Annotated[EditedItem, _named("text")]], BeforeValidator(_listed)] | None = (
        Field(default=None, max_length=MAX_TASKS)
    )


def edited(plan: Plan, given: Any) -> Plan:
    """Return the plan as a person edited it.

    A task that was left as it was keeps its heading, and its queries where none came back with it.

    Raises:
        UnusablePlanError: It is no plan, or has no task.
    """
    found = _plan_in(given)
    if found is None:
        raise UnusablePlanError("The answer has no list of tasks.")
    try:
        read = EditedPlan.model_validate(found)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UnusablePlanError(f"The plan cannot be used: {place}: {first['msg']}.") from None
    tasks = [_draft(task, plan) for task in read.tasks if any(char.isalnum() for char in task.question)]
    if not tasks:
        raise UnusablePlanError("The plan has no task left; leave at least one, or answer stop.")
    return Plan(tasks=with_ids(PlanDraft.model_construct(tasks=tasks)), checklist=_checklist(plan, read))


def _plan_in(given: Any) -> Any:
    """The plan in what was handed back: a list of tasks, the plan, or all that the interrupt showed."""
    if isinstance(given, list):
        return {"tasks": given} if given else None
    if not isinstance(given, Mapping):
        return None
    if "tasks" in given:
        return given
    if "question" in given and "plan" not in given:
        return {"tasks": [given]}
    return _plan_in(given["plan"]) if isinstance(given.get("plan"), Mapping | list) else None


def _draft(task: EditedTask, plan: Plan) -> TaskDraft:
    known = {_line(one["question"]): one for one in plan["tasks"]}.get(task.question)
    queries = [query for query in task.queries or [] if query] or (known["queries"] if known else [])
    return TaskDraft.model_construct(
        question=task.question,
        queries=queries or draft_plan(task.question).tasks[0].queries,
        title=known.get("title", "") if known else "",
    )


def _checklist(plan: Plan, read: EditedPlan) -> list[ChecklistItem]:
    if read.checklist is None:
        return plan["checklist"]
    return [
        ChecklistItem(item_id=f"K{n}", text=item.text, kind=item.kind)
        for n, item in enumerate((one for one in read.checklist if one.text), 1)
    ]
