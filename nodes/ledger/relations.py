"""What follows from rulings on pairs and from what code can prove: who confirms whom, and what contradicts what.

The model says what a pair is. Code does the arithmetic and drops what it can prove false: a contradiction between equal
values, support between unequal ones, a change without a difference.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from stepresearch.nodes.evidence.values import gives, numbers
from stepresearch.nodes.ledger.pairs import Pair
from stepresearch.nodes.ledger.statements import Said
from stepresearch.nodes.state.schema import Resolution, Ruling
from stepresearch.text.claims.candidates import compared_values
from stepresearch.text.claims.proven import is_equal
from stepresearch.text.claims.statement import Statement
from stepresearch.text.language.whitespace import folded, shortened
from stepresearch.text.numbers.dates import dates
from stepresearch.text.numbers.quantities import quantities

MAX_WORDS_CHARS = 120
"""Of a side that differs in words: what it says stands for its value."""

MAX_NAME_CHARS, MAX_NAME_WORDS = 60, 8

SUPERSEDED = {"earlier": False, "planned": True, "superseded": False}
"""Rulings by which one side no longer holds, and whether that side was a plan."""

_PERIOD = re.compile(r"\d{4}(?:-[QH]\d)?")


@dataclass(frozen=True, slots=True)
class Opposed:
    """Two statements that cannot both hold now.

    Attributes:
        a: The one.
        b: The other.
        values: What each says, as written, or in words.
        name: What the values are of; empty where nobody named it.
        loser: `a` or `b` where one does not hold, else empty.
        resolution: Why.
        planned: Whether the one that does not hold was a plan.
        series: Both hold, each for its own time: `loser` is only the earlier one.
    """

    a: Said
    b: Said
    values: tuple[str, str]
    name: str
    loser: str = ""
    resolution: Resolution = "open"
    planned: bool = False
    series: bool = False


@dataclass(slots=True)
class Relations:
    """What pairs came to.

    Attributes:
        agreed: Statements that state one value.
        opposed: Statements that contradict or outdate each other.
        relayed: By the key of a statement the source that it has what it says from.
    """

    agreed: list[tuple[Said, Said]] = field(default_factory=list)
    opposed: list[Opposed] = field(default_factory=list)
    relayed: dict[str, str] = field(default_factory=dict)


def relations(proven: Iterable[Pair], judged: Iterable[tuple[Pair, Ruling]]) -> Relations:
    """Return what pairs come to: by the model's rulings where there are some, else by what is proven."""
    found = Relations()
    ruled: set[frozenset[str]] = set()
    for pair, ruling in judged:
        ruled.add(frozenset((pair.a.key, pair.b.key)))
        _add(found, pair, ruling)
    for pair in proven:
        if frozenset((pair.a.key, pair.b.key)) in ruled:
            continue
        if pair.proof == "equal":
            found.agreed.append((pair.a, pair.b))
        elif pair.proof.endswith("_older"):
            values = _values(pair, ())
            found.opposed.append(Opposed(pair.a, pair.b, values, "", pair.proof[0], "newer"))
        else:
            found.opposed.append(Opposed(pair.a, pair.b, _values(pair, ()), ""))
    return found


def with_originals(found: Relations, copies: Mapping[str, str]) -> Relations:
    """Return what pairs come to where an original holds against its copy: a value that differs was copied wrongly."""
    opposed = [
        replace(one, loser=loser, resolution="primary") if (loser := _copied_wrongly(one, copies)) else one
        for one in found.opposed
    ]
    return replace(found, opposed=opposed)


def _copied_wrongly(one: Opposed, copies: Mapping[str, str]) -> str:
    a, b = one.a.source["source_id"], one.b.source["source_id"]
    if one.resolution != "open":
        return ""
    return "a" if copies.get(a) == b else "b" if copies.get(b) == a else ""


def _add(found: Relations, pair: Pair, ruling: Ruling) -> None:
    side, _, what = ruling["relation"].partition("_")
    values = _values(pair, ruling["values"])
    name = ruling["name"] if _is_name(ruling["name"]) else ""
    if ruling["relation"] == "same_value":
        if states_one_value(pair):
            found.agreed.append((pair.a, pair.b))
    elif ruling["relation"] == "contradiction":
        if not cannot_contradict(pair):
            found.opposed.append(Opposed(pair.a, pair.b, values, name))
    elif what in SUPERSEDED:
        # A change between values that the statements do not give is none of theirs.
        if not holds_equal_values(pair) and _hold_values(pair, ruling["values"]):
            series = what == "earlier" and _is_series(pair, side, values)
            found.opposed.append(
                Opposed(pair.a, pair.b, values, name, side, "newer", SUPERSEDED[what], series)
            )
    elif what.startswith("from"):
        own, other = (pair.a, pair.b) if side == "a" else (pair.b, pair.a)
        found.relayed[own.key] = other.source["source_id"]
        if states_one_value(pair):
            found.agreed.append((pair.a, pair.b))
        elif not cannot_contradict(pair):
            found.opposed.append(Opposed(pair.a, pair.b, values, name, side, "primary"))


def states_one_value(pair: Pair) -> bool:
    """Return whether both statements state one value, or have none, so that words alone agree."""
    a, b = pair.a.statement, pair.b.statement
    if a.denies != b.denies:
        return False
    if not a.figures and not b.figures:
        return not (a.times and b.times) or bool(set(a.times) & set(b.times))
    return any(is_equal(x, y) for x in a.figures for y in b.figures)


def cannot_contradict(pair: Pair) -> bool:
    """Return whether two statements cannot contradict each other: one value, or values of which none compare."""
    a, b = pair.a.statement, pair.b.statement
    if holds_equal_values(pair):
        return True
    kinds = {figure.dimension for figure in a.figures} & {figure.dimension for figure in b.figures}
    are_apart = bool(a.figures and b.figures) and not kinds and not (a.days and b.days)
    return are_apart and a.denies == b.denies


def holds_equal_values(pair: Pair) -> bool:
    """Return whether every figure and date of each statement stands in the other, and neither denies alone."""
    a, b = pair.a.statement, pair.b.statement
    if folded(a.text) == folded(b.text):
        return True
    return bool(a.figures or a.times) and a.denies == b.denies and _all_in(a, b) and _all_in(b, a)


def _all_in(one: Statement, other: Statement) -> bool:
    return set(one.times) <= set(other.times) and all(
        any(is_equal(figure, theirs) for theirs in other.figures) for figure in one.figures
    )


def _values(pair: Pair, given: Iterable[str]) -> tuple[str, str]:
    """Each side's value: the model's where both statements hold theirs, else the figures compared, else what each says.

    A ruling on a value that its statement does not hold is about something the statement says in words.
    """
    told = [*given, "", ""][:2]
    in_words = shortened(pair.a.text, MAX_WORDS_CHARS), shortened(pair.b.text, MAX_WORDS_CHARS)
    if not _hold_values(pair, told):
        return in_words
    if all(told) and folded(told[0]) != folded(told[1]) and not _are_mere_dates(pair, told):
        return told[0], told[1]
    rivals = None if pair.proof == "denied" else compared_values(pair.a.statement, pair.b.statement)
    return rivals or in_words


def _hold_values(pair: Pair, told: Iterable[str]) -> bool:
    """Return whether each statement holds the value named for it, with or without the unit, where one is named."""
    return all(
        gives(side.text, value) or frozenset() < numbers(value) <= numbers(side.text)
        for side, value in zip((pair.a, pair.b), told, strict=False)
        if value
    )


def _are_mere_dates(pair: Pair, told: Iterable[str]) -> bool:
    """Return whether a value is a date though a statement has a figure, which is then what they differ in."""
    has_figures = bool(pair.a.statement.figures or pair.b.statement.figures)
    return has_figures and any(dates(value) and not quantities(value) for value in told)


def _is_series(pair: Pair, side: str, values: tuple[str, str]) -> bool:
    """Return whether the earlier statement names a time of its own, so that it holds whatever came later.

    So it does where the later one gives the earlier value itself, beside its own.
    """
    earlier, later, value = (pair.a, pair.b, values[0]) if side == "a" else (pair.b, pair.a, values[1])
    own, other = _times(earlier), _times(later)
    return any(not any(_overlap(time, one) for one in other) for time in own) or (
        bool(own) and gives(later.text, value)
    )


def _times(said: Said) -> tuple[str, ...]:
    """The times that a statement names, else the year or quarter that its heading or the title of its paper is of."""
    if dated := tuple(time for time in said.statement.times if time[:1].isdigit()):
        return dated
    for above in (said.passage["heading"], said.source["title"]):
        if periods := tuple(point.iso for point in dates(above) if _PERIOD.fullmatch(point.iso)):
            return periods
    return ()


def _overlap(a: str, b: str) -> bool:
    return a.startswith(b) or b.startswith(a)


def _is_name(name: str) -> bool:
    """Return whether a name is short and cites nothing; of Chinese a word is some characters."""
    return 0 < len(name) <= MAX_NAME_CHARS and len(name.split()) <= MAX_NAME_WORDS and "[" not in name
