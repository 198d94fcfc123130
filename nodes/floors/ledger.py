"""The floor of the ledger: claims with their independent support and verdict, and what they disagree about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from stepresearch.nodes.floors.conflicts import Conflict
from stepresearch.nodes.state import Claim, Disagreement, Finding, Ledger, Side
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


@dataclass(frozen=True, slots=True)
class Agreement:
    """One finding that confirms another.

    Attributes:
        of: The finding confirmed.
        by: The finding that confirms it.
        values: Which of its figures and dates, as it writes them.
        mainly: These are what it mainly says, so that it counts as supported.
    """

    of: str
    by: str
    values: frozenset[str]
    mainly: bool


def draft_ledger(
    findings: Mapping[str, Finding],
    agreements: Sequence[Agreement],
    conflicts: Sequence[Conflict],
    groups: Mapping[str, Sequence[str]],
) -> Ledger:
    """Return the ledger of findings, given which of them agree and which are in conflict.

    Args:
        findings: All findings by id.
        agreements: Which confirms which.
        conflicts: Pairs with what contradicts, in disputes.
        groups: Source ids by group, the one that stands for the group first.
    """
    group_of = {source_id: name for name, ids in groups.items() for source_id in ids}
    by = {of: {one.by for one in agreements if one.of == of and one.mainly} for of in findings}
    claims: list[Claim] = []
    for number, ids in enumerate(_clusters(findings, by), 1):
        others = {other for own in ids for other in by[own]}.difference(ids)
        support = sorted(others, key=list(findings).index)
        own = [findings[i] for i in ids]
        claims.append(
            _claim(f"C{number}", own, support, _groups([*ids, *support], findings, group_of), conflicts)
        )
    return Ledger(
        groups={name: list(ids) for name, ids in groups.items()},
        copies={},
        claims=claims,
        disagreements=_Disputes(findings, agreements, claims, group_of).of(conflicts),
    )


def _groups(
    finding_ids: Iterable[str], findings: Mapping[str, Finding], group_of: Mapping[str, str]
) -> list[str]:
    """The independent groups of the sources that say the findings."""
    cited = {p.partition(".")[0] for i in finding_ids for p in findings[i]["passage_ids"]}
    return sorted({group_of[source_id] for source_id in cited})


def _clusters(findings: Mapping[str, Finding], by: Mapping[str, set[str]]) -> list[list[str]]:
    """Findings that confirm each other in nearly the same words, in order of their first member."""
    words = {finding_id: frozenset(terms(finding["claim"])) for finding_id, finding in findings.items()}
    leader = {finding_id: finding_id for finding_id in findings}

    def lead(finding_id: str) -> str:
        while leader[finding_id] != finding_id:
            finding_id = leader[finding_id]
        return finding_id

    # What is vaguer or says less is no other wording of it.
    mutual = [(own, other) for own in findings for other in sorted(by[own]) if own in by[other]]
    for a, b in mutual:
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


class _Disputes:
    """The disagreements that conflicts amount to, with who gives which value."""

    def __init__(
        self,
        findings: Mapping[str, Finding],
        agreements: Sequence[Agreement],
        claims: Sequence[Claim],
        group_of: Mapping[str, str],
    ) -> None:
        self._findings, self._agreements, self._group_of = findings, agreements, group_of
        self._claim_of = {finding_id: claim for claim in claims for finding_id in claim["finding_ids"]}

    def of(self, conflicts: Sequence[Conflict]) -> list[Disagreement]:
        """Return one disagreement for each dispute, the value that holds first, each with all its findings."""
        found: dict[str, list[Conflict]] = {}
        for one in conflicts:
            found.setdefault(one.dispute_id, []).append(one)
        return [self._disagreement(dispute_id, members) for dispute_id, members in found.items()]

    def _disagreement(self, dispute_id: str, members: Sequence[Conflict]) -> Disagreement:
        said: dict[str, list[str]] = {}
        for one in members:
            pairs = [(one.values[0], one.a), (one.values[1], one.b)]
            for value, finding_id in sorted(pairs, key=lambda pair: pair[1] == one.loser):
                said.setdefault(value, []).append(finding_id)
        first = members[0]
        return Disagreement(
            dispute_id=dispute_id,
            measure=first.measure,
            sides=[self._side(value, finding_ids) for value, finding_ids in said.items()],
            resolution=first.resolution,
        )

    def _side(self, value: str, finding_ids: Sequence[str]) -> Side:
        """A side with the findings of its claims that give its value, and all who confirm it."""
        confirming = [one.by for one in self._agreements if one.of in finding_ids and value in one.values]
        same_claim = {i for own in finding_ids for i in self._claim_of[own]["finding_ids"]}
        own = list(dict.fromkeys([*finding_ids, *(i for i in confirming if i in same_claim)]))
        return Side(
            value=value,
            finding_ids=own,
            groups=_groups([*own, *confirming], self._findings, self._group_of),
        )
