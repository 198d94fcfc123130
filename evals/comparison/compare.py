"""Compares systems by one of three protocols, over the tasks that all of them answered."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations

from stepresearch.evals.comparison.systems import System, common_tasks
from stepresearch.evals.evaluation import Evaluation, Plan, evaluate
from stepresearch.evals.judge_model import JudgeRecord
from stepresearch.evals.judger.judge import Judge
from stepresearch.evals.judger.verdicts import VerdictMapping
from stepresearch.evals.pairwise.asking import compare_both_ways, race_score, score_both
from stepresearch.evals.pairwise.verdicts import SIGNIFICANT, Pair, tally
from stepresearch.evals.statistics import TOLERANCE, bootstrap_mean, sign_flip_test
from stepresearch.evals.tasks.task import Task
from stepresearch.evals.together import together
from stepresearch.tools.errors import BudgetExceeded, ConfigError, ModelError
from stepresearch.tools.llm.chat_model import Usage


class Protocol(StrEnum):
    """How systems are compared."""

    RUBRIC = "rubric"
    """Each report by the criteria of its task."""
    ADR = "adr"
    """Reports side by side, each pair of systems, both orders."""
    RACE = "race"
    """Against the reports of the first system, which are the reference."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The score of a system, from 0 to 1.

    Attributes:
        name: Of the system.
        value: Mean over the tasks with a score; None where there is none.
        interval: At 95 %, for tasks like these.
        missing: Tasks, or verdicts, without a usable answer.
        axes: Scores by axis, lowest and highest possible, where the protocol has them.
    """

    name: str
    value: float | None
    interval: tuple[float, float] | None
    missing: int = 0
    axes: dict[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Duel:
    """Two systems against each other.

    Attributes:
        first: Name of one.
        second: Name of the other.
        wins: Tasks on which the first is better.
        ties: Tasks on which neither is.
        losses: Tasks on which the second is better.
        p_value: How often two systems that are equally good would differ as much: by the sign test where pairs were
            compared, by random signs of the differences where scores were.
        interval: Of the mean difference or of the win score, at 95 %.
        told: What it says, in a sentence.
        pairs: Each comparison with its reasons, in the protocol `adr`.
    """

    first: str
    second: str
    wins: int
    ties: int
    losses: int
    p_value: float
    interval: tuple[float, float] | None
    told: str
    pairs: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison found.

    Attributes:
        title: Of the set.
        protocol: How.
        judge: Who judged.
        trust: What the gates say of the judge.
        systems: As they were given.
        tasks: On which all have a report.
        left_out: Ids of tasks on which not all have one.
        standings: One a system; in `adr` none.
        duels: Every two systems.
        spent: What judging took now.
        mapping: In the protocol `rubric`.
    """

    title: str
    protocol: Protocol
    judge: JudgeRecord
    trust: str
    systems: tuple[System, ...]
    tasks: tuple[Task, ...]
    left_out: tuple[str, ...]
    standings: tuple[Standing, ...]
    duels: tuple[Duel, ...]
    spent: Usage
    mapping: VerdictMapping | None = None


OnDone = Callable[[int, int], None]


@dataclass(slots=True)
class Comparing:
    """A comparison under way.

    Attributes:
        judge: Judges.
        record: Of the judge.
        trust: What the gates say of it.
        title: Of the set.
        mapping: From verdicts to numbers, in the protocol `rubric`.
        on_done: Called with how much is in, and how much there will be.
    """

    judge: Judge
    record: JudgeRecord
    trust: str
    title: str
    mapping: VerdictMapping = VerdictMapping.STEP_TERNARY
    on_done: OnDone = lambda _done, _all: None

    async def run(self, protocol: Protocol, systems: Sequence[System], tasks: Sequence[Task]) -> Comparison:
        """Compare.

        Raises:
            ConfigError: The judge cannot be used, there is no common task, or the tasks lack what the protocol needs.
        """
        common = common_tasks(systems, tasks)
        if protocol is not Protocol.ADR and not all(task.criteria for task in common):
            raise ConfigError(
                f"The protocol {protocol} needs tasks with criteria.", hint="--protocol adr needs none."
            )
        by = {Protocol.RUBRIC: self._rubric, Protocol.ADR: self._adr, Protocol.RACE: self._race}
        standings, duels = await by[protocol](systems, common)
        ids = {task.task_id for task in common}
        return Comparison(
            self.title,
            protocol,
            self.record,
            self.trust,
            tuple(systems),
            tuple(common),
            tuple(task.task_id for task in tasks if task.task_id not in ids),
            tuple(standings),
            tuple(duels),
            self.judge.calls.spending.spent,
            self.mapping if protocol is Protocol.RUBRIC else None,
        )

    async def _rubric(
        self, systems: Sequence[System], tasks: Sequence[Task]
    ) -> tuple[list[Standing], list[Duel]]:
        plan = Plan(self.title, tasks, self.mapping)
        results = [
            await evaluate(self.judge, self.record, plan, one.reports, on_done=self.on_done)
            for one in systems
        ]
        standings = [_standing(one.name, found) for one, found in zip(systems, results, strict=True)]
        scores = {
            one.name: [task.score.value for task in found.tasks]
            for one, found in zip(systems, results, strict=True)
        }
        return standings, [
            _duel(a.name, b.name, scores[a.name], scores[b.name]) for a, b in combinations(systems, 2)
        ]

    async def _adr(
        self, systems: Sequence[System], tasks: Sequence[Task]
    ) -> tuple[list[Standing], list[Duel]]:
        whole = len(tasks) * len(list(combinations(systems, 2)))
        done = 0

        async def one(first: System, second: System, task: Task) -> Pair:
            nonlocal done
            texts = (first.reports[task.task_id].text, second.reports[task.task_id].text)
            pair = await compare_both_ways(self.judge.calls, task.task_id, task.prompt, *texts)
            done += 1
            self.on_done(done, whole)
            return pair

        duels = []
        for first, second in combinations(systems, 2):
            async with together() as group:
                pairs = [group.create_task(one(first, second, task)) for task in tasks]
            duels.append(_pair_duel(first.name, second.name, tuple(pair.result() for pair in pairs)))
        return [], duels

    async def _race(
        self, systems: Sequence[System], tasks: Sequence[Task]
    ) -> tuple[list[Standing], list[Duel]]:
        reference, *targets = systems
        whole = len(tasks) * len(targets)
        done = 0
        scores: dict[str, list[float | None]] = {}

        async def one(target: System, task: Task) -> float | None:
            nonlocal done
            score = await self._race_score(target, reference, task)
            done += 1
            self.on_done(done, whole)
            return score

        for target in targets:
            async with together() as group:
                asked = [group.create_task(one(target, task)) for task in tasks]
            scores[target.name] = [task.result() for task in asked]
        standings = [_of_scores(name, found) for name, found in scores.items()]
        return standings, [_duel(a, b, scores[a], scores[b]) for a, b in combinations(scores, 2)]

    async def _race_score(self, target: System, reference: System, task: Task) -> float | None:
        """Return the target's share, as the mean of both orders; None where an answer is missing."""
        mine, theirs = target.reports[task.task_id].text, reference.reports[task.task_id].text
        calls = self.judge.calls
        try:
            (left, right), (back, front) = await asyncio.gather(
                score_both(calls, task.prompt, mine, theirs, task.criteria),
                score_both(calls, task.prompt, theirs, mine, task.criteria),
            )
        except (ModelError, BudgetExceeded):
            return None
        return (race_score(left, right) + race_score(front, back)) / 2


def _standing(name: str, found: Evaluation) -> Standing:
    axes = {axis: (score.lowest, score.highest) for axis, (score, _) in found.by_axis().items()}
    return Standing(name, found.score.value, found.sampling_interval, found.score.missing, axes)


def _of_scores(name: str, scores: Sequence[float | None]) -> Standing:
    known = [score for score in scores if score is not None]
    missing = len(scores) - len(known)
    if not known:
        return Standing(name, None, None, missing)
    return Standing(name, sum(known) / len(known), bootstrap_mean(known), missing)


def _duel(first: str, second: str, left: Sequence[float | None], right: Sequence[float | None]) -> Duel:
    """Compare two systems task by task; tasks without both scores count for neither."""
    gaps = [a - b for a, b in zip(left, right, strict=True) if a is not None and b is not None]
    wins, losses = sum(gap > TOLERANCE for gap in gaps), sum(gap < -TOLERANCE for gap in gaps)
    p_value = sign_flip_test(gaps)
    interval = bootstrap_mean(gaps) if gaps else None
    mean = 100 * sum(gaps) / len(gaps) if gaps else 0.0
    figures = f"{mean:+.1f} points on {len(gaps)} tasks, p = {p_value:.3f} by random signs"
    if p_value < SIGNIFICANT:
        better, worse = (first, second) if mean > 0 else (second, first)
        told = f"{better} is better than {worse}: {first} has {figures}."
    else:
        told = f"No significant difference between {first} and {second}: {first} has {figures}."
    return Duel(first, second, wins, len(gaps) - wins - losses, losses, p_value, interval, told)


def _pair_duel(first: str, second: str, pairs: tuple[Pair, ...]) -> Duel:
    found = tally(pairs)
    return Duel(
        first,
        second,
        found.wins,
        found.ties,
        found.losses,
        found.p_value,
        found.interval,
        found.told(first, second),
        pairs,
    )
