"""Decides by code what can be measured in a report."""

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from stepresearch.evals.judger.measurable import (
    Dates,
    InLanguage,
    Length,
    Measurable,
    Section,
    Sources,
    Tables,
)
from stepresearch.text.language.language import CJK, detect_language
from stepresearch.text.numbers.dates import dates

_URL = re.compile(r"https?://[^\s<>\"'）)\]，。；、]+")
_WORD = re.compile(rf"[{CJK}]|[^\W_{CJK}]+(?:['’\-.,]?[^\W_{CJK}]+)*")
_TRAILING = ".,;:!?"
SHOWN_DATES = 8


@dataclass(frozen=True, slots=True)
class Measured:
    """Whether what was asked holds, and the figure that decides it."""

    holds: bool
    reason: str


@dataclass(frozen=True, slots=True)
class _Outline:
    """What Markdown makes of a report."""

    text: str
    headings: tuple[str, ...]
    tables: int
    addresses: frozenset[str]


def measure(measurable: Measurable, report: str) -> Measured:
    """Return whether a report has what a measurable criterion asks for."""
    outline = _outline(report)
    match measurable:
        case InLanguage():
            found = detect_language(outline.text)
            return Measured(found == measurable.code, f"The report is mostly in {found!r}.")
        case Section():
            return _named(measurable, outline.headings)
        case Dates():
            return _dated(measurable, outline.text)
        case _:
            return _counted(*_count(measurable, outline), measurable)


def _count(measurable: Length | Tables | Sources, outline: _Outline) -> tuple[int, str]:
    match measurable:
        case Tables():
            return outline.tables, "tables"
        case Sources():
            return len(outline.addresses), "different addresses"
        case Length(unit="words"):
            return len(_WORD.findall(outline.text)), "words"
        case Length():
            return len(re.sub(r"\s", "", outline.text)), "characters"


def _named(wanted: Section, headings: tuple[str, ...]) -> Measured:
    words = _folded(wanted.title)
    heading = next((one for one in headings if words in _folded(one)), None)
    return Measured(
        heading is not None, f"The heading {heading!r} has it." if heading else "No heading has it."
    )


def _counted(count: int, what: str, bounds: Length | Tables | Sources) -> Measured:
    holds = (bounds.at_least is None or count >= bounds.at_least) and (
        bounds.at_most is None or count <= bounds.at_most
    )
    return Measured(holds, f"The report has {count} {what}.")


def _dated(wanted: Dates, text: str) -> Measured:
    named = sorted(
        {point.iso for line in text.splitlines() for point in dates(line) if point.iso[:2].isdigit()}
    )
    inside = [iso for iso in named if _is_within(iso, wanted)]
    outside = [iso for iso in named if iso not in inside]
    if wanted.only and outside:
        return Measured(False, f"Outside of the range: {', '.join(outside[:SHOWN_DATES])}.")
    return Measured(bool(inside), f"Within the range: {', '.join(inside[:SHOWN_DATES]) or 'no date'}.")


def _is_within(iso: str, wanted: Dates) -> bool:
    """Compare as precisely as the date is written; of quarters, halves and decades the year decides."""
    written = iso if re.fullmatch(r"\d{4}(?:-\d\d){0,2}", iso) else iso[:4].replace("X", "0")
    size = len(written)
    return wanted.earliest.isoformat()[:size] <= written <= wanted.latest.isoformat()[:size]


def _folded(words: str) -> str:
    return "".join(words.casefold().split())


@lru_cache(maxsize=16)
def _outline(report: str) -> _Outline:
    tokens = MarkdownIt("commonmark").enable("table").parse(report)
    inline = [token for token in tokens if token.type == "inline"]
    leaves = [leaf for token in inline for leaf in token.children or ()]
    headings = tuple(
        _text(after.children or ())
        for before, after in itertools.pairwise(tokens)
        if before.type == "heading_open"
    )
    fenced = [token.content for token in tokens if token.type in {"fence", "code_block"}]
    text = "\n".join([*(_text(token.children or ()) for token in inline), *fenced])
    linked = {str(leaf.attrs["href"]) for leaf in leaves if leaf.type == "link_open"}
    bare = {url.rstrip(_TRAILING) for url in _URL.findall(text)}
    addresses = frozenset(url.rstrip("/") for url in linked | bare if url.startswith(("http://", "https://")))
    return _Outline(text, headings, sum(token.type == "table_open" for token in tokens), addresses)


_CHILD_TEXT: dict[str, Callable[[Token], str]] = {
    "text": lambda leaf: leaf.content,
    "code_inline": lambda leaf: leaf.content,
    "softbreak": lambda _leaf: "\n",
    "hardbreak": lambda _leaf: "\n",
}


def _text(leaves: "tuple[Token, ...] | list[Token]") -> str:
    return "".join(_CHILD_TEXT[leaf.type](leaf) for leaf in leaves if leaf.type in _CHILD_TEXT)
