"""Figures that a sentence says it has calculated, and whether they come out of those given."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

from stepresearch.text.numbers.equality import borne_out
from stepresearch.text.numbers.quantities import Quantity, quantities

_DECLARED = re.compile(r"\bby (?:\w+ )?calculation\b|\bcalculat(?:ed|ing|ion)\b|计算(?!机)", re.IGNORECASE)
_LED_UP_TO = re.compile(
    r"(?:[,;:(–—] ?(?:that is|i\.e\.)|[,(–—] ?or (?:about|some|roughly|nearly)|\bdifference (?:of|is|was)|"
    r"相差|差额|[，；：（]\s?即(?![将使便可]))[^.,;。，；]{0,20}$",
    re.IGNORECASE,
)
_COMPARED_BEHIND = re.compile(
    r" (?:\w+ )?(?:(?:more|less|fewer|higher|lower|greater|larger|smaller) than|above|below|over|under)\b"
)
_COMPARED_BEFORE = re.compile(r"比.{1,30}[高低多少]出?(?:了|约)*$")
_FEW = 4
"""Of so many figures of one kind in the texts any two may be meant; of more one must be named, since some pair fits anything."""


def is_calculated(told: Quantity, sentence: str, texts: Sequence[str]) -> bool:
    """Return whether a sentence says that a figure of it is calculated, and two figures of the texts come to it, rounded.

    It may be their sum, their difference, the one as a share or multiple of the other, or the change between them.
    """
    if told.high is not None or not _is_declared(told, sentence):
        return False
    named = {one.value for one in quantities(sentence) if one.start != told.start}
    given = {(one.unit, one.value): one for text in texts for one in quantities(text) if one.unit}
    return any(
        borne_out(told, [result])
        for unit in {unit for unit, _ in given}
        for a, b in _pairs([one for one in given.values() if one.unit == unit], named)
        for result in _results(a, b, told)
    )


def _is_declared(told: Quantity, sentence: str) -> bool:
    return any(
        (
            _DECLARED.search(sentence),
            _LED_UP_TO.search(sentence[: told.start]),
            _COMPARED_BEFORE.search(sentence[: told.start]),
            _COMPARED_BEHIND.match(sentence, told.end),
        )
    )


def _pairs(alike: Sequence[Quantity], named: set[Decimal]) -> Iterator[tuple[Quantity, Quantity]]:
    """Figures of one unit by two, in both orders, of which the sentence names one where there are many."""
    for a, b in permutations(alike, 2):
        if (
            a.high is None
            and b.high is None
            and (len(alike) <= _FEW or not named.isdisjoint((a.value, b.value)))
        ):
            yield a, b


def _results(a: Quantity, b: Quantity, told: Quantity) -> Iterator[Quantity]:
    """What the two come to in the unit of the figure told."""
    values: list[Decimal] = []
    if told.unit == a.unit:
        values += [a.value + b.value, a.value - b.value]
    elif told.unit == "%" and b.value:
        values += [100 * a.value / b.value, 100 * abs(a.value - b.value) / b.value]
    elif told.unit == "times" and b.value:
        values += [a.value / b.value]
    for value in values:
        yield replace(told, value=value, approximate=False, bound=0)
