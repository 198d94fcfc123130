"""What passages are wanted for."""

from stepresearch.nodes.planning.open_points import open_point_aims
from stepresearch.nodes.planning.queries import nearest_tasks
from stepresearch.nodes.planning.question_parts import listed_tasks
from stepresearch.nodes.state.schema import ResearchState, Task


def aims_of(state: ResearchState) -> list[Task]:
    """Return what passages are wanted for: each task of the plan that is not settled, and each point that the question lists.

    A point stands under the task nearest to it. From the second round on what was searched for comes first, then the points
    of the checklist on which nothing was found yet.
    """
    tasks = state["plan"]["tasks"]
    stray = next((task["task_id"] for task in tasks if not task["settled"]), tasks[0]["task_id"])
    asked = [
        Task(
            task_id=next(iter(query["task_ids"]), stray),
            question=query["text"],
            queries=[query["text"]],
            settled=False,
        )
        for query in state["queries"].values()
        if query["round"] == state["round"] > 1
    ]
    points = [
        Task(
            task_id=next(iter(nearest_tasks(point.question, tasks)), tasks[0]["task_id"]),
            question=point.question,
            queries=point.queries,
            settled=False,
        )
        for point in listed_tasks(state["question"], state["brief"].get("form", []))
    ]
    unsettled = [task for task in tasks if not task["settled"]]
    return [*asked, *open_point_aims(state), *unsettled, *points] or tasks
