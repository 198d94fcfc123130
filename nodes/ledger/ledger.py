"""Claims with their independent support and verdict, and what they disagree about."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from stepresearch.nodes.ledger.conflicts import Conflict, Value, value_of
from stepresearch.nodes.state.schema import Claim, Disagreement, Finding, Ledger, Side
from stepresearch.text.claims.statement import restates
from stepresearch.text.language.words import terms

SAME_CLAIM = 0.6
"""Share of common terms from which two sentences that agree are one claim; below it they support each other."""

Verdict = Literal["corroborated", "single_source", "contested", "outdated", "resolved"]

REASONS: dict[Verdict, str] = {
    "corroborated": "said by {count} independent sources",
    "single_source": "said by one independent source, or by sources whose independence is not known",
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
    *,
    unknown: Collection[str] = (),
    relayed: Mapping[str, str] | None = None,
    stating: Mapping[str, Sequence[str]] | None = None,
) -> Ledger:
    """Return the ledger of findings, given which of them agree and which are in conflict.

    Args:
        findings: All findings by id.
        agreements: Which confirms which.
        conflicts: Pairs with what contradicts, in disputes.
        groups: Source ids by group, the one that stands for the group first.
        unknown: Groups of which nobody can tell whose they are.
        relayed: By finding that only repeats what another source says that source.
        stating: By finding the sources that state it, where these are fewer than it cites.
    """
    groups_of = _groups_of(findings, groups, relayed or {}, stating or {})
    claims = _claims(findings, agreements, conflicts, groups_of, unknown)
    return Ledger(
        groups={name: list(ids) for name, ids in groups.items()},
        unknown=[name for name in groups if name in unknown],
        copies={},
        claims=claims,
        disagreements=_Disputes(agreements, claims, groups_of, findings, unknown).of(conflicts),
    )


def _claims(
    findings: Mapping[str, Finding],
    agreements: Sequence[Agreement],
    conflicts: Sequence[Conflict],
    groups_of: Mapping[str, frozenset[str]],
    unknown: Collection[str],
) -> list[Claim]:
    by: dict[str, set[str]] = {finding_id: set() for finding_id in findings}
    for one in agreements:
        if one.mainly:
            by[one.of].add(one.by)
    places = {finding_id: place for place, finding_id in enumerate(findings)}
    claims: list[Claim] = []
    for number, ids in enumerate(_clusters(findings, by), 1):
        support = sorted({other for own in ids for other in by[own]}.difference(ids), key=places.__getitem__)
        own = [findings[i] for i in ids]
        groups = _counted(_union([*ids, *support], groups_of), unknown)
        claims.append(_claim(f"C{number}", own, support, groups, conflicts))
    return claims


def _groups_of(
    findings: Mapping[str, Finding],
    groups: Mapping[str, Sequence[str]],
    relayed: Mapping[str, str],
    stating: Mapping[str, Sequence[str]],
) -> dict[str, frozenset[str]]:
    """The groups that say each finding; who is quoted on what another says counts with that one."""
    group_of = {source_id: name for name, ids in groups.items() for source_id in ids}
    found: dict[str, frozenset[str]] = {}
    for finding_id, finding in findings.items():
        cited = [passage_id.partition(".")[0] for passage_id in finding["passage_ids"]]
        quoted, *others = dict.fromkeys(stating.get(finding_id, cited))
        first = relayed.get(finding_id, quoted)
        found[finding_id] = frozenset(group_of[source_id] for source_id in (first, *others))
    return found


def _union(finding_ids: Iterable[str], groups_of: Mapping[str, frozenset[str]]) -> list[str]:
    """The independent groups of all the findings together."""
    return sorted(frozenset().union(*(groups_of[i] for i in finding_ids)))


def _counted(groups: list[str], unknown: Collection[str]) -> list[str]:
    """The groups that count as independent of each other: of those of which nobody can tell whose they are one at most."""
    return [name for name in groups if name not in unknown] or groups[:1]


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
    """What conflicts make of a claim, or None; nothing in a series speaks against what came before or after it."""
    own = [one for one in conflicts if not one.series and (one.a in ids or one.b in ids)]
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
        findings: Mapping[str, Finding],
        unknown: Collection[str],
    ) -> None:
        self._unknown, self._findings = unknown, findings
        self._sources = {key: one["passage_ids"][0].partition(".")[0] for key, one in findings.items()}
        self._agreements, self._groups_of = agreements, groups_of
        self._claim_of = {finding_id: claim for claim in claims for finding_id in claim["finding_ids"]}

    def of(self, conflicts: Sequence[Conflict]) -> list[Disagreement]:
        """Return one disagreement for each dispute, the value that holds first, each with all its findings."""
        found: dict[str, list[Conflict]] = {}
        for one in conflicts:
            found.setdefault(one.dispute_id, []).append(one)
        told = [self._disagreement(dispute_id, members) for dispute_id, members in found.items()]
        unsure = [side for one in told if one["resolution"] == "open" for side in one["sides"]]
        return [one for one in told if self._is_left(one, unsure)]

    def _is_left(self, one: Disagreement, unsure: Sequence[Side]) -> bool:
        """Take from a series the earlier values that are in open dispute, and return whether two sides are left."""
        if one.get("series"):
            first, *others = one["sides"]
            one["sides"] = [
                first,
                *(side for side in others if not any(self._is_same(side, x) for x in unsure)),
            ]
        return len(one["sides"]) > 1

    def _is_same(self, side: Side, other: Side) -> bool:
        """Return whether two sides are one value of one thing."""
        if value_of(side["value"]) != value_of(other["value"]):
            return False
        own, theirs = (self._findings[one["finding_ids"][0]]["claim"] for one in (side, other))
        shares = not set(side["finding_ids"]).isdisjoint(other["finding_ids"])
        return shares or restates(own, theirs, has_value=True)

    def _disagreement(self, dispute_id: str, members: Sequence[Conflict]) -> Disagreement:
        said: dict[Value, list[str]] = {}
        written: dict[Value, str] = {}
        lost: set[Value] = set()
        for one in members:
            for text, finding_id in ((one.values[0], one.a), (one.values[1], one.b)):
                value = value_of(text)
                written.setdefault(value, text)
                said.setdefault(value, []).append(finding_id)
                if finding_id == one.loser:
                    lost.add(value)
        first = members[0]
        return Disagreement(
            dispute_id=dispute_id,
            measure=first.measure,
            sides=[
                self._side(written[value], finding_ids)
                for value, finding_ids in sorted(
                    said.items(), key=lambda side: (side[0] in lost, self._rank(side[1]))
                )
            ],
            resolution=first.resolution,
            planned=any(one.planned for one in members),
            series=first.series,
        )

    def _rank(self, finding_ids: Sequence[str]) -> tuple[int, int]:
        """The better supported side first, then that of the source that was chosen first."""
        groups = _union(finding_ids, self._groups_of)
        first = min(int(self._sources[i].removeprefix("S")) for i in finding_ids)
        return -len(groups), first

    def _side(self, value: str, finding_ids: Sequence[str]) -> Side:
        """A side with the findings of its claims that give its value, and all who confirm it."""
        own_value = value_of(value)
        confirming = [
            one.by
            for one in self._agreements
            if one.of in finding_ids and any(value_of(given) == own_value for given in one.values)
        ]
        same_claim = {i for own in finding_ids for i in self._claim_of[own]["finding_ids"]}
        own = list(dict.fromkeys([*finding_ids, *(i for i in confirming if i in same_claim)]))
        return Side(
            value=value,
            finding_ids=own,
            groups=_counted(_union([*own, *confirming], self._groups_of), self._unknown),
        )
