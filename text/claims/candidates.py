"""Pairs of statements that may be about one thing, best first: what a model is asked about.

Recall comes first here. Words weigh by how few of the statements hold them, so that no list of common words is needed, and
an index by words and by values keeps thousands of statements within a second.
"""

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from typing import Literal

from stepresearch.text.claims.statement import COUNTED, Figure, Statement
from stepresearch.text.language.language import is_cjk

Kind = Literal["clash", "equal", "words"]
"""Why a pair is proposed: values that differ, values that agree, or words alone."""

MAX_HOLDERS = 100
"""A word or a value that more statements hold joins no pair: it tells little, and pairs grow with its square."""

MAX_POOL = 4_000
MIN_ALIKE = 0.08
MIN_ALIKE_WORDS = 0.5
"""Of statements without values only those in much the same words are proposed."""

MIN_WORDS, MIN_HAN_WORDS = 4, 9
"""Of a statement that has no figure: fewer are a signature, a heading or the line with the date."""

DIGITS_ALONE = 3
"""A value of so many digits proposes a pair without a common word: all that two languages share."""

FAR_APART, FAR_APART_WORTH = 30, 0.5
NO_UNIT_WORTH, ALSO_GIVEN_WORTH = 0.6, 1.3
"""A statement that repeats the other's value beside one of its own corrects it, or tells where it comes from."""

NEAR_SHARE, LONGER_SHARE = 0.65, 0.25
"""What the words beside two values count against those of the whole statements, and the longer of two against the shorter."""

GROUP = 10
"""Statements in a group: as many as can be compared with each other at a glance."""

SHARES: dict[Kind, float] = {"clash": 1.0, "equal": 0.2, "words": 0.15}
"""Of the statements in groups at most those that are there for a value that differs, for one that agrees, for their words."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two places of statements, why they are proposed, the values concerned as written and as numbers, how near they are."""

    a: int
    b: int
    kind: Kind
    values: tuple[str, str] | None
    keys: tuple[object, object] | None
    score: float


def candidates(
    statements: Sequence[Statement], may_pair: Callable[[int, int], bool], worth: Sequence[float]
) -> list[Candidate]:
    """Return the pairs that may be about one thing, best first.

    Args:
        statements: To be paired; of those with one text the first.
        may_pair: Whether two places may be paired at all: they are of different sources.
        worth: Of each statement, 0 to 1: how much it matters for the question.
    """
    index = _Index(statements)
    found = [
        candidate
        for a, b, shared in index.pairs(may_pair)
        if (candidate := index.candidate(a, b, shared, worth[a] + worth[b]))
    ]
    found.sort(key=lambda one: (-one.score, one.a, one.b))
    return found[:MAX_POOL]


def grouped(pool: Sequence[Candidate], limit: int) -> list[list[int]]:
    """Return the places of statements in groups whose members may be about one thing, the likeliest first.

    One statement for a value is enough in a group, but for some that are asked about because they agree.

    Args:
        pool: The pairs, best first.
        limit: Of statements in all groups together.
    """
    groups: list[_Group] = []
    group_of: dict[int, _Group] = {}
    left = {kind: round(limit * share) for kind, share in SHARES.items()}
    room = limit
    for one in pool:
        places = (one.a, one.b)
        joined = list(
            {id(group_of[place]): group_of[place] for place in places if place in group_of}.values()
        )
        new = [place for place in places if place not in group_of]
        if (not new and len(joined) == 1) or _is_told(one, new, joined):
            continue
        if sum(len(group.places) for group in joined) + len(new) > GROUP:
            joined, new = (
                [],
                list(places),
            )  # what is in a full group is shown once more beside its likely rival
        if len(new) > min(room, left[one.kind]):
            continue
        room, left[one.kind] = room - len(new), left[one.kind] - len(new)
        merged = _Group(
            [*(place for group in joined for place in group.places), *new],
            frozenset(one.keys or ()).union(*(group.values for group in joined)),
        )
        groups = [group for group in groups if group not in joined] + [merged]
        group_of |= dict.fromkeys(merged.places, merged)
    return [group.places for group in groups]


@dataclass(frozen=True, eq=False, slots=True)
class _Group:
    places: list[int]
    values: frozenset[object]


def _is_told(one: Candidate, new: Sequence[int], joined: Sequence[_Group]) -> bool:
    """Return whether a pair would only bring a group a value that it has."""
    if one.kind != "clash" or one.keys is None or len(new) != 1:
        return False
    return (one.keys[0] if new[0] == one.a else one.keys[1]) in joined[0].values


class _Index:
    def __init__(self, statements: Sequence[Statement]) -> None:
        self._statements = statements
        first = {one.text: place for place, one in reversed(list(enumerate(statements)))}
        self._keys = [
            one.words | one.heading if first[one.text] == place else frozenset[str]()
            for place, one in enumerate(statements)
        ]
        self._holders: defaultdict[str, list[int]] = defaultdict(list)
        for place, keys in enumerate(self._keys):
            for key in keys:
                self._holders[key].append(place)
        self._values = [tuple(_of(one)) for one in statements]
        self._is_said = [_is_said(one) for one in statements]
        total = len(statements)
        self._weight = {key: math.log(1 + total / len(held)) for key, held in self._holders.items()}
        self._weights = [self._sum(keys) for keys in self._keys]

    def _sum(self, keys: frozenset[str]) -> float:
        return sum(self._weight.get(key, 0.0) for key in keys)

    def pairs(self, may_pair: Callable[[int, int], bool]) -> Iterator[tuple[int, int, float]]:
        """Yield each pair with the weight of the words that it shares."""
        same_value = self._of_one_value()
        for place, keys in enumerate(self._keys):
            shared: defaultdict[int, float] = defaultdict(float)
            for key in sorted(keys):
                held = self._holders[key]
                if len(held) <= MAX_HOLDERS:
                    weight = self._weight[key]
                    for other in held[bisect_right(held, place) :]:
                        shared[other] += weight
            for other in same_value.get(place, ()):
                shared[other] += 0.0
            for other, weight in shared.items():
                if may_pair(place, other):
                    yield place, other, weight

    def _of_one_value(self) -> dict[int, set[int]]:
        holders: defaultdict[tuple[str, object], set[int]] = defaultdict(set)
        for place, one in enumerate(self._statements):
            for figure in one.figures if self._keys[place] else ():
                if _digits(figure) >= DIGITS_ALONE:
                    holders[figure.dimension, figure.base].add(place)
        found: defaultdict[int, set[int]] = defaultdict(set)
        for held in holders.values():
            if len(held) <= MAX_HOLDERS:
                for a, b in combinations(sorted(held), 2):
                    found[a].add(b)
        return found

    def candidate(self, a: int, b: int, shared: float, worth: float) -> Candidate | None:
        """Return why a pair is worth asking about, None where nothing speaks for it."""
        one, other = self._statements[a], self._statements[b]
        alike = _share(shared, self._weights[a], self._weights[b])
        found = [
            (self._score(alike, x, y), kind, x, y)
            for kind, x, y in _values(self._values[a], self._values[b])
            if alike >= MIN_ALIKE or (kind == "equal" and x.digits >= DIGITS_ALONE) or x.worth > 1.0
        ]
        # Where one side gives the other's value beside its own, that is what the pair is about, not what both give.
        corrected = [given for given in found if given[2].worth > 1.0]
        best = max(corrected or found, key=lambda given: given[0], default=None)
        if best is not None:
            score, kind, x, y = best
            return Candidate(a, b, kind, (x.written, y.written), (x.key, y.key), score * math.sqrt(worth))
        if (
            alike < MIN_ALIKE_WORDS
            or not (self._is_said[a] and self._is_said[b])
            or (one.figures and other.figures)
        ):
            return None
        return Candidate(a, b, "words", None, None, alike * math.sqrt(worth))

    def _score(self, alike: float, x: "_Value", y: "_Value") -> float:
        near = _share(self._sum(x.beside & y.beside), self._sum(x.beside), self._sum(y.beside))
        return (NEAR_SHARE * near + (1 - NEAR_SHARE) * alike) * _worth(x, y)


@dataclass(frozen=True, slots=True)
class _Value:
    """A figure or a date, made alike."""

    key: tuple[str, object]
    written: str
    unit: str
    digits: int
    beside: frozenset[str]
    worth: float = 1.0


def _values(here: Sequence[_Value], there: Sequence[_Value]) -> Iterator[tuple[Kind, _Value, _Value]]:
    """Yield two values each that may be of one thing: equal ones, and such that not both sides give."""
    if not here or not there:
        return
    both = {value.key for value in here} & {value.key for value in there}
    for x in here:
        for y in there:
            if x.key[0] != y.key[0]:
                continue
            if x.key == y.key:
                if x.unit != _DAY:
                    yield "equal", x, y
            elif not (x.key in both and y.key in both) and not _is_day_of(x, y):
                given = ALSO_GIVEN_WORTH if x.key in both or y.key in both else 1.0
                yield "clash", replace(x, worth=given), y


def compared_values(one: Statement, other: Statement) -> tuple[str, str] | None:
    """Return the two values of unlike statements that most likely measure one thing, as written, None where none do.

    They are figures with a unit; dates only where neither statement has a figure, since a figure is what it then tells.
    """
    if bool(one.figures) != bool(other.figures):
        return None
    clashing = [
        (x, y)
        for kind, x, y in _values(_of(one), _of(other))
        if kind == "clash" and (not one.figures or _are_measured(x, y))
    ]
    best = max(clashing, key=lambda pair: len(pair[0].beside & pair[1].beside) * _worth(*pair), default=None)
    return (best[0].written, best[1].written) if best else None


def _are_measured(x: _Value, y: _Value) -> bool:
    """Return whether two figures have units that compare; things that are counted compare under one name only."""
    return x.unit != _DAY and bool(x.unit and y.unit) and (x.key[0] != COUNTED or x.unit == y.unit)


def _of(one: Statement) -> list[_Value]:
    """The values of a statement: figures, dates, and of one that has neither its years."""
    figures = [
        _Value(
            (figure.dimension, figure.base),
            figure.written,
            figure.quantity.unit,
            _digits(figure),
            figure.beside,
        )
        for figure in one.figures
    ]
    if not figures and not _is_said(one):
        return []
    days = [_Value((_DAY, day.iso), day.written, _DAY, 0, day.beside) for day in one.days]
    years = [_Value((_DAY, time), time, _DAY, 0, one.words) for time in one.times if time[:1] != "-"]
    return [*figures, *days] or years


def _is_said(one: Statement) -> bool:
    """Return whether a statement without figures has the words of a sentence; a table row says more than its words."""
    if "|" in one.text:
        return True
    is_han = any(is_cjk(word[0]) for word in one.words)
    return len(one.words) >= (MIN_HAN_WORDS if is_han else MIN_WORDS)


def _is_day_of(x: _Value, y: _Value) -> bool:
    """Return whether the one date is the other with its day."""
    return x.unit == _DAY and (
        str(x.key[1]).startswith(str(y.key[1])) or str(y.key[1]).startswith(str(x.key[1]))
    )


_DAY = "day of the calendar"


def _share(shared: float, a: float, b: float) -> float:
    """What two weights share, 0 to 1: mostly of the smaller, since a long statement says more things than one."""
    small, large = sorted((a, b))
    whole: float = small ** (1 - LONGER_SHARE) * large**LONGER_SHARE
    return shared / max(whole, 1e-9)


def _digits(figure: Figure) -> int:
    return len(figure.quantity.value.normalize().as_tuple().digits)


def _worth(x: _Value, y: _Value) -> float:
    """How likely it is that two values are meant for one thing, by themselves."""
    worth = x.worth * (1.0 if x.unit and y.unit else NO_UNIT_WORTH)
    if x.key[0] == COUNTED and x.unit != y.unit:
        worth *= NO_UNIT_WORTH
    if isinstance(x.key[1], Decimal) and isinstance(y.key[1], Decimal):
        low, high = sorted((abs(x.key[1]), abs(y.key[1])))
        is_slip = low.normalize().as_tuple().digits == high.normalize().as_tuple().digits
        worth *= FAR_APART_WORTH if high > FAR_APART * low and not is_slip else 1.0
    return worth
