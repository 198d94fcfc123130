"""Pairs of findings that contradict each other, and which pairs are over one thing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from stepresearch.nodes.state.schema import Resolution
from stepresearch.text.claims.contradiction import Comparison, Planned
from stepresearch.text.claims.measure_names import best_name
from stepresearch.text.language.words import terms


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two findings that contradict each other.

    Attributes:
        a: Finding id.
        b: Finding id.
        measure: What both are about, in their words.
        values: What each says of it, as written.
        loser: The finding that does not hold, where that is known.
        resolution: Why it does not hold, or that it is open.
        dispute_id: Which dispute it belongs to, once that is known.
        planned: Whether the value that does not hold was a plan, so that the other is its outcome, or the changed plan.
    """

    a: str
    b: str
    measure: str
    values: tuple[str, str]
    loser: str | None = None
    resolution: Resolution = "open"
    dispute_id: str = ""
    planned: Planned = ""

    @property
    def key(self) -> str:
        """Its two findings: what holds of a conflict in later rounds too."""
        return "/".join(sorted((self.a, self.b)))

    @property
    def won(self) -> tuple[str, str] | None:
        """The finding that holds and its value, where that is known."""
        if self.loser is None:
            return None
        return (self.a, self.values[0]) if self.loser == self.b else (self.b, self.values[1])

    @property
    def lost(self) -> tuple[str, str] | None:
        """The finding that does not hold and its value, where that is known."""
        if self.loser is None:
            return None
        return (self.a, self.values[0]) if self.loser == self.a else (self.b, self.values[1])


def conflict(a: str, b: str, comparison: Comparison) -> Conflict:
    """Return the conflict of two findings; of a figure that changed the older does not hold."""
    loser = {"a": a, "b": b}.get(comparison.older) if comparison.relation == "outdated" else None
    values = (comparison.value_a, comparison.value_b)
    return Conflict(
        a, b, comparison.measure, values, loser, "newer" if loser else "open", planned=comparison.planned
    )


def in_disputes(conflicts: Sequence[Conflict], known: Mapping[str, str] | None = None) -> list[Conflict]:
    """Return the conflicts with their dispute and its one name.

    One dispute are conflicts over the same two values, and those of several older values with the one that holds now,
    where their measures share a word or they a finding: sentences word the same measure differently.

    Args:
        conflicts: As found.
        known: Dispute ids of earlier rounds by `Conflict.key`; they stay, and their numbers are not given again.
    """
    known = known or {}
    left = _outdated_for_sure(_without_vaguer(conflicts))
    members = _joined(left)
    taken = max((int(dispute_id[1:]) for dispute_id in known.values()), default=0)
    told: dict[int, tuple[str, str]] = {}
    used: set[str] = set()
    for first, group in members.items():
        ids = [known[left[n].key] for n in group if left[n].key in known]
        ids = [dispute_id for dispute_id in ids if dispute_id not in used]
        taken += not ids
        dispute_id = min(ids, key=_number) if ids else f"D{taken}"
        used.add(dispute_id)
        told[first] = dispute_id, best_name(left[n].measure for n in group)
    first_of = {n: first for first, group in members.items() for n in group}
    return [
        replace(one, dispute_id=told[first_of[n]][0], measure=told[first_of[n]][1])
        for n, one in enumerate(left)
    ]


def _number(dispute_id: str) -> int:
    return int(dispute_id[1:])


def _joined(conflicts: Sequence[Conflict]) -> dict[int, list[int]]:
    """The places of conflicts over one thing, by the first of them, in order."""
    first_of = list(range(len(conflicts)))
    for n, one in enumerate(conflicts):
        for earlier in range(n):
            if first_of[earlier] != first_of[n] and _over_one_thing(conflicts[earlier], one):
                old, new = sorted((first_of[earlier], first_of[n]), reverse=True)
                first_of = [new if first == old else first for first in first_of]
    members: dict[int, list[int]] = {}
    for n, first in enumerate(first_of):
        members.setdefault(first, []).append(n)
    return members


def _over_one_thing(one: Conflict, other: Conflict) -> bool:
    held = one.won, other.won
    over_same_values = set(one.values) == set(other.values)
    if not over_same_values and (held[0] is None or held[1] is None or held[0][1] != held[1][1]):
        return False
    words = frozenset(terms(one.measure)) & frozenset(terms(other.measure))
    return bool(words) or not {one.a, one.b}.isdisjoint((other.a, other.b))


def _without_vaguer(conflicts: Sequence[Conflict]) -> list[Conflict]:
    """The conflicts without those in which a finding is outdated a second time, by a vaguer form of the same value.

    Where the more exact value is itself in dispute it is the one that goes.
    """
    disputed = {one.values[n] for one in conflicts if one.loser is None for n in (0, 1)}
    gone = {
        (exact if exact.won[1] in disputed else vague).key
        for exact in conflicts
        for vague in conflicts
        if exact.won and vague.won and exact.lost == vague.lost and _is_vaguer(vague.won[1], exact.won[1])
    }
    return [one for one in conflicts if one.key not in gone]


def _outdated_for_sure(conflicts: Sequence[Conflict]) -> list[Conflict]:
    """The conflicts without those in which what an undisputed value outdates is outdated a second time, by a disputed one."""
    disputed = {value for one in conflicts if one.loser is None for value in one.values}
    sure = {one.lost for one in conflicts if one.won and one.won[1] not in disputed}
    return [one for one in conflicts if one.won is None or one.won[1] not in disputed or one.lost not in sure]


def _is_vaguer(value: str, other: str) -> bool:
    """Return whether `March 2025` is what the other says without its day."""
    return other.endswith(f" {value}") or (
        value.endswith("月") and other.startswith(value) and value != other
    )
