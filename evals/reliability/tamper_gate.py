"""The gates of tampering: a changed statement is noticed, and nothing else moves."""

from collections import defaultdict
from dataclasses import dataclass

from stepresearch.evals.judger.verdicts import Verdict
from stepresearch.evals.reliability.bench import Bench, GateResult, share
from stepresearch.evals.reliability.gates import LEAST_RIGHT, SHOWN
from stepresearch.evals.reliability.probes import Probe
from stepresearch.evals.reliability.statements import statement_criterion
from stepresearch.evals.reliability.tamper import Change, Tampering, tamperings
from stepresearch.evals.together import together

BYSTANDERS = 2
"""Other criteria judged with each tampering: none of their verdicts may move."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """A tampering that was judged.

    Attributes:
        tampering: What was changed.
        before: The verdict on the criterion while the statement stood.
        after: The verdict on it afterwards.
        moved: Criteria that have nothing to do with it and whose verdict changed.
        bystanders: How many of those were judged.
    """

    tampering: Tampering
    before: Verdict | None
    after: Verdict | None
    moved: tuple[str, ...]
    bystanders: int

    @property
    def is_noticed(self) -> bool | None:
        """Whether the verdict fell; None where it was not full before, or is missing."""
        if self.before is not Verdict.FULL or self.after is None:
            return None
        return self.after is not Verdict.FULL


async def judge_tamperings(bench: Bench, count: int) -> list[Noticed]:
    """Judge so many tamperings, spread over the probes and the kinds of change."""
    chosen = _spread(bench, count)
    async with together() as group:
        tasks = [group.create_task(_noticed(bench, probe, one)) for probe, one in chosen]
    return [task.result() for task in tasks]


def tamper_gates(found: list[Noticed]) -> tuple[GateResult, GateResult]:
    """Return the gates that tamperings were noticed, and that nothing else moved."""
    judged = [one for one in found if one.is_noticed is not None]
    missed = [f"{one.tampering.change}: {one.tampering.statement.plain} → {one.tampering.now or '(cut)'}" for one in judged if not one.is_noticed]  # fmt: skip
    moved = [text for one in found for text in one.moved]
    bystanders = sum(one.bystanders for one in found)
    return (
        GateResult("tampering", f"One statement changed by code: share noticed ({_kinds(judged)}).", share([bool(one.is_noticed) for one in judged]), LEAST_RIGHT, len(judged), is_floor=True, examples=tuple(missed[:SHOWN])),
        GateResult("bystanders of tampering", "Verdicts on other criteria: share that moves.", len(moved) / bystanders if bystanders else None, 0.0, bystanders, examples=tuple(moved[:SHOWN])),
    )  # fmt: skip


def _kinds(judged: list[Noticed]) -> str:
    of: dict[Change, list[bool]] = defaultdict(list)
    for one in judged:
        of[one.tampering.change].append(bool(one.is_noticed))
    return ", ".join(f"{change} {sum(of[change])} of {len(of[change])}" for change in Change if of[change])


def _spread(bench: Bench, count: int) -> list[tuple[Probe, Tampering]]:
    """Return tamperings in turns from each probe and kind."""
    stacks: dict[tuple[str, Change], list[tuple[Probe, Tampering]]] = defaultdict(list)
    for probe in bench.probes:
        for one in tamperings(probe.report, probe.statements, dice=bench.dice):
            stacks[probe.name, one.change].append((probe, one))
    chosen: list[tuple[Probe, Tampering]] = []
    while len(chosen) < count and any(stacks.values()):
        for stack in stacks.values():
            if stack and len(chosen) < count:
                chosen.append(stack.pop())
    return chosen


async def _noticed(bench: Bench, probe: Probe, one: Tampering) -> Noticed:
    before = await bench.verdicts(probe, probe.report, criteria=[one.criterion])
    after = await bench.verdicts(probe, one.report, criteria=[one.criterion])
    others = [
        statement_criterion(said, f"statement-{number}")
        for number, said in enumerate(probe.statements, 1)
        if said != one.statement
    ]
    chosen = {criterion.criterion_id: criterion.text for criterion in bench.dice.sample(others, min(BYSTANDERS, len(others)))}  # fmt: skip
    criteria = [criterion for criterion in others if criterion.criterion_id in chosen]
    judged = await bench.verdicts(probe, one.report, criteria=criteria)
    base = bench.base[probe.name]
    both = [name for name, verdict in judged.items() if verdict is not None and base[name] is not None]
    moved = tuple(chosen[name] for name in both if judged[name] is not base[name])
    return Noticed(one, before["tampered"], after["tampered"], moved, len(both))
