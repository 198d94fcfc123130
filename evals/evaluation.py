"""Judges the reports on a set of tasks, and sums up."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from stepresearch.evals.blocked import without_blocked
from stepresearch.evals.judge_model import JudgeRecord
from stepresearch.evals.judger.judge import Judge
from stepresearch.evals.judger.score import Score, mean_score, score_of, scores_by_axis
from stepresearch.evals.judger.verdicts import Judgement, VerdictMapping
from stepresearch.evals.reports import Report
from stepresearch.evals.statistics import bootstrap_mean
from stepresearch.evals.tasks.task import Task
from stepresearch.evals.together import together
from stepresearch.tools.llm.chat_model import Usage

TASKS_AT_ONCE = 4
"""Few reports side by side: a server keeps only so many prefixes."""


@dataclass(frozen=True, slots=True)
class TaskResult:
    """What was found on one report.

    Attributes:
        task: The task.
        samples: The judgements of each repeat, in the order of the criteria.
        score: Mean over the repeats.
    """

    task: Task
    samples: tuple[tuple[Judgement, ...], ...]
    score: Score


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The result on a set.

    Attributes:
        title: Of the set, or of the rubric.
        mapping: From verdicts to numbers.
        judge: Who judged.
        trust: What the gates say of the judge, in words.
        tasks: One result each, in the order of the set.
        without_report: Ids of tasks that were to be judged and have no report; they are in no figure.
        spent: What judging took now.
        saved: What the answers taken from the cache once took.
        price: Of what was spent now, by the prices given; None where none were.
    """

    title: str
    mapping: VerdictMapping
    judge: JudgeRecord
    trust: str
    tasks: tuple[TaskResult, ...]
    without_report: tuple[str, ...]
    spent: Usage
    saved: Usage
    price: float | None = None

    @property
    def score(self) -> Score:
        """The mean over tasks."""
        return mean_score([one.score for one in self.tasks])

    @property
    def sampling_interval(self) -> tuple[float, float]:
        """The 95 % interval of the mean over tasks like these, missing verdicts at their worst and best."""
        low, _ = bootstrap_mean([one.score.lowest for one in self.tasks])
        _, high = bootstrap_mean([one.score.highest for one in self.tasks])
        return low, high

    def by_axis(self) -> dict[str, tuple[Score, int]]:
        """Return for each axis its mean score over the tasks that have it, and how many these are."""
        scores: dict[str, list[Score]] = {}
        for one in self.tasks:
            for sample in one.samples:
                for axis, score in scores_by_axis(one.task.criteria, sample, self.mapping).items():
                    scores.setdefault(axis, []).append(score)
        repeats = max(len(one.samples) for one in self.tasks)
        return {axis: (mean_score(found), len(found) // repeats) for axis, found in scores.items()}


OnDone = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to evaluate: tasks with criteria, how often, and by which mapping."""

    title: str
    tasks: Sequence[Task]
    mapping: VerdictMapping = VerdictMapping.STEP_TERNARY
    repeats: int = 1


@dataclass(slots=True)
class _Work:
    """The reports being judged, and how many verdicts are in."""

    judge: Judge
    plan: Plan
    reports: Mapping[str, Report]
    on_done: OnDone
    at_once: asyncio.Semaphore
    done: int = 0

    @property
    def todo(self) -> list[Task]:
        return [task for task in self.plan.tasks if task.task_id in self.reports]

    async def on_task(self, task: Task) -> TaskResult:
        whole = sum(len(one.criteria) for one in self.todo) * self.plan.repeats

        def judged(_judgement: Judgement) -> None:
            self.done += 1
            self.on_done(self.done, whole)

        samples = []
        text = self.reports[task.task_id].text
        async with self.at_once:
            for sample in range(self.plan.repeats):
                found = await self.judge.judge(
                    text, task.criteria, task=task.prompt, sample=sample, on_judged=judged
                )
                blocked = task.meta.get("blocked_urls") or ()
                samples.append(tuple(without_blocked(found, text, blocked) if blocked else found))
        score = mean_score([score_of(task.criteria, found, self.plan.mapping) for found in samples])
        return TaskResult(task, tuple(samples), score)


async def evaluate(
    judge: Judge,
    record: JudgeRecord,
    plan: Plan,
    reports: Mapping[str, Report],
    *,
    trust: str = "",
    on_done: OnDone = lambda _done, _all: None,
    has_prices: bool = False,
) -> Evaluation:
    """Judge the report of each task.

    Args:
        judge: Judges.
        record: Of the judge.
        plan: The tasks.
        reports: By the ids of the tasks; a task without one is named and in no figure.
        trust: What the gates say of the judge, for the result.
        on_done: Called with how many verdicts are in, and how many there will be.
        has_prices: Whether the judge's spending has prices.

    Raises:
        ConfigError: The judge cannot be used, or no task has a report.
    """
    work = _Work(judge, plan, reports, on_done, asyncio.Semaphore(TASKS_AT_ONCE))
    async with together() as group:
        tasks = [group.create_task(work.on_task(task)) for task in work.todo]
    spending = judge.calls.spending
    return Evaluation(
        title=plan.title,
        mapping=plan.mapping,
        judge=record,
        trust=trust,
        tasks=tuple(task.result() for task in tasks),
        without_report=tuple(task.task_id for task in plan.tasks if task.task_id not in reports),
        spent=spending.spent,
        saved=spending.saved,
        price=spending.price if has_prices else None,
    )
