"""Which words of a sentence are about which of its figures."""

import re
from collections.abc import Sequence
from itertools import pairwise

from stepresearch.text.numbers.dates import DatePoint
from stepresearch.text.numbers.quantities import Quantity
from stepresearch.text.numbers.units import is_counted

Span = tuple[int, int]
"""Offsets of a stretch of the sentence: its first character, and after its last."""

_CLAUSE_END = re.compile(
    r"[;:；：。！？，、—()]|,(?!\d)| – |\b(?:while|whereas|but|although|though|which|who|as|compared|including)\b|其中"
)
_JOINT = re.compile(r" (?:and|or|plus) |[和及与]")
_NUMBER = re.compile(
    r"(?:\W|\d|(?:hundred|thousand|million|billion|trillion|dozen|bn|mn|mln|tn|k|m|b)(?![A-Za-z]))+",
    re.IGNORECASE,
)


def blanked(text: str, counted: Sequence[Quantity], points: Sequence[DatePoint]) -> str:
    """Return `text` with spaces for dates, numbers and units of measure; nouns that are counted stay."""
    spans = [(point.start, point.end) for point in points]
    spans += [(quantity.start, _noun_start(text, quantity)) for quantity in counted]
    for span in spans:
        text = without(text, span)
    return text


def without(text: str, span: Span) -> str:
    """Return `text` with spaces for one stretch; offsets stay what they were."""
    start, end = span
    return text[:start] + " " * (end - start) + text[end:]


def _noun_start(text: str, quantity: Quantity) -> int:
    if not is_counted(quantity.unit) and quantity.unit != "people":
        return quantity.end
    number = _NUMBER.match(text, quantity.start, quantity.end)
    return number.end() if number else quantity.start


def territories(text: str, counted: Sequence[Quantity]) -> list[Span]:
    """Return for each figure the stretch of the sentence that is about it: its clause, or its part of one."""
    first = counted[0].start if counted else 0
    # Before the first figure a colon ends a label, which names it: `Actual enrolment: 412 patients`.
    ends = [
        match.span() for match in _CLAUSE_END.finditer(text) if match[0] not in ":：" or match.start() > first
    ]
    cuts = [
        0,
        len(text),
        *(end for start, end in ends if not any(q.start < end and start < q.end for q in counted)),
    ]
    for left, right in pairwise(counted):
        if not any(left.end <= cut <= right.start for cut in cuts):
            joint = _JOINT.search(text, left.end, right.start)
            cuts.append(joint.start() if joint else left.end)
    return [(max(c for c in cuts if c <= q.start), min(c for c in cuts if c >= q.end)) for q in counted]
