"""The fallback of summarize: what answers the question first, then the best findings of the tasks."""

from collections.abc import Mapping, Sequence

from stepresearch.nodes.conversation.answer_schemas import SummaryDraft, SummarySentence
from stepresearch.nodes.evidence.findings import best_findings
from stepresearch.nodes.fallbacks.answering import Answer, best_answers
from stepresearch.nodes.fallbacks.statements import Statement
from stepresearch.nodes.state.schema import Claim, Finding, PassageRecord, Source, Task
from stepresearch.text.claims.modality import is_forecast, is_plan
from stepresearch.text.language.whitespace import folded

SENTENCES = {1: 3, 2: 2}
"""In the short answer for each task, by how many tasks there are; one where there are more."""
CONTESTED, CORROBORATED, OUTDATED = 0.85, 1.25, 0.3
"""What a finding is worth for the short answer that another source disputes, bears out, or has overtaken."""
PLANNED = 0.8
"""What a figure is worth that was planned, where what happened is asked for."""


def draft_summary(
    tasks: Sequence[Task],
    claims: Sequence[Claim],
    findings: Mapping[str, Finding],
    passages: Sequence[PassageRecord],
    sources: Mapping[str, Source],
) -> SummaryDraft:
    """Return statements of the sources with their passages: what answers the one question, else the best finding of each task.

    Parts of a broad question ask for an account, which no value of one kind answers.

    Undisputed and well supported findings come first, and no plans, where there is a choice.
    """
    count, verdicts = SENTENCES.get(len(tasks), 1), _verdicts(claims, findings)
    sentences: list[SummarySentence] = []
    for task in tasks:
        answers = _answers(task, verdicts, passages, sources, count) if len(tasks) == 1 else []
        own = [
            SummarySentence(text=one.text, passage_ids=[one.statement.passage["passage_id"]])
            for one in answers
        ]
        said = {folded(one.statement.slice_) for one in answers}
        further = (
            _sentence(findings[key])
            for key in _best(task, claims, findings)
            if folded(findings[key]["quote"]) not in said
        )
        for sentence in further:
            if len(own) < count and not any(_says_same(sentence, other) for other in [*own, *sentences]):
                own.append(sentence)
        sentences += [one for one in own if not any(_says_same(one, other) for other in sentences)]
    return SummaryDraft.model_construct(sentences=sentences)


def _answers(
    task: Task,
    verdicts: Mapping[tuple[str, str], Claim],
    passages: Sequence[PassageRecord],
    sources: Mapping[str, Source],
    count: int,
) -> list[Answer]:
    """The statements that answer a question of one part."""
    asks_plan = _asks_plan(task)

    def weigh(one: Statement) -> float:
        claim = verdicts.get((one.passage["passage_id"], folded(one.slice_)))
        planned = PLANNED if not asks_plan and _is_planned(one.text) else 1.0
        return planned * (_standing(claim) if claim else 1.0)

    return best_answers(task["question"], passages, sources, count=count, weigh=weigh)


def _verdicts(claims: Sequence[Claim], findings: Mapping[str, Finding]) -> dict[tuple[str, str], Claim]:
    """Return the claims by the passages and words that state them."""
    return {
        (passage_id, folded(findings[key]["quote"])): claim
        for claim in claims
        for key in claim["finding_ids"]
        for passage_id in findings[key]["passage_ids"]
    }


def _asks_plan(task: Task) -> bool:
    return is_forecast(task["question"]) or is_plan(task["question"])


def _best(task: Task, claims: Sequence[Claim], findings: Mapping[str, Finding]) -> list[str]:
    worth = {
        finding_id: findings[finding_id]["score"] * _standing(claim)
        for claim in claims
        for finding_id in claim["finding_ids"]
    }
    asks_plan = _asks_plan(task)
    found = best_findings(claims, findings, {task["task_id"]})
    found.sort(key=lambda key: (not asks_plan and _is_planned(findings[key]["quote"]), -worth[key]))
    return [key for key in found if not findings[key]["quote"].rstrip().endswith(("?", "？"))]


def _says_same(one: SummarySentence, other: SummarySentence) -> bool:
    a, b = (folded(sentence.text).strip("“”") for sentence in (one, other))
    return a in b or b in a


def _standing(claim: Claim) -> float:
    if claim["verdict"] == "outdated":
        return OUTDATED
    contested = CONTESTED if claim["verdict"] == "contested" else 1.0
    return contested * (CORROBORATED if len(claim["groups"]) > 1 else 1.0)


def _is_planned(text: str) -> bool:
    """Return whether a statement gives a figure that is expected or planned."""
    return is_forecast(text) and any(char.isdigit() for char in text)


def _sentence(finding: Finding) -> SummarySentence:
    text = f"“{finding['quote']}”" if finding["quote"] else finding["claim"]
    return SummarySentence(text=text, passage_ids=finding["passage_ids"])
