"""A statement made ready to be compared with many others: its words, its figures, its dates, whether it denies."""

import re
from dataclasses import dataclass
from decimal import Decimal

from stepresearch.text.claims.attribution import without_attribution
from stepresearch.text.claims.content_words import content_terms, number_terms
from stepresearch.text.claims.negation import is_negated, without_negation
from stepresearch.text.numbers.dates import dates
from stepresearch.text.numbers.quantities import Quantity, quantities
from stepresearch.text.numbers.units import dimension_of, is_counted, to_base

COUNTED = "counted"
"""The dimension of whatever is counted: sources call the same things ships and vessels, 户 and households."""

MAX_CHARS = 600
"""Of a statement that is compared: what is longer is no sentence but a wall of text."""

MAX_VALUES = 12
"""Figures, and dates, of a statement: a table row with more is compared by the first ones."""

RESTATED, RESTATED_WORDS, LEAST_SHARED = 0.5, 0.7, 2
"""Of the words of the shorter of two sentences those that both hold, where they give one value, and where they give none."""

_BEFORE, _AFTER = 48, 24
_IS_DAY = re.compile(r"\d{4}-\d\d")
_HAN = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a statement: its quantity, how it is written, the dimension in which it is compared, the words beside it."""

    quantity: Quantity
    written: str
    dimension: str
    base: Decimal
    beside: frozenset[str]

    @property
    def is_exact(self) -> bool:
        """Whether it is one value, told as neither rounded nor a bound."""
        return self.quantity.high is None and not self.quantity.approximate and not self.quantity.bound


@dataclass(frozen=True, slots=True)
class Day:
    """A date of a statement, to the month or the day: when, how it is written, the words beside it."""

    iso: str
    written: str
    beside: frozenset[str]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement taken apart.

    Attributes:
        text: As it stands, at most `MAX_CHARS` of it.
        words: Its content terms; figures with a unit and dates are left out, other numbers are words.
        told: Those of them that do not merely say who says it.
        context: Content terms of the title and the headings above it.
        heading: Those of the headings alone.
        figures: In order.
        times: ISO dates, in order, years among them.
        days: Dates to the month or the day.
        denies: It holds a word of denial.
        published: ISO date of its source.
    """

    text: str
    words: frozenset[str]
    told: frozenset[str]
    context: frozenset[str]
    heading: frozenset[str]
    figures: tuple[Figure, ...]
    times: tuple[str, ...]
    days: tuple[Day, ...]
    denies: bool
    published: str | None


def taken_apart(text: str, title: str = "", heading: str = "", published: str | None = None) -> Statement:
    """Return a statement, once, so that it can be compared with many others.

    Args:
        text: The sentence, list item or table row.
        title: Of its source.
        heading: Above it; of a row also the head of its table.
        published: ISO date of its source.
    """
    text = text[:MAX_CHARS]
    has_number = any(char.isdecimal() for char in text) or _HAN.search(text) is not None
    points = dates(text)[:MAX_VALUES] if has_number else []
    given = quantities(text)[:MAX_VALUES] if has_number else []
    bare = text
    for start, end in [(p.start, p.end) for p in points] + [
        (q.start, _unit_start(text, q)) for q in given if q.unit
    ]:
        bare = bare[:start] + " " * (end - start) + bare[end:]
    above = content_terms(heading)
    words = _words(bare)
    return Statement(
        text=text,
        words=words,
        told=words & _words(without_attribution(bare)),
        context=content_terms(title) | above,
        heading=above,
        figures=tuple(_figure(text, bare, quantity) for quantity in given),
        times=tuple(point.iso for point in points),
        days=tuple(
            Day(point.iso, text[point.start : point.end], _beside(bare, point.start, point.end))
            for point in points
            if _IS_DAY.match(point.iso)
        ),
        denies=is_negated(text),
        published=published,
    )


def restates(sentence: str, claim: str, *, has_value: bool) -> bool:
    """Return whether a sentence says what a claim says, as far as their words tell.

    Args:
        sentence: As written.
        claim: What it may restate.
        has_value: Both give the value in question, so that half of the words are enough.
    """
    own, theirs = (taken_apart(text).words for text in (sentence, claim))
    share = RESTATED if has_value else RESTATED_WORDS
    return len(own & theirs) >= max(LEAST_SHARED, share * min(len(own), len(theirs)))


def _words(bare: str) -> frozenset[str]:
    return content_terms(without_negation(bare)) | number_terms(bare)


def _unit_start(text: str, quantity: Quantity) -> int:
    """Where a figure's words begin: the noun that is counted stays a word, a unit of measure does not."""
    if not is_counted(quantity.unit) and dimension_of(quantity.unit) != "people":
        return quantity.end
    digits = re.match(r"[\W\d_]*", text[quantity.start : quantity.end])
    return quantity.start + (digits.end() if digits else 0)


def _figure(text: str, bare: str, quantity: Quantity) -> Figure:
    return Figure(
        quantity=quantity,
        written=text[quantity.start : quantity.end].strip(),
        dimension=COUNTED if _is_count(quantity.unit) else dimension_of(quantity.unit),
        base=to_base(quantity.value, quantity.unit),
        beside=_beside(bare, quantity.start, quantity.end),
    )


def _beside(bare: str, start: int, end: int) -> frozenset[str]:
    near = bare[max(0, start - _BEFORE) : end + _AFTER]
    if _HAN.search(near):  # a character says as much as half a word
        near = bare[max(0, start - _BEFORE // 2) : end + _AFTER // 2]
    return content_terms(near)


def _is_count(unit: str) -> bool:
    return is_counted(unit) or dimension_of(unit) == "people" or dimension_of(unit).startswith("count:")
