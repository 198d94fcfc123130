"""The floor of check: quotations must stand in a cited passage, and so must numbers and dates."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from stepresearch.text.dates import dates
from stepresearch.text.quantities import Quantity, quantities

_QUOTED = re.compile(r"[“\"]([^”\"]{12,})[”\"]")
_ESCAPE = re.compile(r"\\([^\w\s])")
_NUMBER = re.compile(r"\d(?:[\d.,]*\d)?")
_UNIT = re.compile(r"[^\W\d_]+|[%€$£¥]")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check came to, the supporting words of a passage, and why."""

    verdict: Literal["supported", "partly", "contradicted", "not_found"]
    quote: str
    reason: str


def draft_check(sentence: str, passages: Sequence[str], headers: Sequence[str] = ()) -> Verdict:
    """Return the verdict on a sentence, which may hold Markdown escapes, against the passages that it cites.

    Args:
        sentence: As written in the report.
        passages: Texts of the passages.
        headers: Titles and dates of their sources, where a sentence may take its dates from: minutes that say "on
            19 June" tell the year in their head.
    """
    plain = _ESCAPE.sub(r"\1", sentence)
    cited = [_folded(passage) for passage in passages]
    if not cited:
        return Verdict("not_found", "", "it cites no passage that was read")
    quoted = [_folded(words) for words in _QUOTED.findall(plain)]
    absent = [words for words in quoted if not any(words in passage for passage in cited)]
    if absent:
        return Verdict("not_found", "", f"the passage does not hold the words “{absent[0][:80]}”")
    judged = _figures(_QUOTED.sub("", plain), cited, headers)
    if quoted and judged.verdict == "supported":
        return Verdict("supported", quoted[0], "quoted word for word")
    return judged


def _figures(sentence: str, cited: Sequence[str], headers: Sequence[str]) -> Verdict:
    there = [quantity for passage in cited for quantity in quantities(passage)]
    for quantity in quantities(sentence):
        words = sentence[quantity.start : quantity.end]
        if not any(_same(quantity, other) for other in there) and not _in_parts(words, cited):
            return Verdict("not_found", "", f"the passage does not hold {words!r}")
    days = {point.iso for text in (*cited, *headers) for point in dates(text)}
    years = {point.iso[:4] for header in headers for point in dates(header)}
    days |= {f"{year}{day[1:]}" for day in days if day.startswith("--") for year in years}
    for point in dates(sentence):
        words = sentence[point.start : point.end]
        written = any(day.startswith(point.iso) or point.iso.startswith(day) for day in days)
        if not written and not (point.iso[:4] in years and _holds_without_year(words, cited)):
            return Verdict("not_found", "", f"the passage does not hold {words!r}")
    return Verdict("supported", "", "its figures stand in the passage")


def _holds_without_year(words: str, cited: Sequence[str]) -> bool:
    rest = _YEAR.sub("", words).strip(" ,")
    return bool(rest) and any(rest in passage for passage in cited)


def _in_parts(words: str, cited: Sequence[str]) -> bool:
    """Return whether a passage has the number without a unit, as in a table, and the unit elsewhere."""
    number = _NUMBER.search(words)
    if number is None:
        return False
    unit = _UNIT.findall(words.casefold())
    return any(
        all(part in passage.casefold() for part in unit)
        and any(passage[one.start : one.end] == number[0] for one in quantities(passage) if not one.unit)
        for passage in cited
    )


def _same(a: Quantity, b: Quantity) -> bool:
    return a.unit in ("", b.unit) and abs(a.value - b.value) <= max(a.precision, b.precision) / 2


def _folded(text: str) -> str:
    return " ".join(text.split())
