"""The floor of verify: findings about one thing brought together, support counted by independent groups.

Every finding is held against every sentence of the passages read, so that a source which says otherwise is heard
even where none of its sentences became a finding.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from stepresearch.nodes.floors.evidence import Sentence
from stepresearch.nodes.state import Claim, Disagreement, Finding, Ledger
from stepresearch.text.contradiction import Comparison, analyse, candidate_pairs, compare_claims
from stepresearch.text.contradiction import Claim as Analysis

CONFLICTS = frozenset({"differ", "negated", "outdated"})


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with its source and group; `finding` where it is one already."""

    sentence: Sentence
    group: str
    finding: Finding | None


@dataclass(slots=True)
class Relations:
    """What pairs of statements came to: places of those that agree, and of those in conflict."""

    agree: list[tuple[int, int]] = field(default_factory=list)
    conflicts: list[tuple[int, int, Comparison]] = field(default_factory=list)


def relations(statements: Sequence[Statement]) -> Relations:
    """Compare the statements that may be about one thing, at least one of each pair a finding."""
    analyses = [_analysis(statement) for statement in statements]
    found = Relations()
    for a, b in candidate_pairs([statement.sentence.text for statement in statements]):
        if statements[a].finding is None and statements[b].finding is None:
            continue
        same_source = statements[a].sentence.source["source_id"] == statements[b].sentence.source["source_id"]
        comparison = compare_claims(analyses[a], analyses[b])
        if comparison.relation == "agree":
            found.agree.append((a, b))
        elif comparison.relation in CONFLICTS and not same_source:
            found.conflicts.append((a, b, comparison))
    return found


def _analysis(statement: Statement) -> Analysis:
    source, passage = statement.sentence.source, statement.sentence.passage
    context = f"{source['title']} {passage['heading']}"
    return analyse(statement.sentence.text, context=context, published=source.get("published"))


def draft_ledger(
    findings: Mapping[str, Finding],
    place_of: Mapping[int, str],
    found: Relations,
    groups: Mapping[str, Sequence[str]],
) -> Ledger:
    """Return the ledger.

    Args:
        findings: All findings by id, those among them that verify added for the other side of a conflict.
        place_of: Finding id by place of its statement in what was compared.
        found: The relations between places.
        groups: Source ids by group, the one that stands for the group first.
    """
    clusters = _clusters(findings, [(place_of[a], place_of[b]) for a, b in found.agree if a in place_of and b in place_of])
    group_of = {source_id: name for name, ids in groups.items() for source_id in ids}
    conflicts = [(place_of[a], place_of[b], comparison) for a, b, comparison in found.conflicts]
    old = {_older(a, b, comparison) for a, b, comparison in conflicts if comparison.relation == "outdated"}
    disputed = {i for a, b, comparison in conflicts if comparison.relation != "outdated" for i in (a, b)}
    claims = [
        _claim(number, ids, findings, group_of, old, disputed) for number, ids in enumerate(clusters, 1)
    ]
    return Ledger(
        groups={name: list(ids) for name, ids in groups.items()},
        claims=claims,
        disagreements=_disagreements(conflicts, claims, group_of, findings),
    )


def _clusters(findings: Mapping[str, Finding], agreeing: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Findings joined where they agree, in order of their first member."""
    leader = {finding_id: finding_id for finding_id in findings}

    def lead(finding_id: str) -> str:
        while leader[finding_id] != finding_id:
            finding_id = leader[finding_id]
        return finding_id

    for a, b in agreeing:
        leader[lead(b)] = lead(a)
    clusters: dict[str, list[str]] = {}
    for finding_id in findings:
        clusters.setdefault(lead(finding_id), []).append(finding_id)
    return list(clusters.values())


def _claim(
    number: int,
    ids: list[str],
    findings: Mapping[str, Finding],
    group_of: Mapping[str, str],
    old: set[str],
    disputed: set[str],
) -> Claim:
    best = max((findings[i] for i in ids), key=lambda finding: finding["score"])
    groups = sorted({group_of[p.partition(".")[0]] for i in ids for p in findings[i]["passage_ids"]})
    if old.intersection(ids):
        verdict, reason = "outdated", "a newer source gives another figure"
    elif disputed.intersection(ids):
        verdict, reason = "contested", "an independent source says otherwise"
    elif len(groups) > 1:
        verdict, reason = "corroborated", f"said by {len(groups)} independent sources"
    else:
        verdict, reason = "single_source", "said by one independent source"
    return Claim(
        claim_id=f"C{number}",
        task_id=best["task_id"],
        finding_ids=ids,
        text=best["claim"],
        verdict=verdict,  # type: ignore[typeddict-item]
        groups=groups,
        reason=reason,
    )


def _older(a: str, b: str, comparison: Comparison) -> str:
    return a if comparison.older == "a" else b


def _disagreements(
    conflicts: Sequence[tuple[str, str, Comparison]],
    claims: Sequence[Claim],
    group_of: Mapping[str, str],
    findings: Mapping[str, Finding],
) -> list[Disagreement]:
    """One disagreement for each pair of claims in conflict; its sides list the claims' findings."""
    claim_of = {finding_id: claim for claim in claims for finding_id in claim["finding_ids"]}
    found: dict[frozenset[str], Disagreement] = {}
    for a, b, comparison in conflicts:
        pair = frozenset((claim_of[a]["claim_id"], claim_of[b]["claim_id"]))
        if len(pair) == 1 or pair in found:
            continue
        sides = [
            {"value": value, "finding_ids": [i, *(o for o in claim_of[i]["finding_ids"] if o != i)], "groups": claim_of[i]["groups"]}
            for i, value in ((a, comparison.value_a), (b, comparison.value_b))
        ]
        if comparison.relation == "outdated" and comparison.older == "a":
            sides.reverse()
        resolution = "newer" if comparison.relation == "outdated" else "open"
        found[pair] = Disagreement(measure=comparison.measure, sides=sides, resolution=resolution)
    return list(found.values())
