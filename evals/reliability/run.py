"""Runs all gates, and holds one judge against another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from stepresearch.evals.judge_model import JudgeRecord
from stepresearch.evals.judger.judge import Judge
from stepresearch.evals.reliability import gates
from stepresearch.evals.reliability.agreement import Agreement, agreement
from stepresearch.evals.reliability.bench import Bench, GateResult, criteria_of
from stepresearch.evals.reliability.pair_gate import swapped_sides
from stepresearch.evals.reliability.probes import Probe
from stepresearch.evals.reliability.tamper_gate import judge_tamperings, tamper_gates
from stepresearch.tools.llm.chat_model import Usage

GATES: tuple[gates.Gate, ...] = (
    gates.known_verdicts,
    gates.repeats,
    gates.order,
    gates.batches,
    swapped_sides,
    gates.denial,
    gates.empty_report,
    gates.another_report,
    gates.pasted_criteria,
    gates.injection,
    gates.padding,
    gates.translation,
)
ALL_AXES = "all"


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far a judge can be trusted.

    Attributes:
        judge: The judge.
        results: Of each gate.
        second: Another judge that it was held against; None where there was none.
        agreements: With that one, by axis.
        spent: What it took now.
    """

    judge: JudgeRecord
    results: tuple[GateResult, ...]
    second: JudgeRecord | None
    agreements: dict[str, Agreement]
    spent: Usage

    @property
    def failed(self) -> tuple[str, ...]:
        """The gates that it did not pass."""
        return tuple(one.name for one in self.results if not one.passed)


@dataclass(frozen=True, slots=True)
class Second:
    """Another judge."""

    judge: Judge
    record: JudgeRecord


async def measure_reliability(
    judge: Judge,
    record: JudgeRecord,
    probes: Sequence[Probe],
    *,
    tampers: int,
    second: Second | None = None,
    on_gate: Callable[[GateResult], None] = lambda _result: None,
) -> Reliability:
    """Hold a judge against all gates.

    Args:
        judge: Asked one criterion a call, whatever its settings, but where a gate is about batches.
        record: Of the judge.
        probes: Reports whose verdicts are known, at least two.
        tampers: How many changes are judged.
        second: Another judge for the agreement.
        on_gate: Called with each gate as it is measured.

    Raises:
        ConfigError: A judge cannot be used.
    """
    bench = Bench(Judge(judge.calls, replace(judge.settings, batch_size=1)), probes)
    await bench.measure_base()
    results: list[GateResult] = []
    for gate in GATES:
        results.append(await gate(bench))
        on_gate(results[-1])
    for result in tamper_gates(await judge_tamperings(bench, tampers)):
        results.append(result)
        on_gate(result)
    agreements = await _agreements(bench, second.judge) if second else {}
    return Reliability(
        record, tuple(results), second.record if second else None, agreements, judge.calls.spending.spent
    )


async def _agreements(bench: Bench, second: Judge) -> dict[str, Agreement]:
    """Return the agreement over all criteria, and by axis; items that one of the judges left open are left out."""
    other = Bench(second, bench.probes)
    await other.measure_base()
    verdicts: dict[str, tuple[list[str], list[str]]] = {}
    for probe in bench.probes:
        for criterion in criteria_of(probe):
            mine = bench.base[probe.name][criterion.criterion_id]
            theirs = other.base[probe.name][criterion.criterion_id]
            if mine is None or theirs is None:
                continue
            for axis in (ALL_AXES, criterion.axis):
                left, right = verdicts.setdefault(axis, ([], []))
                left.append(mine)
                right.append(theirs)
    return {axis: agreement(left, right) for axis, (left, right) in verdicts.items()}
