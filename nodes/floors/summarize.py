"""The floor of summarize: the best sentence of each task, or the three best where there is one task."""

from collections.abc import Mapping, Sequence

from stepresearch.nodes.drafts import SummaryDraft, SummarySentence
from stepresearch.nodes.floors.report import best_findings
from stepresearch.nodes.state import Claim, Finding, Task

SENTENCES = 3


def draft_summary(
    tasks: Sequence[Task], claims: Sequence[Claim], findings: Mapping[str, Finding]
) -> SummaryDraft:
    """Return quoted sentences with their passages; undisputed ones where there is a choice."""
    settled = [claim for claim in claims if claim["verdict"] != "contested"]
    count = 1 if len(tasks) >= SENTENCES else SENTENCES
    chosen: list[str] = []
    for task in tasks:
        best = best_findings(settled, findings, {task["task_id"]}) or best_findings(
            claims, findings, {task["task_id"]}
        )
        chosen += best[:count]
    return SummaryDraft.model_construct(sentences=[_sentence(findings[i]) for i in dict.fromkeys(chosen)])


def _sentence(finding: Finding) -> SummarySentence:
    return SummarySentence(text=f"“{finding['quote']}”", passage_ids=finding["passage_ids"])
