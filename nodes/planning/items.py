"""Tasks and checklist items from a draft: distinct, numbered, with what a person wished."""

from collections.abc import Sequence

from stepresearch.nodes.conversation.answer_schemas import PlanDraft, TaskDraft
from stepresearch.nodes.state.schema import ChecklistItem, Task
from stepresearch.text.language.words import terms

PLAN_TOKENS = 600
MAX_TITLE_CHARS = 60
NEARLY_ALL = 0.8
"""Share of the words of two parts that are in both, from which they may ask the same."""


def distinct(draft: PlanDraft) -> PlanDraft:
    """Return the plan without parts that ask what an earlier one does; their queries go to that one."""
    kept: list[TaskDraft] = []
    for task in draft.tasks:
        same = next((n for n, one in enumerate(kept) if _asks_the_same(one, task)), None)
        if same is None:
            kept.append(task)
        else:
            queries = list(dict.fromkeys([*kept[same].queries, *task.queries]))
            kept[same] = kept[same].model_copy(update={"queries": queries})
    return PlanDraft.model_construct(tasks=kept)


def _asks_the_same(one: TaskDraft, other: TaskDraft) -> bool:
    """Whether two parts are one in all their words, or in nearly all and in those of their queries."""
    asked, asked_too = frozenset(terms(one.question)), frozenset(terms(other.question))
    if asked == asked_too:
        return True
    shared = len(asked & asked_too) / len(asked | asked_too)
    return shared >= NEARLY_ALL and frozenset(terms(" ".join(one.queries))) == frozenset(
        terms(" ".join(other.queries))
    )


def with_ids(draft: PlanDraft) -> list[Task]:
    """Give ids to the tasks of a draft: `T1` and so on."""
    titles = [task.title.strip().rstrip(".。:：") for task in draft.tasks]
    return [
        Task(
            task_id=f"T{number}",
            title=title if _is_title(title) and titles.count(title) == 1 else "",
            question=task.question,
            queries=task.queries or [task.question],
            settled=False,
        )
        for number, (task, title) in enumerate(zip(draft.tasks, titles, strict=True), 1)
    ]


def _is_title(text: str) -> bool:
    """Whether a heading is short, in one line, and neither a question nor a citation."""
    return 0 < len(text) <= MAX_TITLE_CHARS and not set(text) & set("?？\n[]#")


def with_wish(checklist: Sequence[ChecklistItem], wish: str) -> list[ChecklistItem]:
    """Return the checklist with what a person wished for on reading the plan, as a point that was asked for."""
    numbers = [int(item["item_id"][1:]) for item in checklist]
    added = ChecklistItem(
        item_id=f"K{max(numbers, default=0) + 1}", text=" ".join(wish.split()), kind="asked"
    )
    return [*checklist, added]
