"""Points of the checklist on which nothing shown says anything: they are searched for once before the report is written."""

from stepresearch.nodes.conversation.prompt_parts import listed
from stepresearch.nodes.conversation.prompts import prompt
from stepresearch.nodes.planning.queries import Wanted, nearest_tasks
from stepresearch.nodes.planning.question_parts import subject_words, task_for
from stepresearch.nodes.state.schema import ChecklistItem, ResearchState, Task

MAX_SEARCHED = 3
WHY = "a point of the checklist that is still open"


def points_to_find(state: ResearchState) -> list[ChecklistItem]:
    """Return the points that the report must contain; what must not be there is not looked for."""
    return [item for item in state["plan"]["checklist"] if item["kind"] in ("asked", "implied")]


def points_told(state: ResearchState) -> str:
    """Return what the model is asked about the points, nothing where there are none. Reads a file the first time."""
    lines = listed([f"{item['item_id']}: {item['text']}" for item in points_to_find(state)])
    return f"{prompt('points', checklist=lines)}\n" if points_to_find(state) else ""


def open_point_aims(state: ResearchState) -> list[Task]:
    """Return what passages and pages are wanted for on account of open points, each under the task nearest to it."""
    tasks, subject = state["plan"]["tasks"], subject_words(state["question"])
    drafts = [
        task_for(item["text"], subject)
        for item in points_to_find(state)
        if item["item_id"] in state.get("open_points", [])
    ]
    return [
        Task(
            task_id=next(iter(nearest_tasks(one.question, tasks)), tasks[0]["task_id"]),
            question=one.question,
            queries=one.queries,
            settled=False,
        )
        for one in drafts[:MAX_SEARCHED]
    ]


def open_point_queries(state: ResearchState) -> list[Wanted]:
    """Return a query for each open point."""
    return [Wanted(one["queries"][0], (one["task_id"],), WHY) for one in open_point_aims(state)]
