"""The floor of report: a section for each task, from the findings that answer it best and still hold."""

from collections.abc import Mapping, Sequence

from stepresearch.nodes.options import Length
from stepresearch.nodes.state import Claim, Finding, Ledger, SectionPlan, Task

PER_SECTION: dict[Length, int] = {"brief": 4, "standard": 8, "long": 16}
AT_LEAST: dict[Length, int] = {"brief": 8, "standard": 20, "long": 40}
"""Findings in the whole report, shared among its sections where there are few."""


def draft_outline(
    tasks: Sequence[Task], findings: Mapping[str, Finding], ledger: Ledger, length: Length
) -> list[SectionPlan]:
    """Return the sections in the order of the plan, each with its findings, best first.

    A claim stands once, by its best finding. Outdated claims are left to "Where sources disagree".
    """
    sections = [task for task in tasks if any(f["task_id"] == task["task_id"] for f in findings.values())]
    count = max(PER_SECTION[length], AT_LEAST[length] // max(1, len(sections)))
    return [
        SectionPlan(
            section_id=f"X{number}",
            title=task["question"][:1].upper() + task["question"][1:],
            task_ids=[task["task_id"]],
            finding_ids=best_findings(ledger["claims"], findings, {task["task_id"]})[:count],
            brief="",
        )
        for number, task in enumerate(sections, 1)
    ]


def best_findings(claims: Sequence[Claim], findings: Mapping[str, Finding], task_ids: set[str]) -> list[str]:
    """Return the best finding of each claim of the tasks that is not outdated, best first."""
    chosen = [
        findings[claim["finding_ids"][0]]
        for claim in claims
        if claim["task_id"] in task_ids and claim["verdict"] != "outdated"
    ]
    chosen.sort(key=lambda finding: (-finding["score"], int(finding["finding_id"][1:])))
    return [finding["finding_id"] for finding in chosen]
