"""What all gates work on: the judge, the probes, and the verdicts it gives when nothing is amiss."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from stepresearch.evals.judger.judge import Judge
from stepresearch.evals.judger.rubric import Criterion
from stepresearch.evals.judger.verdicts import Judgement, Verdict
from stepresearch.evals.reliability.probes import Probe
from stepresearch.evals.together import together

Verdicts = dict[str, Verdict | None]


@dataclass(frozen=True, slots=True)
class GateResult:
    """What a gate measured.

    Attributes:
        name: Of the gate.
        asked: What is done, in words.
        value: A share; None where the judge gave no usable verdict.
        limit: What the share must not exceed, or must reach.
        is_floor: Whether the limit is one to reach.
        cases: Verdicts, or pairs of them, that the share is over.
        examples: A few that went wrong.
    """

    name: str
    asked: str
    value: float | None
    limit: float
    cases: int
    is_floor: bool = False
    examples: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the judge is as good as it must be; one that gives no verdicts is not."""
        if self.value is None:
            return False
        return self.value >= self.limit if self.is_floor else self.value <= self.limit


@dataclass(slots=True)
class Bench:
    """A judge and the probes it is held against.

    Attributes:
        judge: One criterion a call.
        probes: At least two.
        base: Verdicts on each probe as it is, by the name of the probe.
        dice: For what is chosen at random, seeded.
    """

    judge: Judge
    probes: Sequence[Probe]
    base: Mapping[str, Verdicts] = field(default_factory=dict)
    dice: random.Random = field(default_factory=lambda: random.Random(20261128))  # noqa: S311 - a choice of cases, no secret

    async def measure_base(self) -> None:
        """Judge each probe as it is."""
        async with together() as group:
            tasks = {one.name: group.create_task(self.verdicts(one, one.report)) for one in self.probes}
        self.base = {name: task.result() for name, task in tasks.items()}

    async def verdicts(
        self, probe: Probe, report: str, *, criteria: Sequence[Criterion] | None = None, sample: int = 0
    ) -> Verdicts:
        """Return the verdicts on a report by a probe's criteria, or others."""
        asked = criteria if criteria is not None else criteria_of(probe)
        judged = await self.judge.judge(report, asked, task=probe.prompt, sample=sample)
        return verdicts_of(judged)

    def others(self, probe: Probe) -> Probe:
        """Return the probe after this one."""
        names = [one.name for one in self.probes]
        return self.probes[(names.index(probe.name) + 1) % len(names)]


def criteria_of(probe: Probe) -> list[Criterion]:
    """Return all criteria of a probe."""
    return [one for one, _truth in probe.known]


def verdicts_of(judged: Sequence[Judgement]) -> Verdicts:
    """Return verdicts by the id of their criterion."""
    return {one.criterion_id: one.verdict for one in judged}


def share(wrong: Sequence[bool]) -> float | None:
    """Return the share of what is wrong; None of nothing."""
    return sum(wrong) / len(wrong) if wrong else None
