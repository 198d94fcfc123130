"""What the document index searches: passages, the words of a query, and the excerpt to show."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stepresearch.text.language import CJK
from stepresearch.text.words import keywords, terms

PASSAGE_CHARS = 1500
EXCERPT_CHARS = 500
_QUERY_WORDS = 64

# CJK, Thai, Lao, Burmese and Khmer are written without spaces; SQLite would take a whole clause for one word.
_UNSPACED = re.compile(f"[{CJK}\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+")
_WORD = re.compile(r"\w+")
_POSSESSIVE = re.compile(r"['’]s\b")
_HEADING = re.compile(r"#{1,6} (.+)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice `text[start:stop]` of a page's text, and the heading it stands under."""

    start: int
    stop: int
    heading: str


def split_passages(text: str) -> Iterator[Passage]:
    """Yield passages of whole paragraphs, at most 1500 characters each, none across a heading.

    A longer paragraph is cut after a sentence, or between words where there is none.
    """
    heading, start, stop = "", 0, 0
    for piece_start, piece_stop in _pieces(text):
        is_heading = _HEADING.fullmatch(text, piece_start, piece_stop)
        if stop > start and (is_heading or piece_stop - start > PASSAGE_CHARS):
            yield Passage(start, stop, heading)
            start = stop = piece_start
        if is_heading:
            heading = is_heading[1]
        start, stop = (start if stop > start else piece_start), piece_stop
    if stop > start:
        yield Passage(start, stop, heading)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs, those that are too long in pieces."""
    for paragraph in re.finditer(r"[^\n]+(?:\n[^\n]+)*", text):
        start, stop = paragraph.span()
        while stop - start > PASSAGE_CHARS:
            cut = _last_break(text, start, start + PASSAGE_CHARS)
            yield start, cut
            start = cut
        yield start, stop


def _last_break(text: str, start: int, limit: int) -> int:
    middle = (start + limit) // 2
    for pattern in (r"[.!?]\s+|[。！？]", r"\s+"):
        ends = [match.end() for match in re.finditer(pattern, text[middle:limit])]
        if ends:
            return middle + ends[-1]
    return limit


def searchable(text: str) -> str:
    """Return a text with the character pairs of its unspaced scripts added as words."""
    runs = _UNSPACED.findall(text)
    return f"{text} {' '.join(terms(' '.join(runs)))}" if runs else text


def query_words(query: str) -> list[str]:
    """Return the words that a query asks for, in lower case and each once: its keywords, or all of its words.

    Unspaced scripts give pairs of characters. At most 64 words count.
    """
    asked = " ".join(keywords(query)) or query
    asked = _POSSESSIVE.sub("", asked)
    spaced = _WORD.findall(_UNSPACED.sub(" ", asked).lower())
    unspaced = [term for run in _UNSPACED.findall(asked) for term in terms(run)]
    return list(dict.fromkeys(spaced + unspaced))[:_QUERY_WORDS]


def match_expression(words: list[str]) -> str:
    """Return the FTS5 query that finds any of the words. Quoted, no word can be an operator or column."""
    return " OR ".join(f'"{word}"' for word in words)


def excerpt(passage: str, words: list[str]) -> str:
    """Return the stretch of at most 500 characters with the most of the words in it, whole sentences if possible."""
    if len(passage) <= EXCERPT_CHARS:
        return passage
    starts = [0, *(match.end() for match in re.finditer(r"[.!?]\s+|[。！？]|\n+", passage))]
    best = max(starts, key=lambda start: _weight(passage[start : start + EXCERPT_CHARS], words))
    window = passage[best : best + EXCERPT_CHARS]
    if best + EXCERPT_CHARS < len(passage):
        window = window[: _last_break(window, 0, len(window))]
    return window.strip()


def _weight(window: str, words: list[str]) -> float:
    lowered = window.lower()
    return sum((word in lowered) + 0.1 * lowered.count(word) for word in words)
