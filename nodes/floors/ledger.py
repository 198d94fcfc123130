"""The floor of the ledger: claims with their independent support and verdict, and what they disagree about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from stepresearch.nodes.state import Claim, Disagreement, Finding, Ledger, Side
from stepresearch.text.contradiction import Comparison
from stepresearch.text.words import terms

SAME_CLAIM = 0.6
"""Share of common terms from which two sentences that agree are one claim; below it they support each other."""

Verdict = Literal["corroborated", "single_source", "contested", "outdated", "resolved"]

REASONS: dict[Verdict, str] = {
    "corroborated": "said by {count} independent sources",
    "single_source": "said by one independent source",
    "contested": "another source says otherwise",
    "outdated": "a newer source gives another figure",
    "resolved": "another source says otherwise, and this one is newer or primary",
}


Resolution = Literal["open", "newer", "primary"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two findings that contradict each other.

    Attributes:
        a: Finding id.
        b: Finding id.
        measure: What both are about, in their common words.
        values: What each says of it, as written.
        loser: The finding that does not hold, where that is known.
        resolution: Why it does not hold, or that it is open.
    """

    a: str
    b: str
    measure: str
    values: tuple[str, str]
    loser: str | None = None
    resolution: Resolution = "open"

    @property
    def key(self) -> str:
        """What is disputed: conflicts over the same two values of one measure are one dispute."""
        return f"{self.measure}: {' / '.join(sorted(self.values))}"


def conflict(a: str, b: str, comparison: Comparison) -> Conflict:
    """Return the conflict of two findings; of a figure that changed the older does not hold."""
    loser = {"a": a, "b": b}.get(comparison.older) if comparison.relation == "outdated" else None
    values = (comparison.value_a, comparison.value_b)
    return Conflict(a, b, comparison.measure, values, loser, "newer" if loser else "open")


def under_one_name(conflicts: Sequence[Conflict]) -> list[Conflict]:
    """Return the conflicts with one measure for each pair of values: sentences word the same measure differently.

    Conflicts over the same two values are over one measure where their measures share a word, or they a finding.
    """
    named: list[Conflict] = []
    for one in conflicts:
        words = frozenset(terms(one.measure))
        same = [
            other.measure
            for other in conflicts
            if set(other.values) == set(one.values)
            and (words & frozenset(terms(other.measure)) or {one.a, one.b} & {other.a, other.b})
        ]
        named.append(replace(one, measure=min(same, key=lambda measure: (len(measure), measure))))
    return named


def draft_ledger(
    findings: Mapping[str, Finding],
    agreeing: Sequence[tuple[str, str]],
    conflicts: Sequence[Conflict],
    groups: Mapping[str, Sequence[str]],
) -> Ledger:
    """Return the ledger of findings, given which of them agree and which are in conflict.

    Args:
        findings: All findings by id.
        agreeing: Pairs of finding ids.
        conflicts: Pairs with what contradicts.
        groups: Source ids by group, the one that stands for the group first.
    """
    group_of = {source_id: name for name, ids in groups.items() for source_id in ids}
    claims: list[Claim] = []
    for number, ids in enumerate(_clusters(findings, agreeing), 1):
        others = {b if a in ids else a for a, b in agreeing if (a in ids) != (b in ids)}
        support = sorted(others, key=list(findings).index)
        cited = {p.partition(".")[0] for i in (*ids, *support) for p in findings[i]["passage_ids"]}
        own = [findings[i] for i in ids]
        claims.append(_claim(f"C{number}", own, support, sorted({group_of[s] for s in cited}), conflicts))
    return Ledger(
        groups={name: list(ids) for name, ids in groups.items()},
        copies={},
        claims=claims,
        disagreements=_disagreements(conflicts, claims),
    )


def _clusters(findings: Mapping[str, Finding], agreeing: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Findings that say the same in nearly the same words, in order of their first member."""
    words = {finding_id: frozenset(terms(finding["claim"])) for finding_id, finding in findings.items()}
    leader = {finding_id: finding_id for finding_id in findings}

    def lead(finding_id: str) -> str:
        while leader[finding_id] != finding_id:
            finding_id = leader[finding_id]
        return finding_id

    for a, b in agreeing:
        if len(words[a] & words[b]) >= SAME_CLAIM * len(words[a] | words[b]):
            leader[lead(b)] = lead(a)
    clusters: dict[str, list[str]] = {}
    for finding_id in findings:
        clusters.setdefault(lead(finding_id), []).append(finding_id)
    return list(clusters.values())


def _claim(
    claim_id: str,
    own: Sequence[Finding],
    support: list[str],
    groups: list[str],
    conflicts: Sequence[Conflict],
) -> Claim:
    best = max(own, key=lambda finding: finding["score"])
    ids = [finding["finding_id"] for finding in own]
    verdict = _verdict(ids, conflicts) or ("corroborated" if len(groups) > 1 else "single_source")
    return Claim(
        claim_id=claim_id,
        task_id=best["task_id"],
        finding_ids=[best["finding_id"], *(i for i in ids if i != best["finding_id"])],
        supported_by=support,
        text=best["claim"],
        verdict=verdict,
        groups=groups,
        reason=REASONS[verdict].format(count=len(groups)),
    )


def _verdict(ids: Sequence[str], conflicts: Sequence[Conflict]) -> Verdict | None:
    """What conflicts make of a claim, or None."""
    own = [one for one in conflicts if one.a in ids or one.b in ids]
    lost = {one.resolution for one in own if one.loser in ids}
    if "newer" in lost:
        return "outdated"
    if lost or any(one.loser is None for one in own):
        return "contested"
    return "resolved" if own else None


def _disagreements(conflicts: Sequence[Conflict], claims: Sequence[Claim]) -> list[Disagreement]:
    """One disagreement for each dispute, its sides with all their findings, the one that holds first."""
    claim_of = {finding_id: claim for claim in claims for finding_id in claim["finding_ids"]}
    found: dict[str, Disagreement] = {}
    for one in conflicts:
        sides = [_side(one.a, one.values[0], claim_of[one.a]), _side(one.b, one.values[1], claim_of[one.b])]
        if one.loser == one.a:
            sides.reverse()
        if one.key in found:
            found[one.key] = _merged(found[one.key], sides)
        else:
            found[one.key] = Disagreement(
                dispute_id=f"D{len(found) + 1}", measure=one.measure, sides=sides, resolution=one.resolution
            )
    return list(found.values())


def _side(finding_id: str, value: str, claim: Claim) -> Side:
    others = [other for other in claim["finding_ids"] if other != finding_id]
    return Side(value=value, finding_ids=[finding_id, *others], groups=claim["groups"])


def _merged(known: Disagreement, sides: Sequence[Side]) -> Disagreement:
    merged: list[Side] = []
    for before in known["sides"]:
        after = next(side for side in sides if side["value"] == before["value"])
        ids = list(dict.fromkeys([*before["finding_ids"], *after["finding_ids"]]))
        merged.append(
            Side(value=before["value"], finding_ids=ids, groups=sorted({*before["groups"], *after["groups"]}))
        )
    return Disagreement(
        dispute_id=known["dispute_id"], measure=known["measure"], sides=merged, resolution=known["resolution"]
    )
