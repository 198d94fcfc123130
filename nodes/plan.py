"""plan: split the research into tasks with first queries, and write the checklist of the report."""

import time

from stepresearch.nodes.drafts import PlanDraft
from stepresearch.nodes.floors.plan import draft_plan
from stepresearch.nodes.state import ChecklistItem, Plan, ResearchState, ResearchUpdate, Task
from stepresearch.nodes.usage import since


async def plan(state: ResearchState) -> ResearchUpdate:
    """Return the plan."""
    begun_s = time.time()
    draft = draft_plan(state["question"])
    return ResearchUpdate(plan=with_ids(draft), usage={"plan": since(begun_s)})


def with_ids(draft: PlanDraft) -> Plan:
    """Give ids to the tasks (`T1`) and the items of the checklist (`K1`) of a draft."""
    tasks = [
        Task(
            task_id=f"T{number}",
            question=task.question,
            settles=task.settles,
            queries=task.queries,
            depends_on=[
                f"T{other}" for other in task.depends_on if 0 < other <= len(draft.tasks) and other != number
            ],
            settled=False,
        )
        for number, task in enumerate(draft.tasks, 1)
    ]
    checklist = [
        ChecklistItem(item_id=f"K{number}", text=item.text, kind=item.kind)
        for number, item in enumerate(draft.checklist, 1)
    ]
    return Plan(tasks=tasks, checklist=checklist)
