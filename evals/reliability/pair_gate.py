"""The gate of pairwise comparison: which side a report stands on must not matter."""

from stepresearch.evals.pairwise.asking import compare_both_ways
from stepresearch.evals.pairwise.verdicts import Pair
from stepresearch.evals.reliability.bench import Bench, GateResult, share
from stepresearch.evals.reliability.probes import Probe
from stepresearch.evals.together import together

MOST_SWAPPED = 0.1


async def swapped_sides(bench: Bench) -> GateResult:
    """Compare reports in both orders: a better with a worse one, both ways of being worse, and one with itself."""
    pairs: list[Pair] = []
    async with together() as group:
        tasks = [
            group.create_task(compare_both_ways(bench.judge.calls, name, probe.prompt, probe.report, other))
            for probe in bench.probes
            for name, other in _others(bench, probe)
        ]
    pairs = [task.result() for task in tasks]
    consistent = [one.is_consistent for one in pairs]
    judged = [one is False for one in consistent if one is not None]
    examples = tuple(one.task_id for one in pairs if one.is_consistent is False)
    return GateResult("swap of sides", "Two reports in both orders: share of pairs on which the orders disagree.", share(judged), MOST_SWAPPED, len(judged), examples=examples[:3])  # fmt: skip


def _others(bench: Bench, probe: Probe) -> list[tuple[str, str]]:
    report = probe.report
    for said in reversed(probe.statements[::2]):
        report = report[: said.start] + report[said.end :]
    return [
        (f"{probe.name} against half of itself", report),
        (f"{probe.name} against a report on another task", bench.others(probe).report),
        (f"{probe.name} against itself", probe.report),
    ]
