"""The lines of a PDF page in the order in which they are read, and the rows of its tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from stepresearch.tools.parsing.pdf.glyphs import Glyph

_RIGHT = (1.0, 0.0)
_COLUMN_GAP = 1.5  # in heights of the letters: more than justified text puts between words
_PARAGRAPH_GAP = 1.3  # of the usual distance of lines
_LEAST_STEP = 0.8  # of the height of the letters: less parts an index from its line
_LEADING_SHARE = 0.3
_SAME_SIZE = (0.9, 1.1)
_PROSE_WORDS = 3
_PROSE_CHARACTERS = 12
_PROSE_SHARE = 0.4
_CELL_END = re.compile(r"[.!?:。！？：]$")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of a line without a wide gap: along the line from `start` to `end`, at height `base`."""

    text: str
    start: float
    end: float
    base: float
    size: float
    is_bold: bool
    direction: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A line as read. One that is apart begins a paragraph, by its place or its looks; a table is one line of rows."""

    text: str
    is_apart: bool
    size: float = 0.0


def page_lines(glyphs: list[Glyph]) -> list[Line]:
    """Return the lines of a page: columns one after the other, table rows as `a | b`, each table one line."""
    lines: list[list[Fragment]] = []
    for line in _split(glyphs):
        fragments = list(_fragments(line))
        if fragments:
            lines.append(fragments)
    leading = _leading(lines)
    read: list[Line] = []
    before: Fragment | None = None
    for block in _blocks(lines):
        columns = _columns(block)
        if len(block) > 1 and len(columns) > 1 and not all(map(_is_prose, columns)):
            read.append(
                Line("\n".join(" | ".join(cell.text for cell in row) for row in block), is_apart=True)
            )
            before = None
            continue
        ordered = (
            [fragment for column in columns for fragment in column]
            if len(block) > 1 and len(columns) > 1
            else [_whole(row) for row in block]
        )
        for fragment in ordered:
            read.append(
                Line(
                    fragment.text,
                    is_apart=before is None or _is_apart(before, fragment, leading),
                    size=fragment.size,
                )
            )
            before = fragment
    return read


def _split(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    line: list[Glyph] = []
    for glyph in glyphs:
        if glyph.char == "\n":
            yield line
            line = []
        else:
            line.append(glyph)
    yield line


def _fragments(line: list[Glyph]) -> Iterator[Fragment]:
    """Cut a line where a gap is as wide as between columns."""
    part: list[Glyph] = []
    end = 0.0
    for glyph in line:
        if glyph.style is None or glyph.char.isspace():
            part.append(glyph)
            continue
        start, stop = _along(glyph)
        if (
            any(other.style for other in part)
            and abs(start - end) > _COLUMN_GAP * glyph.style.size
            and start > end
        ):
            yield from _fragment(part)
            part = []
        part.append(glyph)
        end = stop
    yield from _fragment(part)


def _fragment(part: list[Glyph]) -> Iterator[Fragment]:
    text = _SPACES.sub(" ", "".join(glyph.char for glyph in part)).strip()
    placed = [glyph for glyph in part if glyph.style and not glyph.char.isspace()]
    if not text or not placed or placed[0].style is None:
        return
    ranges = [_along(glyph) for glyph in placed]
    yield Fragment(
        text=text,
        start=min(start for start, _ in ranges),
        end=max(end for _, end in ranges),
        base=median(_across(glyph) for glyph in placed),
        size=placed[0].style.size,
        is_bold=all(glyph.style.is_bold for glyph in placed if glyph.style),
        direction=placed[0].style.direction,
    )


def _along(glyph: Glyph) -> tuple[float, float]:
    """Return where a character starts and ends along its line, whichever way that runs."""
    x, y = glyph.style.direction if glyph.style else _RIGHT
    if (x, y) == _RIGHT:
        return glyph.x0, glyph.x1
    places = [x * left + y * low for left in (glyph.x0, glyph.x1) for low in (glyph.y0, glyph.y1)]
    return min(places), max(places)


def _across(glyph: Glyph) -> float:
    x, y = glyph.style.direction if glyph.style else _RIGHT
    if (x, y) == _RIGHT:
        return glyph.y0
    return min(x * low - y * left for left in (glyph.x0, glyph.x1) for low in (glyph.y0, glyph.y1))


def _leading(lines: list[list[Fragment]]) -> float:
    """Return the usual distance of lines on a page; a page of few lines has more gaps than lines that follow on."""
    steps = [
        before[0].base - after[0].base
        for before, after in pairwise(lines)
        if before[0].direction == after[0].direction
    ]
    near = sorted(
        step
        for step, line in zip(steps, lines, strict=False)
        if _LEAST_STEP * line[0].size < step < 3 * line[0].size
    )
    return near[int(_LEADING_SHARE * len(near))] if near else 0.0


def _is_apart(before: Fragment, after: Fragment, leading: float) -> bool:
    if before.direction != after.direction or before.is_bold != after.is_bold:
        return True
    if not _SAME_SIZE[0] <= after.size / max(before.size, 0.1) <= _SAME_SIZE[1]:
        return True
    return before.base - after.base > _PARAGRAPH_GAP * max(leading, after.size)


def _blocks(lines: list[list[Fragment]]) -> Iterator[list[list[Fragment]]]:
    """Yield lines one by one, and those in adjacent columns together."""
    index = 0
    while index < len(lines):
        end = index + 1
        if len(lines[index]) > 1:
            while end < len(lines) and _goes_on(lines[index:end], lines[end]):
                end += 1
        yield lines[index:end]
        index = end


def _goes_on(block: list[list[Fragment]], line: list[Fragment]) -> bool:
    """Return whether a line keeps to the columns of the block above it."""
    above = block[-1][0]
    if line[0].direction != above.direction or not 0 < above.base - line[0].base < 4 * line[0].size:
        return False
    columns = _spans([fragment for row in block for fragment in row])
    return len(_spans([*(fragment for row in block for fragment in row), *line])) >= len(columns) > 1


def _spans(fragments: list[Fragment]) -> list[tuple[float, float]]:
    """Return the stretches along the line that fragments cover."""
    spans: list[tuple[float, float]] = []
    for start, end in sorted((fragment.start, fragment.end) for fragment in fragments):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _columns(block: list[list[Fragment]]) -> list[list[Fragment]]:
    fragments = [fragment for row in block for fragment in row]
    return [
        [fragment for fragment in fragments if start <= fragment.start <= end]
        for start, end in _spans(fragments)
    ]


def _is_prose(column: list[Fragment]) -> bool:
    """Return whether the lines of a column continue from one to the next, as cells of a table do not."""
    texts = [fragment.text for fragment in column]
    if len(texts) < 2:
        return True
    following = [
        text[0].islower() or (text[0] > "\u2e80" and not _CELL_END.search(before))
        for before, text in pairwise(texts)
    ]
    is_wordy = median(len(text.split()) for text in texts) >= _PROSE_WORDS
    is_long = is_wordy or (median(map(len, texts)) >= _PROSE_CHARACTERS and texts[0][0] > "\u2e80")
    return is_long and sum(following) >= _PROSE_SHARE * len(following)


def _whole(row: list[Fragment]) -> Fragment:
    if len(row) == 1:
        return row[0]
    first, last = row[0], row[-1]
    text = " ".join(fragment.text for fragment in row)
    is_bold = all(fragment.is_bold for fragment in row)
    return Fragment(text, first.start, last.end, first.base, first.size, is_bold, first.direction)
