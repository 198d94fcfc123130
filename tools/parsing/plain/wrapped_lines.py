"""Lines that were broken at a width, joined into paragraphs again; lines that stand for themselves stay apart."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from stepresearch.text.language.language import CJK

_WIDEST = 120
_NARROWEST = 24
"""Columns of the narrowest and the widest lines that count as broken at a width; a CJK character takes two."""
_LEAST_EVIDENCE = 2
_NEARLY_FULL = 0.8
"""Of the width, what a line holds at least that was broken in proportional type."""
_HALF_FULL = 0.45

_CJK_CHARACTER = re.compile(f"[{CJK}\u3000-\u303f\uff01-\uff60]")
_ENDS = re.compile(r"[.!?:;。！？：；…]['\"’”»)\]）」』】]*$")
_OPEN_END = re.compile(r"(?:[,，、（(—–-]|\b(?:a|an|the|of|and|or|to|in|on|for|by|with|from|at))$")
_MARKED = re.compile(
    r"[-*+•·●▪◦‣–—>#|]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]\s|\d{1,3}、|[一二三四五六七八九十]{1,3}、"
    r"|[（(][一二三四五六七八九十\d]{1,3}[)）]|[①-⑳]|第[一二三四五六七八九十百\d]+[章节条]|={3,}|_{3,}"
)
_LABEL = re.compile(r"(?:\w[\w .'’/-]{0,28}\w|\w)\s?[:：]\s*\S")
_HAN_LABEL = re.compile(r"[\w（）]{2,8}[:：]")
_GAP = re.compile(r" {2,}|\t+")
_FIRST_WORD = re.compile(r"\S+")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_HYPHEN = re.compile(r"[a-zà-ÿ]-$")


def rejoined(text: str, *, has_columns: bool = True) -> str:
    """Return `text` with the lines of its paragraphs joined, where it was broken at a width of at most 120 columns.

    List items, headings, table rows and labelled lines stay on lines of their own. Columns that are held apart by
    spaces become rows `a | b`. A text that was not broken at a width stays as it is, but for such columns.

    Args:
        text: Lines, with blank ones between paragraphs.
        has_columns: Whether spaces may hold columns apart; in Markdown they do not.
    """
    groups = [group.split("\n") for group in _BLANK_LINES.split(text.strip("\n"))]
    groups = [[line for line in group if line.strip()] for group in groups]
    width = wrap_width(groups)
    if not has_columns:
        return "\n\n".join("\n".join(joined(group, width) if width else group) for group in groups if group)
    return "\n\n".join("\n".join(_tabled(group, width)) for group in groups if group)


def wrap_width(groups: Sequence[Sequence[str]]) -> int | None:
    """Return the width at which the lines were broken, None where they were not.

    It is the one at which most lines end just where the next word would not have fit. That lines go on in the middle
    of a sentence shows that they were broken at all.
    """
    pairs = [pair for group in groups for pair in pairwise(group) if not _stands_alone(pair[1])]
    going_on = sum(_goes_on(before, after) for before, after in pairs if columns(before) <= _WIDEST)
    if going_on < _LEAST_EVIDENCE or going_on < 0.2 * len(pairs):
        return None
    votes = Counter[int]()
    for before, after in pairs:
        full = columns(before)
        if _goes_on(before, after):
            votes.update(range(max(full, _NARROWEST), min(_needed(before, after), _WIDEST)))
    return max(votes, key=lambda width: (votes[width], -width)) if votes else None


def joined(lines: Sequence[str], width: int) -> list[str]:
    """Return the paragraphs of lines between which no blank one stands, each in one line."""
    paragraphs: list[str] = []
    before, hangs = "", False
    for line in lines:
        indent = len(line) - len(line.lstrip())
        if paragraphs and (
            _continues(before, line, width) or (hangs and indent >= 2 and not _stands_alone(line))
        ):
            paragraphs[-1] = join(paragraphs[-1], line.strip())
        else:
            paragraphs.append(line.rstrip())
            hangs = _MARKED.match(line.lstrip()) is not None
        before = line.strip()
    return paragraphs


def join(before: str, after: str) -> str:
    """Return two lines as one: without a space between Chinese characters, and a word that a hyphen cut whole again."""
    if _HYPHEN.search(before) and after[:1].islower():
        return before[:-1] + after
    is_unspaced = _CJK_CHARACTER.match(before[-1]) and _CJK_CHARACTER.match(after[0])
    return before + after if is_unspaced else f"{before} {after}"


def columns(text: str) -> int:
    """Return how many columns of a typewriter a text takes."""
    return len(text) if text.isascii() else len(text) + len(_CJK_CHARACTER.findall(text))


def _needed(before: str, after: str) -> int:
    """Return the width from which the next line's first word would have fit."""
    if _CJK_CHARACTER.match(after.lstrip()):
        return columns(before) + 4  # a mark that may not begin a line takes the place of a character
    word = _FIRST_WORD.search(after)
    return columns(before.rstrip()) + 1 + (len(word[0]) if word else 0)


def _goes_on(before: str, after: str) -> bool:
    """Return whether the second line certainly continues a sentence of the first."""
    before, after = before.strip(), after.strip()
    if columns(before) < _NARROWEST or _ENDS.search(before):
        return False
    if after[0].islower():
        return True
    return bool(_CJK_CHARACTER.match(before[-1]) and _CJK_CHARACTER.match(after[0])) and columns(before) >= 40


def _continues(before: str, line: str, width: int) -> bool:
    after = line.strip()
    if _stands_alone(line) or before.startswith(("#", "|", ">")):
        return False
    full = columns(before)
    if full > width + 3 and not _goes_on(before, after):
        return False
    if _ENDS.search(before):
        return before[-1] not in ":：" and full >= _NEARLY_FULL * width and _needed(before, after) > width
    if after[0].islower() or _OPEN_END.search(before):
        return full >= _HALF_FULL * width
    return full >= _NEARLY_FULL * width


def _stands_alone(line: str) -> bool:
    """Return whether a line begins something of its own: an item, a heading, a row, a labelled value."""
    words = line.strip()
    if _MARKED.match(words) or " | " in words or "\t" in words:
        return True
    label = _HAN_LABEL.match(words) or _LABEL.match(words)
    return label is not None and not words[0].islower() and label[0].count(" ") <= 3


def _tabled(group: Sequence[str], width: int | None) -> Iterator[str]:
    """Yield the lines of a group, those that keep columns apart by spaces as rows, the others joined."""
    cells = [_GAP.split(line.strip()) for line in group]
    is_row = [False] * len(group)
    for number, (above, below) in enumerate(pairwise(cells)):
        if len(above) == len(below) > 1 and _aligned(group[number], group[number + 1]):
            is_row[number] = is_row[number + 1] = True
    for row, numbers in groupby(range(len(group)), key=is_row.__getitem__):
        if row:
            yield from (" | ".join(cells[number]) for number in numbers)
        else:
            lines = [group[number] for number in numbers]
            yield from joined(lines, width) if width else map(str.rstrip, lines)


def _aligned(above: str, below: str) -> bool:
    """Return whether the cells of two lines begin or end at the same columns."""
    starts, ends = zip(*(_edges(line) for line in (above, below)), strict=True)
    return all(abs(a - b) <= 1 or abs(c - d) <= 1 for a, b, c, d in zip(*starts, *ends, strict=True))


def _edges(line: str) -> tuple[list[int], list[int]]:
    """Return the columns at which the cells of a line begin, and those at which they end."""
    starts, ends, at = [], [], 0
    for gap in [*_GAP.finditer(line.strip()), None]:
        stop = gap.start() if gap else len(line.strip())
        lead = columns(line[: len(line) - len(line.lstrip())])
        starts.append(lead + columns(line.strip()[:at]))
        ends.append(lead + columns(line.strip()[:stop]))
        at = gap.end() if gap else stop
    return starts, ends


def joined_paragraphs(paragraphs: Iterable[str]) -> list[str]:
    """Return the paragraphs of a document, those joined of which each is but one line, as converters write.

    Args:
        paragraphs: In order; one may hold lines that were broken by hand. An empty one parts its neighbours.
    """
    runs: list[list[str]] = [[]]
    for text in paragraphs:
        if text:
            runs[-1].append(text)
        else:
            runs.append([])
    lines = [[line for text in texts for line in text.split("\n")] for texts in runs]
    width = wrap_width(lines)
    return [
        text
        for texts, group in zip(runs, lines, strict=True)
        for text in (_parted(group, width) if width else texts)
    ]


def _parted(group: Sequence[str], width: int) -> Iterator[str]:
    """Yield paragraphs; the rows of a table stay together."""
    for is_row, paragraphs in groupby(joined(group, width), key=lambda text: " | " in text):
        if is_row:
            yield "\n".join(paragraphs)
        else:
            yield from paragraphs
