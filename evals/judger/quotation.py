"""Finds what a judge quotes in the report, however it was wrapped, marked up or typed."""

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from stepresearch.evals.judger.verdicts import Evidence
from stepresearch.text.language.language import is_cjk

LEAST_LETTERS = 8
LEAST_HAN = 4
"""A shorter quotation shows nothing: it would be found in any report."""

_DROPPED = re.compile(
    r"\]\((?:[^()\s]|\([^()\s]*\))*\)"  # the address of a link
    r"|(?<!\[)\[++[A-Z]?\d[\d.,;–\- A-Z]{0,60}\]+(?:\((?:[^()\s]|\([^()\s]*\))*\))?"  # a citation: [1], [S3.2], [1, 4], [1](https://…)
    r"|</?[a-zA-Z][^<>\n]{0,200}>"
    r"|&(?:nbsp|amp|quot);"
    r"|[\s*_`#|>~\\\[\]\"'“”‘’«»‹›„‚「」『』《》〈〉\u200b-\u200f\u2060\ufeff\u00ad]"
)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
_ELLIPSIS = re.compile(r"(?<!\s)\s*(?:\[\s*(?:…|\.{3})\s*\]|…+|\.{3,})\s*")


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text without what does not matter; `places[i]` is the offset in the original of character i."""

    text: str
    places: tuple[int, ...]


def find_quotation(quotation: str, report: str) -> Evidence | None:
    """Return where a report has what is quoted from it, or None where it does not, or it is too short to show anything.

    Whitespace, widths, case, quotation marks, dashes, markup and citations make no difference. Parts left out may be
    marked by an ellipsis; the parts given must follow each other.
    """
    folded = _fold(report)
    start = end = -1
    parts = [part for part in map(_plain, _ELLIPSIS.split(quotation)) if part]
    if not parts or not any(_shows_something(part) for part in parts):
        return None
    at = 0
    for part in parts:
        found = folded.text.find(part, at)
        if found < 0:
            return None
        start = found if start < 0 else start
        at = end = found + len(part)
    first, last = folded.places[start], folded.places[end - 1] + 1
    return Evidence(first, last, report[first:last])


def occurrences(text: str, report: str) -> list[tuple[int, int]]:
    """Return the slices of a report that say the same as `text`, folded alike."""
    wanted, folded = _plain(text), _fold(report)
    slices: list[tuple[int, int]] = []
    at = folded.text.find(wanted) if wanted else -1
    while at >= 0:
        slices.append((folded.places[at], folded.places[at + len(wanted) - 1] + 1))
        at = folded.text.find(wanted, at + len(wanted))
    return slices


def overlaps(evidence: Evidence, slices: list[tuple[int, int]]) -> bool:
    """Return whether evidence lies, even partly, in one of the slices, which are in order."""
    at = bisect_left(slices, (evidence.end, -1)) - 1
    return at >= 0 and slices[at][1] > evidence.start


def _shows_something(part: str) -> bool:
    return len(part) >= LEAST_LETTERS or sum(map(is_cjk, part)) >= LEAST_HAN


def _plain(text: str) -> str:
    return _folded(text).text.strip(".,;:!?。，；：！？ ")


@lru_cache(maxsize=16)
def _fold(report: str) -> _Folded:
    return _folded(report)


def _folded(text: str) -> _Folded:
    letters: list[str] = []
    places: list[int] = []
    at = 0
    for match in (*_DROPPED.finditer(text), None):
        end = match.start() if match else len(text)
        for place in range(at, end):
            folded = unicodedata.normalize("NFKC", text[place]).translate(_DASHES).casefold()
            kept = "".join(folded.split())
            letters.append(kept)
            places.extend([place] * len(kept))
        at = match.end() if match else end
    return _Folded("".join(letters), tuple(places))
