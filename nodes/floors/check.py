"""The floor of check: quotations must stand in a cited passage, and so must numbers and dates."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from stepresearch.text.dates import dates
from stepresearch.text.quantities import Quantity, quantities

_QUOTED = re.compile(r"[“\"]([^”\"]{12,})[”\"]")
_ESCAPE = re.compile(r"\\([^\w\s])")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check came to, the supporting words of a passage, and why."""

    verdict: Literal["supported", "partly", "contradicted", "not_found"]
    quote: str
    reason: str


def draft_check(sentence: str, passages: Sequence[str]) -> Verdict:
    """Return the verdict on a sentence, which may hold Markdown escapes, against the passages that it cites."""
    plain = _ESCAPE.sub(r"\1", sentence)
    cited = [_folded(passage) for passage in passages]
    if not cited:
        return Verdict("not_found", "", "it cites no passage that was read")
    quoted = [_folded(words) for words in _QUOTED.findall(plain)]
    absent = [words for words in quoted if not any(words in passage for passage in cited)]
    if absent:
        return Verdict("not_found", "", f"the passage does not hold the words “{absent[0][:80]}”")
    if quoted:
        return Verdict("supported", quoted[0], "quoted word for word")
    return _figures(plain, cited)


def _figures(sentence: str, cited: Sequence[str]) -> Verdict:
    there = [quantity for passage in cited for quantity in quantities(passage)]
    for quantity in quantities(sentence):
        if not any(_same(quantity, other) for other in there):
            return Verdict(
                "not_found", "", f"the passage does not hold {sentence[quantity.start : quantity.end]!r}"
            )
    days = {point.iso for passage in cited for point in dates(passage)}
    for point in dates(sentence):
        if not any(day.startswith(point.iso) or point.iso.startswith(day) for day in days):
            return Verdict(
                "not_found", "", f"the passage does not hold {sentence[point.start : point.end]!r}"
            )
    return Verdict("supported", "", "its figures stand in the passage")


def _same(a: Quantity, b: Quantity) -> bool:
    return a.unit == b.unit and abs(a.value - b.value) <= max(a.precision, b.precision) / 2


def _folded(text: str) -> str:
    return " ".join(text.split())
