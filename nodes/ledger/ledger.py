"""The floor of the ledger: claims with their independent support and verdict, and what they disagree about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from stepresearch.nodes.ledger.conflicts import Conflict
from stepresearch.nodes.state.schema import Claim, Disagreement, Finding, Ledger, Side
from stepresearch.text.language.words import terms

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
    credited: Mapping[str, str] | None = None,
) -> Ledger:
    """Return the ledger of findings, given which of them agree and which are in conflict.

    Args:
        findings: All findings by id.
        agreements: Which confirms which.
        conflicts: Pairs with what contradicts, in disputes.
        groups: Source ids by group, the one that stands for the group first.
        credited: Groups of findings that only repeat what another source says (`crediting.credited_groups`).
    """
    groups_of = _groups_of(findings, groups, credited or {})
    by = {of: {one.by for one in agreements if one.of == of and one.mainly} for of in findings}
    claims: list[Claim] = []
    for number, ids in enumerate(_clusters(findings, by), 1):
        others = {other for own in ids for other in by[own]}.difference(ids)
        support = sorted(others, key=list(findings).index)
        own = [findings[i] for i in ids]
        claims.append(_claim(f"C{number}", own, support, _union([*ids, *support], groups_of), conflicts))
    return Ledger(
        groups={name: list(ids) for name, ids in groups.items()},
        copies={},
        claims=claims,
        disagreements=_Disputes(agreements, claims, groups_of).of(conflicts),
    )


def _groups_of(
    findings: Mapping[str, Finding], groups: Mapping[str, Sequence[str]], credited: Mapping[str, str]
) -> dict[str, frozenset[str]]:
    """The independent groups that say each finding; who is quoted on what another says counts with that one."""
    group_of = {source_id: name for name, ids in groups.items() for source_id in ids}
    found: dict[str, frozenset[str]] = {}
    for finding_id, finding in findings.items():
        quoted, *others = dict.fromkeys(p.partition(".")[0] for p in finding["passage_ids"])
        first = credited.get(finding_id, group_of[quoted])
        found[finding_id] = frozenset([first, *(group_of[source_id] for source_id in others)])
    return found


def _union(finding_ids: Iterable[str], groups_of: Mapping[str, frozenset[str]]) -> list[str]:
    """The independent groups of all the findings together."""
    return sorted(frozenset().union(*(groups_of[i] for i in finding_ids)))


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
        agreements: Sequence[Agreement],
        claims: Sequence[Claim],
        groups_of: Mapping[str, frozenset[str]],
    ) -> None:
        self._agreements, self._groups_of = agreements, groups_of
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
            planned=first.planned,
        )

    def _side(self, value: str, finding_ids: Sequence[str]) -> Side:
        """A side with the findings of its claims that give its value, and all who confirm it."""
        confirming = [one.by for one in self._agreements if one.of in finding_ids and value in one.values]
        same_claim = {i for own in finding_ids for i in self._claim_of[own]["finding_ids"]}
        own = list(dict.fromkeys([*finding_ids, *(i for i in confirming if i in same_claim)]))
        return Side(
            value=value,
            finding_ids=own,
            groups=_union([*own, *confirming], self._groups_of),
        )
