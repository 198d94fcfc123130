"""The floor of verify: which statements agree and which contradict each other.

Every finding is held against every sentence of the passages read, so that a source which says otherwise is heard
even where none of its sentences became a finding.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from stepresearch.nodes.evidence.sentences import Sentence
from stepresearch.nodes.state.schema import Finding
from stepresearch.text.claims.claim import Claim as Analysis
from stepresearch.text.claims.claim import analyse
from stepresearch.text.claims.contradiction import Comparison, candidate_claims, compare_claims
from stepresearch.text.claims.support import Support, support


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with the finding that it is already, if any, and the task that it bears on, if any."""

    sentence: Sentence
    finding: Finding | None
    task_id: str | None = None


@dataclass(slots=True)
class Relations:
    """What pairs of statements came to: which place confirms which, and the places of those in conflict."""

    support: list[tuple[int, int, Support]] = field(default_factory=list)
    conflicts: list[tuple[int, int, Comparison]] = field(default_factory=list)


def relations(statements: Sequence[Statement]) -> Relations:
    """Compare the statements that may be about one thing, one of each pair a finding or both bearing on a task."""
    analyses = [_analysis(statement) for statement in statements]
    found = Relations()
    for a, b in _pairs(statements, analyses):
        comparison = compare_claims(analyses[a], analyses[b])
        if comparison.relation == "agree":
            found.support += [
                (of, by, support(analyses[of], analyses[by]))
                for of, by in ((a, b), (b, a))
                if statements[a].finding or statements[b].finding
            ]
        elif comparison.is_contradiction and _source(statements[a]) != _source(statements[b]):
            found.conflicts.append((a, b, comparison))
    return found


def _pairs(statements: Sequence[Statement], analyses: Sequence[Analysis]) -> list[tuple[int, int]]:
    """The places of pairs to compare, in order: findings with all, what bears on a task with its like."""
    ranks = [0 if one.finding is not None else 1 if one.task_id is not None else 2 for one in statements]
    places = sorted(range(len(statements)), key=lambda place: ranks[place])
    ends = {0: len(places), 1: len(places) - ranks.count(2), 2: 0}
    pairs = candidate_claims([analyses[n] for n in places], [ends[ranks[n]] for n in places])
    return sorted((min(places[a], places[b]), max(places[a], places[b])) for a, b in pairs)


def _source(statement: Statement) -> str:
    return statement.sentence.source["source_id"]


def _analysis(statement: Statement) -> Analysis:
    source, passage = statement.sentence.source, statement.sentence.passage
    context = f"{source['title']} {passage['heading']}"
    text = statement.sentence.text
    before = passage["text"].partition(text)[0]
    return analyse(text, context=context, published=source.get("published"), before=before)
