"""The floor of summarize: the best sentence of each task, or its two or three best where there are fewer than three."""

from collections.abc import Mapping, Sequence

from stepresearch.nodes.conversation.answer_schemas import SummaryDraft, SummarySentence
from stepresearch.nodes.evidence.findings import best_findings
from stepresearch.nodes.state.schema import Claim, Finding, Task
from stepresearch.text.claims.modality import is_forecast, is_plan

SENTENCES = {1: 3, 2: 2}
"""In the short answer for each task, by how many tasks there are; one where there are more."""
CONTESTED, CORROBORATED = 0.85, 1.25
"""What a finding is worth for the short answer that another source disputes, and one that another source bears out."""


def draft_summary(
    tasks: Sequence[Task], claims: Sequence[Claim], findings: Mapping[str, Finding]
) -> SummaryDraft:
    """Return quoted sentences with their passages; undisputed and well supported ones, and no plans, where there is a choice."""
    worth = {
        finding_id: findings[finding_id]["score"] * _standing(claim)
        for claim in claims
        for finding_id in claim["finding_ids"]
    }
    count = SENTENCES.get(len(tasks), 1)
    chosen: list[str] = []
    for task in tasks:
        best = best_findings(claims, findings, {task["task_id"]})
        asks_plan = is_forecast(task["question"]) or is_plan(task["question"])
        best.sort(key=lambda i: (not asks_plan and _tells_a_plan(findings[i]), -worth[i]))
        chosen += best[:count]
    return SummaryDraft.model_construct(sentences=[_sentence(findings[i]) for i in dict.fromkeys(chosen)])


def _standing(claim: Claim) -> float:
    contested = CONTESTED if claim["verdict"] == "contested" else 1.0
    return contested * (CORROBORATED if len(claim["groups"]) > 1 else 1.0)


def _tells_a_plan(finding: Finding) -> bool:
    """Return whether a finding gives a figure that is expected or planned."""
    return is_forecast(finding["quote"]) and any(char.isdigit() for char in finding["quote"])


def _sentence(finding: Finding) -> SummarySentence:
    text = f"“{finding['quote']}”" if finding["quote"] else finding["claim"]
    return SummarySentence(text=text, passage_ids=finding["passage_ids"])
