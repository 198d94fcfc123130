"""What code can prove of two statements: one value told twice, two values of one thing, a denial of the very same words.

Proven is what follows from the wording alone: neither statement holds a word that the other, its title or its heading does
not hold, both name somebody or something, and they are of one time. Whatever takes understanding is left to the model, and
without one nothing is said of it. Measured by `benchmarks/relations.py` on documents that the rules were not made beside.
"""

import re
from datetime import date
from typing import Literal

from stepresearch.text.claims.content_words import content_terms
from stepresearch.text.claims.negation import turns_a_denial
from stepresearch.text.claims.statement import COUNTED, Figure, Statement
from stepresearch.text.language.language import is_cjk

Proof = Literal["", "equal", "unequal", "denied", "a_older", "b_older"]

_MIN_WORDS = 2
"""Both must hold: whom or what the value is of, and the measure."""

_MIN_WORDS_OF_DENIAL = 3
_MIN_HAN_WORDS = 4
"""Pairs of characters overlap: four of them are two words."""

_TELLING = 10
"""Two ships agree with any other two ships; from here on an equal count is no chance."""

_RARE_DIGITS, _SHARE_OF_RARE, _MIN_SHARED_OF_RARE = 3, 0.5, 3
"""A value of three digits that are not zeros, in sentences that share half of the words of the shorter one."""

_SAME_EDITION_DAYS = 365
"""Undated figures of sources that lie further apart may both have held."""

_JOINING = content_terms(
    "is was are were be been has had stand stands stood reach reaches reached come comes came total totals totalled amount "
    "amounts amounted make makes made current currently now 目前 达到 达 为 约为 共 共计 合计"
)
"""Verbs that only join a measure with its value: sentences that differ in them alone say the same."""

_OWN = re.compile(
    r"\b(?:this|these|it|its|we|our|(?-i:us)|i|my|he|she|his|her|they|their|here|present|author|above|below)\b|本|该|此|我们|我|其",
    re.IGNORECASE,
)
"""Words by which a paper means itself, or whom it named before: in two papers they mean two things."""

_WORD = re.compile(r"[^\W\d_][\w-]*")


def proof(a: Statement, b: Statement) -> Proof:
    """Return what can be proven of two statements of different sources, empty where nothing can."""
    if "|" in a.text or "|" in b.text:
        return ""
    if older := _older(a, b):
        return older if _are_of_one_thing(a, b) and _differ_once(a, b) else ""
    if not _are_of_one_time(a, b):
        return ""
    return _proof_of_one_thing(a, b) if _are_of_one_thing(a, b) else _rare_value(a, b)


def _proof_of_one_thing(a: Statement, b: Statement) -> Proof:
    pairs = _paired(a, b)
    if pairs is None:
        return ""
    if all(is_equal(*pair) for pair in pairs):
        if a.denies != b.denies:
            return "denied" if _is_denial(a, b) else ""
        return "equal" if any(_is_telling(own) for own, _ in pairs) else ""
    return "unequal" if _differ_once(a, b) else ""


def is_equal(a: Figure, b: Figure) -> bool:
    """Return whether two figures are one exact value in units that convert into each other."""
    return a.dimension == b.dimension and a.base == b.base and a.quantity.high == b.quantity.high


def _are_of_one_thing(a: Statement, b: Statement) -> bool:
    own, others = a.told - _JOINING, b.told - _JOINING
    shared = own & others
    needed = _MIN_HAN_WORDS if any(is_cjk(term[0]) for term in shared) else _MIN_WORDS
    return (
        len(shared) >= needed
        and own <= others | b.context
        and others <= own | a.context
        and not any(_OWN.search(one.text) for one in (a, b))
        and _name_something(a, b, shared)
    )


def _name_something(a: Statement, b: Statement, shared: frozenset[str]) -> bool:
    """Return whether both hold one name, a word with a capital that begins no sentence; Chinese is taken at its word."""
    if any(is_cjk(term[0]) for term in shared):
        return True
    return bool(_names(a.text) & _names(b.text))


def _names(text: str) -> frozenset[str]:
    return content_terms(" ".join(word for word in _WORD.findall(text)[1:] if word[0].isupper()))


def _are_of_one_time(a: Statement, b: Statement) -> bool:
    if a.times and b.times:
        return set(a.times) == set(b.times)
    if a.published is None or b.published is None:
        return not a.times and not b.times
    apart = abs((_first_day(a.published) - _first_day(b.published)).days)
    dated = [time[:4] for one in (a, b) for time in one.times]
    return apart < _SAME_EDITION_DAYS and all(year in (a.published[:4], b.published[:4]) for year in dated)


def _older(a: Statement, b: Statement) -> Literal["", "a_older", "b_older"]:
    """Return which statement without a date of its own is of a source a year or more older than the other."""
    if a.published is None or b.published is None:
        return ""
    apart = (_first_day(b.published) - _first_day(a.published)).days
    if apart >= _SAME_EDITION_DAYS and not a.times and _is_current(b):
        return "a_older"
    return "b_older" if -apart >= _SAME_EDITION_DAYS and not b.times and _is_current(a) else ""


def _is_current(one: Statement) -> bool:
    """Return whether a statement is of the year of its source, as far as it says."""
    return all(time[:4] == (one.published or "")[:4] for time in one.times)


def _differ_once(a: Statement, b: Statement) -> bool:
    pairs = _paired(a, b) or []
    unequal = [pair for pair in pairs if not is_equal(*pair)]
    return a.denies == b.denies and len(unequal) == 1 and _are_rivals(*unequal[0])


def _first_day(iso: str) -> date:
    year, month, day = (*(int(part) for part in re.findall(r"\d+", iso)[:3]), 1, 1)[:3]
    return date(year, min(max(month, 1), 12), min(max(day, 1), 28))


def _paired(a: Statement, b: Statement) -> list[tuple[Figure, Figure]] | None:
    """Each figure of the one with that of the other in its place, None where they do not pair."""
    if len(a.figures) != len(b.figures):
        return None
    left, pairs = list(b.figures), []
    for figure in a.figures:
        found = next((one for one in left if is_equal(figure, one)), None)
        found = found or next((one for one in left if figure.dimension == one.dimension), None)
        if found is None:
            return None
        left.remove(found)
        pairs.append((figure, found))
    return pairs


def _are_rivals(a: Figure, b: Figure) -> bool:
    """Return whether two figures that differ exclude each other: exact, of a unit or of one noun that is counted."""
    return (
        a.is_exact
        and b.is_exact
        and bool(a.quantity.unit and b.quantity.unit)
        and (a.dimension != COUNTED or a.quantity.unit == b.quantity.unit)
    )


def _is_telling(figure: Figure) -> bool:
    return (
        figure.is_exact
        and bool(figure.quantity.unit)
        and (figure.dimension != COUNTED or figure.base >= _TELLING)
    )


def _rare_value(a: Statement, b: Statement) -> Literal["", "equal"]:
    """Return whether two statements in unlike words tell one value of so many digits that it is no chance."""
    if a.denies or b.denies or any(_OWN.search(one.text) for one in (a, b)):
        return ""
    shared, smaller = a.words & b.words, min(len(a.words), len(b.words))
    if len(shared) < max(_MIN_SHARED_OF_RARE, _SHARE_OF_RARE * smaller) or not _name_something(a, b, shared):
        return ""
    pairs = [(own, other) for own in a.figures for other in b.figures if own.dimension == other.dimension]
    # A sentence that gives another value of the kind beside it may reject the one that it repeats.
    is_one = bool(pairs) and all(
        is_equal(*pair) and _is_rare(pair[0]) and _is_rare(pair[1]) for pair in pairs
    )
    return "equal" if is_one else ""


def _is_rare(figure: Figure) -> bool:
    digits = figure.quantity.value.normalize().as_tuple().digits
    return _is_telling(figure) and len(digits) >= _RARE_DIGITS


def _is_denial(a: Statement, b: Statement) -> bool:
    """Return whether the one is the other with nothing but a word of denial more."""
    return (
        a.words == b.words
        and len(a.words) >= _MIN_WORDS_OF_DENIAL
        and not any(turns_a_denial(one.text) for one in (a, b))
    )
