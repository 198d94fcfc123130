"""Pairs of findings that contradict each other, joined into disputes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from stepresearch.nodes.state.schema import Ledger, Resolution
from stepresearch.text.numbers.quantities import quantities
from stepresearch.text.numbers.units import dimension_of, to_base


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two findings that contradict each other.

    Attributes:
        a: Finding id.
        b: Finding id.
        measure: What both are about.
        values: What each says of it, as written.
        loser: The finding that does not hold, where that is known.
        resolution: Why it does not hold, or that it is open.
        dispute_id: Which dispute it belongs to, once that is known.
        planned: Whether the value that does not hold was a plan.
        series: Whether both values hold, each for its own time; the loser is only the earlier one.
    """

    a: str
    b: str
    measure: str
    values: tuple[str, str]
    loser: str | None = None
    resolution: Resolution = "open"
    dispute_id: str = ""
    planned: bool = False
    series: bool = False


Value = tuple[str, Decimal] | str
"""What a value is, however it is written: its dimension and number, or its words."""


def value_of(written: str) -> Value:
    """Return what a written value is, so that 47.9 million euros and 4790万欧元 are one."""
    given = quantities(written)
    if len(given) == 1 and given[0].high is None and given[0].unit:
        return dimension_of(given[0].unit), to_base(given[0].value, given[0].unit)
    return " ".join(written.casefold().split())


def in_disputes(conflicts: Sequence[Conflict], before: Ledger | None = None) -> list[Conflict]:
    """Return the conflicts with their dispute and its one name.

    One dispute are conflicts that are resolved alike and have a side in common: the same value of the same finding, or the
    same two values.

    Args:
        conflicts: As found.
        before: The ledger of the round before, whose disputes keep their ids.
    """
    groups = _joined(conflicts)
    known = {
        (finding_id, value_of(side["value"])): one["dispute_id"]
        for one in (before["disagreements"] if before else ())
        for side in one["sides"]
        for finding_id in side["finding_ids"]
    }
    taken = max((int(dispute_id[1:]) for dispute_id in known.values()), default=0)
    used: set[str] = set()
    found: list[Conflict] = []
    for group in groups:
        ids = [known[key] for one in group for key in _sides(one) if known.get(key, "") not in ("", *used)]
        taken += not ids
        dispute_id = ids[0] if ids else f"D{taken}"
        used.add(dispute_id)
        name = next((one.measure for one in group if one.measure), "")
        found += [replace(one, dispute_id=dispute_id, measure=name) for one in group]
    return found


def _sides(one: Conflict) -> list[tuple[str, Value]]:
    return [(one.a, value_of(one.values[0])), (one.b, value_of(one.values[1]))]


def _joined(conflicts: Sequence[Conflict]) -> list[list[Conflict]]:
    groups: list[tuple[set[object], list[Conflict]]] = []
    for one in conflicts:
        came_to = (one.resolution, one.series)
        keys: set[object] = {(came_to, side) for side in _sides(one)}
        keys.add((came_to, frozenset(value for _, value in _sides(one))))
        touching = [group for group in groups if group[0] & keys]
        members = [*(member for group in touching for member in group[1]), one]
        merged = keys.union(*(group[0] for group in touching))
        groups = [group for group in groups if group not in touching]
        groups.append((merged, members))
    return [members for _, members in groups]
