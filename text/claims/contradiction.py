"""Whether two claims contradict each other, told by their figures, dates and negations alone."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from stepresearch.text.claims.claim import Claim, Figure, analyse
from stepresearch.text.claims.comparability import (
    each_narrower,
    one_named,
    shared_weight,
    strangers,
    subjects_compatible,
    titles_differ,
)
from stepresearch.text.claims.content_words import weight
from stepresearch.text.claims.events import Event
from stepresearch.text.claims.measure_names import common_words, measure_of, occasion_of
from stepresearch.text.claims.time_scope import (
    Side,
    dates_agree,
    earlier_edition,
    is_history,
    older_side,
    times_meet,
)
from stepresearch.text.numbers.equality import quantities_agree, same_dimension
from stepresearch.text.numbers.units import dimension_of, is_counted

Relation = Literal["unrelated", "agree", "differ", "other_time", "outdated", "negated"]
Planned = Literal["", "older", "both"]
"""Which of an outdated value and the one that holds tells a plan: the older one, so that the other is what came of it, or
both, so that the plan was changed."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two claims relate.

    Attributes:
        relation: `differ`, `outdated` (one is an older edition of a changing figure) and `negated` are
            contradictions; `other_time` is the same measure for another year; `agree` the same value.
        value_a: The first claim's value as written, where both name the same measure.
        value_b: The second claim's.
        measure: A name for it in words of the claims, where they contradict each other.
        older: Which side an outdated figure is on.
        planned: Whether it was a plan, and the newer one too.
    """

    relation: Relation
    value_a: str = ""
    value_b: str = ""
    measure: str = ""
    older: Side = ""
    planned: Planned = ""

    @property
    def is_contradiction(self) -> bool:
        """The claims cannot both hold now."""
        return self.relation in {"differ", "outdated", "negated"}


UNRELATED = Comparison("unrelated")
# Weights as in wording.weight; tuned on the development half of tests/text/data/contradiction_pairs.jsonl.
_MIN_EVENT_SHARED = 1.5
_MIN_EVENT_SHARE = 0.4
_SAME_STATEMENT = 0.65
_MIN_STATEMENT = 2.0
_COUNTED = "counted"
# Relations that are told, so that what they are about needs a name.
_TOLD: frozenset[Relation] = frozenset({"differ", "outdated"})


def compare(
    a: str,
    b: str,
    *,
    context_a: str = "",
    context_b: str = "",
    published_a: str | None = None,
    published_b: str | None = None,
) -> Comparison:
    """Return how two sentences relate.

    Args:
        a: One claim.
        b: The other.
        context_a: Title and headings that `a` stands under; they name the subject where it says `it`.
        context_b: The same for `b`.
        published_a: ISO date of the source of `a`.
        published_b: ISO date of the source of `b`.
    """
    return compare_claims(analyse(a, context_a, published_a), analyse(b, context_b, published_b))


def compare_claims(a: Claim, b: Claim) -> Comparison:
    """Return how two claims relate; `analyse` makes them, once for all comparisons."""
    if not subjects_compatible(a, b):
        return UNRELATED
    # "Did not reach 50 percent" disputes no figure; it can only deny the whole statement.
    matched = [match for match in matched_figures(a, b) if match[1].negated == match[2].negated]
    by_figures = _compare_figures(a, b, matched) if matched else None
    if by_figures and by_figures.is_contradiction:
        return by_figures
    by_events = _compare_events(a, b)
    if by_events and by_events.is_contradiction:
        return by_events
    return by_figures or by_events or _compare_polarity(a, b)


_Match = tuple[float, Figure, Figure]


def matched_figures(a: Claim, b: Claim) -> list[_Match]:
    """Return pairs of figures that measure the same, best first, each figure once."""
    scored = [
        (score, figure_a, figure_b)
        for figure_a in a.figures
        for figure_b in b.figures
        if (score := shared_weight(figure_a, a, figure_b, b)) > 0
    ]
    # A figure that both sentences give is that one's partner: its neighbour's is none of its rivals.
    scored.sort(key=lambda match: (not _agree(match[1], match[2]), -match[0]))
    taken: list[_Match] = []
    for match in scored:
        if not any(match[1] is used[1] or match[2] is used[2] for used in taken):
            taken.append(match)
    return taken


def _agree(a: Figure, b: Figure) -> bool:
    return quantities_agree(a.quantity, b.quantity)


def _compare_figures(a: Claim, b: Claim, matched: list[_Match]) -> Comparison:
    verdicts = [_compare_pair(a, figure_a, b, figure_b) for _, figure_a, figure_b in matched]
    order: list[Relation] = ["differ", "outdated", "agree", "other_time"]
    return min(verdicts, key=lambda verdict: order.index(verdict.relation))


def _compare_pair(a: Claim, figure_a: Figure, b: Claim, figure_b: Figure) -> Comparison:
    relation: Relation
    older: Side = ""
    if not times_meet(figure_a.dates, figure_b.dates):
        relation = "other_time"
    elif _agree(figure_a, figure_b) or _gives_both(a, figure_b) or _gives_both(b, figure_a):
        relation = "agree"
    else:
        older = older_side(a, figure_a, b, figure_b)
        relation = "outdated" if older else "differ"
        if older and is_history(*((a, figure_a) if older == "a" else (b, figure_b))):
            relation, older = "other_time", ""
    measure = measure_of(a, figure_a, b, figure_b) if relation in _TOLD else ""
    planned = _planned(older, expected_a=a.forecast, expected_b=b.forecast)
    return Comparison(relation, figure_a.written, figure_b.written, measure, older, planned)


def _planned(older: Side, *, expected_a: bool, expected_b: bool) -> Planned:
    if not (expected_a if older == "a" else expected_b and older == "b"):
        return ""
    return "both" if expected_a and expected_b else "older"


def _gives_both(claim: Claim, theirs: Figure) -> bool:
    """Return whether the claim states the other's value too, for another measure or as one that was replaced."""
    unit = theirs.quantity.unit
    return any(
        (not stated.unit or same_dimension(stated, theirs.quantity))
        and quantities_agree(replace(stated, unit=stated.unit or unit), theirs.quantity)
        for stated in claim.stated
    )


def _compare_events(a: Claim, b: Claim) -> Comparison | None:
    """Return how the dates agree that both give for one event, None where they tell of none in common."""
    pairs = [(own, other) for own in a.events for other in b.events if own.group == other.group]
    if not pairs or not same_occasion(a, b):
        return None
    verdicts = [_compare_dates(a, event_a, b, event_b) for event_a, event_b in pairs]
    # One date in common is enough: the other is an older promise or another step.
    agreeing = (verdict for verdict in verdicts if verdict.relation == "agree")
    return next(agreeing, verdicts[0] if verdicts else None)


def same_occasion(a: Claim, b: Claim) -> bool:
    """Return whether the dates of two claims can be those of one event."""
    if one_named(a, b):
        return a.joint == b.joint
    if titles_differ(a, b) and not (a.names | a.context_names) & (b.names | b.context_names):
        return False
    if a.joint != b.joint or _names_another(a, b) or _names_another(b, a) or each_narrower(a, b):
        return False
    if weight((a.terms | a.context_terms) & (b.terms | b.context_terms)) < _MIN_EVENT_SHARED:
        return False
    if _is_about(a, b) or _is_about(b, a):
        return True
    # A figure that both give names the thing as well as a word does.
    alike = sum(
        any(x.quantity.unit == y.quantity.unit != "" and _agree(x, y) for y in b.figures) for x in a.figures
    )
    said_by_both, said_by_briefer = weight(a.terms & b.terms), min(weight(a.terms), weight(b.terms))
    return said_by_both + alike >= _MIN_EVENT_SHARE * (said_by_briefer + alike)


def _is_about(a: Claim, b: Claim) -> bool:
    """Return whether `b` speaks of `it` under a title that names what `a` names."""
    return b.anaphoric and bool(a.names) and a.names <= b.context_names


def _names_another(a: Claim, b: Claim) -> bool:
    """Return whether `a` names or numbers what happened and `b` tells of what may be another."""
    if b.anaphoric and a.names - b.names - b.context_names - b.terms - b.context_terms:
        return True
    # The first of several is what has come to be, not what is still expected.
    return bool(a.parts) and not b.parts and (b.forecast or not b.names)


def _compare_dates(a: Claim, event_a: Event, b: Claim, event_b: Event) -> Comparison:
    relation: Relation = "differ"
    older: Side = ""
    expected_a, expected_b = a.forecast or event_a.earliest, b.forecast or event_b.earliest
    if dates_agree(event_a, event_b):
        relation = "agree"
    elif expected_a or expected_b:
        older = earlier_edition(a, b)
        relation = "outdated" if older else "differ" if expected_a == expected_b else "unrelated"
    measure = occasion_of(a, b, event_a.group) if relation in _TOLD else ""
    planned = _planned(older, expected_a=expected_a, expected_b=expected_b)
    return Comparison(relation, event_a.written, event_b.written, measure, older, planned)


def _compare_polarity(a: Claim, b: Claim) -> Comparison:
    shared = a.terms & b.terms
    both = weight(shared)
    if both < _MIN_STATEMENT or both < _SAME_STATEMENT * weight(a.terms | b.terms):
        return UNRELATED
    if not shared - a.names - b.names:  # a letterhead names somebody and states nothing
        return UNRELATED
    if strangers(a, b) or not _figures_agree(a, b) or not _dates_agree(a, b):
        return UNRELATED
    if a.negated == b.negated:
        return Comparison("agree")
    return Comparison("negated", measure=common_words(a.text, shared))


def _figures_agree(a: Claim, b: Claim) -> bool:
    return len(a.figures) == len(b.figures) and all(any(_agree(x, y) for y in b.figures) for x in a.figures)


def _dates_agree(a: Claim, b: Claim) -> bool:
    return not (a.events and b.events) or any(dates_agree(x, y) for x in a.events for y in b.events)


def candidate_claims(claims: Sequence[Claim], ends: Sequence[int] | None = None) -> list[tuple[int, int]]:
    """Return the index pairs of claims that share a dimension, or an event, and two terms about it.

    Args:
        claims: To be paired, each with those after it.
        ends: For each claim the index before which its partners stand; all after it where not given.
    """
    keys = [frozenset(_keys(claim)) for claim in claims]
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, own in enumerate(keys):
        for key in own:
            holders[key].append(index)
    pairs: list[tuple[int, int]] = []
    for index, own in enumerate(keys):
        end = len(claims) if ends is None else ends[index]
        if end <= index + 1:
            continue
        shared: Counter[int] = Counter()
        for key in own:
            members = holders[key]
            shared.update(members[bisect_right(members, index) : bisect_left(members, end)])
        pairs += [(index, other) for other, count in sorted(shared.items()) if count >= 2]
    return pairs


def _keys(claim: Claim) -> Iterator[tuple[str, str]]:
    for figure in claim.figures:
        unit = figure.quantity.unit
        kind = _COUNTED if is_counted(unit) else dimension_of(unit)
        # Where a title may name the measure, which `shared_weight` asks of measured figures alone.
        above = frozenset() if is_counted(unit) else claim.context_terms
        for term in figure.terms | above:
            yield kind, term
        for group in figure.groups:
            yield kind, f"group {group}"
    for event in claim.events:
        for term in claim.terms | claim.context_terms | claim.names_before:
            yield event.group, term
    if claim.events or not claim.figures:
        for term in claim.terms:
            yield "statement", term
