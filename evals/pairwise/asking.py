"""Asks a judge about two reports side by side."""

import asyncio
import hashlib
from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from stepresearch.evals.judger.answers import LONGEST_REASON, batch_of
from stepresearch.evals.judger.asking import NO_TASK, listed
from stepresearch.evals.judger.calls import JudgeCalls
from stepresearch.evals.judger.rubric import Criterion
from stepresearch.evals.pairwise.verdicts import DIMENSIONS, Pair, PairAnswer, PairVerdict
from stepresearch.evals.prompt_files import Prompts
from stepresearch.tools.errors import BudgetExceeded, ModelError
from stepresearch.tools.llm.chat_model import Message

PROMPTS = Prompts("stepresearch.evals.pairwise")
PAIR_TOKENS = 1800
RACE_TOKENS_A_CRITERION = 220


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore")


class DimensionAnswer(_Answer):
    """Which side is better in a dimension, and why."""

    reason: str = Field(max_length=LONGEST_REASON)
    better: Literal["left", "right", "equal"]


class ComparedAnswer(_Answer):
    """A comparison of two reports."""

    completeness: DimensionAnswer
    depth: DimensionAnswer
    fitness: DimensionAnswer
    readability: DimensionAnswer
    reason: str = Field(max_length=LONGEST_REASON)
    verdict: Literal["left", "right", "both_good", "both_fair", "both_poor"]


class ScoredAnswer(_Answer):
    """What both reports get on a criterion."""

    reason: str = Field(max_length=LONGEST_REASON)
    left: float = Field(ge=0, le=10)
    right: float = Field(ge=0, le=10)


async def compare(calls: JudgeCalls, task: str, left: str, right: str, *, sample: int = 0) -> PairAnswer:
    """Return what the judge says of two reports in this order.

    Raises:
        ModelError: There is no usable answer.
        BudgetExceeded: A limit was reached.
    """
    asked = await calls.ask(
        _question("pair", task, left, right), ComparedAnswer, max_tokens=PAIR_TOKENS, sample=sample
    )
    answer = asked.value
    told = {name: getattr(answer, name) for name in DIMENSIONS}
    dimensions = {name: (one.better, one.reason) for name, one in told.items()}
    return PairAnswer(PairVerdict(answer.verdict), answer.reason, dimensions)


async def compare_both_ways(calls: JudgeCalls, task_id: str, task: str, first: str, second: str) -> Pair:
    """Return a pair compared in both orders; where an answer is missing the pair says why."""
    straight, swapped = await asyncio.gather(
        compare(calls, task, first, second), compare(calls, task, second, first), return_exceptions=True
    )
    faults = [one for one in (straight, swapped) if isinstance(one, BaseException)]
    for fault in faults:
        if not isinstance(fault, ModelError | BudgetExceeded):
            raise fault
    return Pair(
        task_id,
        None if isinstance(straight, BaseException) else straight,
        None if isinstance(swapped, BaseException) else swapped,
        fault=str(faults[0]) if faults else "",
    )


async def score_both(
    calls: JudgeCalls, task: str, left: str, right: str, criteria: Sequence[Criterion]
) -> tuple[float, float]:
    """Return the weighted scores from 0 to 10 of two reports, all criteria in one call, as RACE asks (arXiv 2506.11763).

    Raises:
        ModelError: There is no usable answer.
        BudgetExceeded: A limit was reached.
    """
    form = batch_of(ScoredAnswer, [one.criterion_id for one in criteria])
    asked = await calls.ask(
        _question("race", task, left, right, criteria=listed(criteria)),
        form,
        max_tokens=RACE_TOKENS_A_CRITERION * len(criteria),
    )
    whole = sum(one.weight for one in criteria)
    scored = [
        (one.weight, getattr(asked.value, f"criterion_{number}")) for number, one in enumerate(criteria, 1)
    ]
    return (
        sum(weight * answer.left for weight, answer in scored) / whole,
        sum(weight * answer.right for weight, answer in scored) / whole,
    )


def race_score(target: float, reference: float) -> float:
    """Return RACE's overall score: the target's share of both; 0.5 says as good as the reference."""
    return target / (target + reference) if target + reference > 0 else 0.5


def _question(name: str, task: str, left: str, right: str, **values: str) -> list[Message]:
    asked = PROMPTS.fill(
        name,
        task=task.strip() or NO_TASK,
        left=left,
        right=right,
        left_mark=_mark(left),
        right_mark=_mark(right),
        **values,
    )
    return [
        Message(role="system", content=PROMPTS.fill("system")),
        Message(role="user", content=asked),
    ]


def _mark(report: str) -> str:
    return hashlib.sha256(report.encode("utf-8", "surrogatepass")).hexdigest()[:12]
