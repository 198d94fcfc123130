"""The floor of report: a section for each point asked for or task, with the findings that answer it and still hold."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from stepresearch.nodes.evidence.findings import best_findings
from stepresearch.nodes.planning.form import without_form
from stepresearch.nodes.planning.question_parts import listed_points
from stepresearch.nodes.state.depth import Length
from stepresearch.nodes.state.schema import Finding, Ledger, SectionPlan, Task
from stepresearch.text.language.words import terms

PER_SECTION: dict[Length, int] = {"brief": 4, "standard": 8, "long": 16}
AT_LEAST: dict[Length, int] = {"brief": 8, "standard": 20, "long": 40}
"""Findings in the whole report, shared among its sections where there are few."""

MAX_SECTIONS = 9

Placed = tuple[str, list[str], list[str]]
"""Title, task ids and finding ids of a section."""


def draft_outline(
    question: str,
    tasks: Sequence[Task],
    findings: Mapping[str, Finding],
    ledger: Ledger,
    *,
    length: Length,
    keeps_all: bool,
    form: Sequence[str] = (),
    one_part: str = "",
) -> list[SectionPlan]:
    """Return the sections, each with its findings, best first.

    A question that lists points prescribes the sections; else there is one for each task of the plan. A claim stands
    once, by its best finding. Outdated claims are left to "Where sources disagree".

    Args:
        question: As asked.
        tasks: Of the plan.
        findings: By id.
        ledger: Says which findings are one claim, and what is outdated.
        length: Of the report.
        keeps_all: Whether a section without findings stays: a model that read the passages may know more.
        form: Orders on the text, which are no points.
        one_part: Title of the one section that a short text has; empty where it may have several.
    """
    best = best_findings(ledger["claims"], findings, {task["task_id"] for task in tasks})
    points = without_form(listed_points(question), form)[:MAX_SECTIONS]
    ranked = [findings[finding_id] for finding_id in best]
    placed = _by_point(points, tasks, ranked) if points else _by_task(tasks, ranked)
    kept = [(title, task_ids, ids) for title, task_ids, ids in placed if ids or (keeps_all and best)]
    count = max(PER_SECTION[length], AT_LEAST[length] // max(1, len(kept)))
    return _numbered(_as_one(kept, one_part) if one_part and not points and len(kept) > 1 else kept, count)


def _numbered(placed: Sequence[Placed], count: int) -> list[SectionPlan]:
    return [
        SectionPlan(
            section_id=f"X{number}",
            title=title[:1].upper() + title[1:],
            task_ids=task_ids,
            finding_ids=ids[:count],
        )
        for number, (title, task_ids, ids) in enumerate(placed, 1)
    ]


def _as_one(placed: Sequence[Placed], title: str) -> list[Placed]:
    task_ids = dict.fromkeys(task_id for _, ids, _ in placed for task_id in ids)
    return [(title, list(task_ids), _in_turns([ids for _, _, ids in placed]))]


def _in_turns(lists: Sequence[Sequence[str]]) -> list[str]:
    """The members of lists, the first of each before the second of any."""
    return [one for row in zip_longest(*lists) for one in row if one is not None]


def _by_task(tasks: Sequence[Task], findings: Sequence[Finding]) -> list[Placed]:
    return [
        (
            task["question"],
            [task["task_id"]],
            [f["finding_id"] for f in findings if f["task_id"] == task["task_id"]],
        )
        for task in tasks
    ]


def _by_point(points: Sequence[str], tasks: Sequence[Task], findings: Sequence[Finding]) -> list[Placed]:
    """Points with the tasks closest to them and the findings that share most words with them."""
    words = [frozenset(terms(point)) for point in points]
    of_task = {task["task_id"]: frozenset(terms(task["question"])) for task in tasks}
    placed: list[list[str]] = [[] for _ in points]
    for finding in findings:
        own = frozenset(terms(finding["claim"]))
        about = of_task.get(finding["task_id"], frozenset())
        best = max(range(len(points)), key=lambda n: (len(words[n] & own), len(words[n] & about), -n))
        placed[best].append(finding["finding_id"])
    nearest = [_nearest(own, of_task) for own in words]
    return [(point, [task_id], ids) for point, task_id, ids in zip(points, nearest, placed, strict=True)]


def _nearest(words: frozenset[str], of_task: Mapping[str, frozenset[str]]) -> str:
    return max(of_task, key=lambda task_id: len(words & of_task[task_id]))
