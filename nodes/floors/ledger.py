"""The floor of the ledger: claims with their independent support and verdict, and what they disagree about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from stepresearch.nodes.state import Claim, Disagreement, Finding, Ledger, Side
from stepresearch.text.contradiction import Comparison
from stepresearch.text.words import terms

SAME_CLAIM = 0.6
"""Share of common terms from which two sentences that agree are one claim; below it they support each other."""

Verdict = Literal["corroborated", "single_source", "contested", "outdated"]

REASONS: dict[Verdict, str] = {
    "corroborated": "said by {count} independent sources",
    "single_source": "said by one independent source",
    "contested": "another source says otherwise",
    "outdated": "a newer source gives another figure",
}


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two findings that contradict each other."""

    a: str
    b: str
    comparison: Comparison

    @property
    def outdated(self) -> str | None:
        """The finding on the older side of a figure that changed, or None where none of them is."""
        if self.comparison.relation != "outdated":
            return None
        return self.a if self.comparison.older == "a" else self.b


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
    """Outdated or contested, where a conflict makes it so."""
    own = [conflict for conflict in conflicts if conflict.a in ids or conflict.b in ids]
    if any(conflict.outdated in ids for conflict in own if conflict.outdated):
        return "outdated"
    return "contested" if any(not conflict.outdated for conflict in own) else None


def _disagreements(conflicts: Sequence[Conflict], claims: Sequence[Claim]) -> list[Disagreement]:
    """One disagreement for each measure and pair of values, its sides with all their findings, the newer first."""
    claim_of = {finding_id: claim for claim in claims for finding_id in claim["finding_ids"]}
    found: dict[tuple[str, frozenset[str]], Disagreement] = {}
    for conflict in conflicts:
        comparison = conflict.comparison
        sides = [
            _side(conflict.a, comparison.value_a, claim_of[conflict.a]),
            _side(conflict.b, comparison.value_b, claim_of[conflict.b]),
        ]
        if comparison.older == "a":
            sides.reverse()
        key = (comparison.measure, frozenset((comparison.value_a, comparison.value_b)))
        if key in found:
            found[key] = _merged(found[key], sides)
        else:
            resolution: Literal["newer", "open"] = "newer" if conflict.outdated else "open"
            found[key] = Disagreement(measure=comparison.measure, sides=sides, resolution=resolution)
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
    return Disagreement(measure=known["measure"], sides=merged, resolution=known["resolution"])
