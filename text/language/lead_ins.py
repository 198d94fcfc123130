"""What introduces a list or a table: the sentence or caption above it, a table's head row, the item above nested ones."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from stepresearch.text.language.layout_blocks import Block, Kind
from stepresearch.text.language.sentences import sentences_of

_INTRODUCTION_CHARS = 200
_CAPTION_CHARS = 100
_HEAD_CHARS = 300
_ENDS_SENTENCE = re.compile(r"[.!?。！？；;,，]['\"”’」』)）]*$")
_CELL_MARK = re.compile(r"(?:(?<!\s)\s++)?\|\s*+|\t++")
_RULE = re.compile(r"(?=[\s|:=+]*+-)[\s|:=+-]*+")
_YEAR = re.compile(
    r"(?:FY|fiscal |Q[1-4] ?|H[12] ?)*(?:1[5-9]|20)\d\d(?:[/–-]\d\d(?:\d\d)?)?(?:年度?)?(?: ?[A-Z*]{1,2})?"
)
_FIGURE = re.compile(r"[-+−±<>~≈约]?[\s(]*+(?:[^\w\s]\s*+)?\d[\d.,'\s]*+[^\w\s]{0,2}\s*+\w{0,3}\)?")
_LABELLED = re.compile(r"[^:：]{1,60}[:：]\s*\S")


def introduces(text: str, block: Block) -> bool:
    """Return whether a paragraph introduces the list or table below it: it ends with a colon, or is short."""
    return text[block.end - 1] in ":：" or block.end - block.start <= _INTRODUCTION_CHARS


def is_caption(words: str) -> bool:
    """Return whether a line is a caption or names a unit: short, and no sentence."""
    return len(words) <= _CAPTION_CHARS and "\n" not in words and _ENDS_SENTENCE.search(words) is None


def lead_ins_of(text: str, unit: Sequence[Block], starts: Iterable[int]) -> dict[int, str]:
    """Return what a passage should repeat that begins at one of `starts`, inside a list or a table.

    Args:
        text: The text of the page.
        unit: Paragraphs that introduce a list or table, and its items or rows.
        starts: Where pieces of it begin, other than the first.
    """
    above = [block for block in unit if block.kind is Kind.PARAGRAPH]
    listed = [block for block in unit if block.kind is not Kind.PARAGRAPH]
    if not listed:
        return {}
    introduction = [_introduction(text, block) for block in above]
    head = head_row(text, listed)
    begins = [block.start for block in listed]
    lead_ins: dict[int, str] = {}
    for start in starts:
        number = bisect_right(begins, start) - 1
        if number < 0:
            continue
        own = [text[head.start : head.end][:_HEAD_CHARS]] if head and start > head.end else []
        lead_ins[start] = " › ".join([*introduction, *own, *_parents(text, listed, number)])
    return lead_ins


def _introduction(text: str, block: Block) -> str:
    """Return a caption, or the last sentence of a paragraph, in one line and without its colon."""
    words = text[block.start : block.end]
    if words[-1] in ":：" or not is_caption(words):
        last = list(sentences_of(text, block))[-1]
        words = " ".join(text[last.start : last.end].split())
    return words[-_INTRODUCTION_CHARS:].rstrip(":： ")


def head_row(text: str, rows: Sequence[Block]) -> Block | None:
    """Return the row that names the columns, None where each row names its values or nothing tells a head."""
    if len(rows) < 3 or rows[0].kind is not Kind.ROW:
        return None
    first, second, third = ([*cells_of(text, row)] for row in rows[:3])
    if _RULE.fullmatch(text[rows[1].start : rows[1].end]):
        return rows[0]
    names = [cell for cell in first if cell]
    if len(names) < 2 or sum(bool(_LABELLED.match(cell)) for cell in names) > len(names) / 2:
        return None
    if any(_FIGURE.fullmatch(name) and not _YEAR.fullmatch(name) for name in names):
        return None
    has_years = any(map(_YEAR.fullmatch, names))
    return (
        rows[0]
        if has_years or any(map(_FIGURE.fullmatch, [*second, *third])) or len(set(names)) == len(names)
        else None
    )


def cells_of(text: str, row: Block) -> list[str]:
    """Return the cells of a table's row, without the bars and space around them."""
    return [cell.strip() for cell in _CELL_MARK.split(text[row.start : row.end].strip("| \t"))]


def _parents(text: str, items: Sequence[Block], number: int) -> list[str]:
    """Return the item that a nested one belongs to, in one line."""
    if items[number].kind is not Kind.ITEM or not (depth := _indent(text, items[number])):
        return []
    for item in reversed(items[:number]):
        if _indent(text, item) < depth:
            return [" ".join(text[item.body : item.end].split())[:_INTRODUCTION_CHARS].rstrip(":： ")]
    return []


def _indent(text: str, block: Block) -> int:
    return block.start - (text.rfind("\n", 0, block.start) + 1)
