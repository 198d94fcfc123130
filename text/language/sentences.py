"""Where the sentences of a text are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from stepresearch.text.language.abbreviations import stop_belongs_to_word
from stepresearch.text.language.language import CJK
from stepresearch.text.language.layout_blocks import Block, Kind, blocks


@dataclass(frozen=True, slots=True)
class Span:
    """A slice of a text: `text[span.start:span.end]`."""

    start: int
    end: int


# These end a sentence whatever comes next (；does not: what follows it keeps its subject and its citation): ideographic, Devanagari, Arabic, Ethiopic, Burmese and Khmer stops.
_WIDE = "。！？｡．।॥؟۔።။។"
_STOP = re.compile(
    rf"(?P<stops>[.!?…{_WIDE}]+)"
    r"(?P<closers>[\"'”’»)\]）」』】》›]*)"
    # a reference that belongs to the sentence: [1], [S3.2], [[4]](https://…)
    r"(?P<references>(?:\s?\[+[A-Z]?\d[\d.,;–\- A-Z]{0,120}\]+(?:\([^()\s]*\))?)*)"
)
_SPACE = re.compile(r"\s*")
_OPENERS = "\"'“‘«‹([（「『【《—–- *_"
_CONTINUING = ",，、;；:：)）]”’」』"
_LAST_WORD = re.compile(r"(?<![^\s(\[（“\"‘«,，/])[^\s(\[（“\"‘«,，/]*$")
_CJK_CHARACTER = re.compile(f"[{CJK}]")
_WORD_CHARACTER = re.compile(r"\w")
_LONGEST_ABBREVIATION = 24
_KEPT_CHARS = 2000
# Passages are split again by each step that shows, compares or cites them; pages are not.


def split_sentences(text: str) -> list[Span]:
    """Return the sentences of `text` in order, without space around them.

    A heading line and a table row are a sentence each, with their marks; the mark of a list item is in no
    sentence. What holds no letter and no digit is no sentence.
    """
    return list(_kept_spans(text) if len(text) <= _KEPT_CHARS else _spans(text))


@lru_cache(maxsize=4096)
def _kept_spans(text: str) -> list[Span]:
    return _spans(text)


def _spans(text: str) -> list[Span]:
    spans: list[Span] = []
    for block in blocks(text):
        if block.kind in (Kind.HEADING, Kind.ROW):
            spans.append(Span(block.start, block.end))
        else:
            spans.extend(sentences_of(text, block))
    return [span for span in spans if _WORD_CHARACTER.search(text, span.start, span.end)]


def sentences_of(text: str, block: Block) -> Iterator[Span]:
    """Yield the sentences of one block, from its body on, whatever its kind."""
    start = block.body
    for match in _STOP.finditer(text, block.body, block.end):
        if match.start() >= start and _ends_sentence(text, start, match, block.end):
            yield Span(start, match.end())
            start = _after_space(text, match.end(), block.end)
    if start < block.end:
        yield Span(start, block.end)


def _after_space(text: str, at: int, end: int) -> int:
    space = _SPACE.match(text, at, end)
    return space.end() if space else at


def _ends_sentence(text: str, start: int, match: re.Match[str], end: int) -> bool:
    following = text[match.end() : min(end, match.end() + 40)]
    if not following.strip():
        return True
    if any(stop in _WIDE for stop in match["stops"]):
        return "》" not in match["closers"] and following[0] not in _CONTINUING
    if not following[0].isspace():
        # "真的吗?是的": a narrow mark between wide characters; a full stop there is more often part of a name
        return match["stops"] in "?!" and _CJK_CHARACTER.match(following) is not None
    opened = following.lstrip().lstrip(_OPENERS)
    if not opened or opened[0].islower() or opened[0] in _CONTINUING:
        return False
    if match["stops"] != ".":
        return True
    return not _stop_is_inside(text, start, match.start(), opened)


def _stop_is_inside(text: str, start: int, at: int, following: str) -> bool:
    last_word = _LAST_WORD.search(text[max(start, at - _LONGEST_ABBREVIATION) : at])
    word = last_word[0] if last_word else ""
    # "1. First do this": a number or letter alone counts what follows, it is not a sentence
    counts = at - len(word) == start and (word.isdigit() or len(word) == 1)
    return counts or stop_belongs_to_word(word, following)
