"""From statements to findings: each statement that agrees with another one or opposes it becomes a finding of the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from stepresearch.nodes.evidence.values import gives
from stepresearch.nodes.ledger.conflicts import Conflict, in_disputes
from stepresearch.nodes.ledger.ledger import Agreement
from stepresearch.nodes.ledger.relations import Opposed, Relations
from stepresearch.nodes.ledger.statements import Said
from stepresearch.nodes.planning.queries import nearest_tasks
from stepresearch.nodes.state.schema import Finding, ResearchState
from stepresearch.text.claims.proven import is_equal

MAX_CONFIRMING = 3
"""Statements that are added to confirm one finding."""

FURTHER_WORTH, LEAST_SCORE = 0.5, 0.25
"""The score of a statement that only joins because it agrees with a finding or opposes it, against that finding's."""


@dataclass(slots=True)
class Comparison:
    """What comparing the statements of a run came to, in findings; `added` are those that were none before."""

    findings: dict[str, Finding]
    added: dict[str, Finding] = field(default_factory=dict)
    agreements: list[Agreement] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    relayed: dict[str, str] = field(default_factory=dict)


def compared(state: ResearchState, found: Relations) -> Comparison:
    """Return agreements and conflicts of findings, with findings added for statements that were none."""
    result = Comparison(dict(state["findings"]))
    added = _Findings(state, result)
    conflicts = [_conflict(one, added) for one in found.opposed]
    confirmed: dict[str, int] = {}
    for a, b in found.agreed:
        if not a.findings and not b.findings and not (added.has(a) or added.has(b)):
            continue
        for own, other in ((a, b), (b, a)):
            if not added.has(own) and confirmed.get(other.key, 0) >= MAX_CONFIRMING:
                break
        else:
            for own, other in ((a, b), (b, a)):
                confirmed[own.key] = confirmed.get(own.key, 0) + (not added.has(other))
            values = _equal_values(a, b)
            one, two = added.of(a, b, next(iter(values[0]), "")), added.of(b, a, next(iter(values[1]), ""))
            result.agreements += [Agreement(one, two, values[0], True), Agreement(two, one, values[1], True)]
    for key, source_id in found.relayed.items():
        result.relayed |= dict.fromkeys(added.ids.get(key, ()), source_id)
    result.conflicts = in_disputes(_distinct(conflicts), state.get("ledger"))
    return result


def _conflict(one: Opposed, added: "_Findings") -> Conflict:
    a, b = added.of(one.a, one.b, one.values[0]), added.of(one.b, one.a, one.values[1])
    loser = {"a": a, "b": b}.get(one.loser)
    return Conflict(a, b, one.name, one.values, loser, one.resolution, planned=one.planned, series=one.series)


def _distinct(conflicts: Sequence[Conflict]) -> list[Conflict]:
    once = {
        (frozenset((one.a, one.b)), frozenset(one.values)): one
        for one in reversed(conflicts)
        if one.a != one.b
    }
    return list(reversed(once.values()))


def _equal_values(a: Said, b: Said) -> tuple[frozenset[str], frozenset[str]]:
    pairs = [(x, y) for x in a.statement.figures for y in b.statement.figures if is_equal(x, y)]
    return frozenset(x.written for x, _ in pairs), frozenset(y.written for _, y in pairs)


class _Findings:
    """The findings of statements, made where there are none."""

    def __init__(self, state: ResearchState, result: Comparison) -> None:
        self._state, self._result = state, result
        self.ids: dict[str, list[str]] = {}

    def has(self, said: Said) -> bool:
        """Return whether a statement is a finding."""
        return bool(said.findings) or said.key in self.ids

    def of(self, said: Said, against: Said, value: str) -> str:
        """Return the id of the finding of a statement that gives a value; `against` is what it agrees with or opposes."""
        ids = self.ids.setdefault(said.key, [one["finding_id"] for one in said.findings])
        if not ids:
            ids.append(self._further(said, against))
        findings = self._result.findings
        return next((one for one in ids if value and gives(findings[one]["claim"], value)), ids[0])

    def _further(self, said: Said, against: Said) -> str:
        findings = self._result.findings
        finding_id = f"F{len(findings) + 1}"
        beside = [findings[one] for one in self.ids.get(against.key, ())] or list(against.findings)
        tasks = self._state["plan"]["tasks"]
        task_ids = (
            (beside[0]["task_id"],) if beside else nearest_tasks(said.text, tasks) or (tasks[0]["task_id"],)
        )
        findings[finding_id] = self._result.added[finding_id] = Finding(
            finding_id=finding_id,
            task_id=task_ids[0],
            claim=said.text,
            passage_ids=[said.passage["passage_id"]],
            quote=said.text,
            verbatim=True,
            score=round(beside[0]["score"] * FURTHER_WORTH, 4) if beside else LEAST_SCORE,
            round=self._state["round"],
        )
        return finding_id
