"""The lines of a page's text, put together as what they are: headings, paragraphs, list items, table rows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Block:
    """A slice of a text without blank lines and without space around it.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last character.
        kind: What it is.
        body: Offset after a heading's or list item's mark, else `start`.
        follows_on: Nothing but one line end lies between it and the block before.
    """

    start: int
    end: int
    kind: Kind
    body: int
    follows_on: bool


_LINE = re.compile(r"[^\n]+")
_HEADING = re.compile(r"#{1,6}[ \t]+(?=\S)")
_ITEM = re.compile(
    r"(?:[-*+•·●▪◦‣–—]|\d{1,3}[.)]|[a-zA-Z]\)|\((?:\d{1,3}|[a-zA-Z])\))[ \t]+(?=\S)"
    r"|(?:\d{1,3}、|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|[①-⑳])\s*(?=\S)"
)
_ROW = re.compile(r"\||.*\S[ \t]\|[ \t]\S|.*\S\t+\S")
# A paragraph in which a bar stands, between a name and a date: no cell holds several sentences.
_SENTENCES = re.compile(r"(?:[.!?][\"'”’)\]]* (?=[^\Wa-z])|[。！？])[^|\t]*" * 2)
_INDENT = re.compile(r"\t| {2,}")


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of `text` in order; every character that is not white space is in exactly one.

    Lines of a paragraph belong together until a blank line, a heading, a list item or a table row. An indented
    line carries on the list item above it.
    """
    last: Block | None = None
    for match in _LINE.finditer(text):
        line = match[0].strip()
        if not line:
            continue
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        follows_on = last is not None and "\n" not in text[last.end : start].replace("\n", "", 1)
        block = _block(line, start, follows_on=follows_on)
        if last is not None and _carries_on(last, block, indented=bool(_INDENT.match(match[0]))):
            last = Block(last.start, block.end, last.kind, last.body, last.follows_on)
            continue
        if last is not None:
            yield last
        last = block
    if last is not None:
        yield last


def _block(line: str, start: int, *, follows_on: bool) -> Block:
    end = start + len(line)
    if mark := _HEADING.match(line):
        return Block(start, end, Kind.HEADING, start + mark.end(), follows_on)
    if _ROW.match(line) and (line[0] == "|" or _SENTENCES.search(line) is None):
        return Block(start, end, Kind.ROW, start, follows_on)
    if mark := _ITEM.match(line):
        return Block(start, end, Kind.ITEM, start + mark.end(), follows_on)
    return Block(start, end, Kind.PARAGRAPH, start, follows_on)


def _carries_on(last: Block, block: Block, *, indented: bool) -> bool:
    if not block.follows_on or block.kind is not Kind.PARAGRAPH:
        return False
    return last.kind is Kind.PARAGRAPH or (last.kind is Kind.ITEM and indented)
