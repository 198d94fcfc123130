"""The floor of summarize: the best sentence of each task, or the three best where there is one task."""

from collections.abc import Mapping, Sequence

from stepresearch.nodes.floors.report import best_findings
from stepresearch.nodes.state import Claim, Finding, Task
from stepresearch.text.markdown import escape

SENTENCES = 3


def draft_summary(tasks: Sequence[Task], claims: Sequence[Claim], findings: Mapping[str, Finding]) -> str:
    """Return a paragraph of quoted sentences with citations as `[S3.2]`; undisputed ones where there is a choice."""
    settled = [claim for claim in claims if claim["verdict"] != "contested"]
    count = 1 if len(tasks) >= SENTENCES else SENTENCES
    chosen: list[str] = []
    for task in tasks:
        best = best_findings(settled, findings, {task["task_id"]}) or best_findings(
            claims, findings, {task["task_id"]}
        )
        chosen += best[:count]
    return " ".join(_sentence(findings[finding_id]) for finding_id in dict.fromkeys(chosen))


def _sentence(finding: Finding) -> str:
    return f"“{escape(finding['quote'])}” [{', '.join(finding['passage_ids'])}]"
