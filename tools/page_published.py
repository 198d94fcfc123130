"""When a document was published, as it says itself."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from stepresearch.text.language.layout_blocks import Kind, blocks
from stepresearch.tools.page_dates import (
    date_line,
    in_force_line,
    is_date,
    iso_date,
    leading_date,
    reference_year,
    title_date,
)
from stepresearch.tools.page_front import front_groups
from stepresearch.tools.page_standing import is_stamp

HEAD_CHARS = 1500
_CLOSING_LINES = 8
_CLOSING_CHARS = 600
_SHORT_LINE = 45

_PUBLISHED, _DATED, _UPDATED = (
    re.compile(
        rf"(?:^(?:[>*_#-]|[^\S\n])*+|[|•·]\s*+)(?:{words})(?![a-z])[*_]*+\s*+(?P<colon>[:：]?)[*_]*+\s*+(?:on\s++)?(?P<value>[^\n|]{{4,60}})",
        re.IGNORECASE | re.MULTILINE,
    )
    for words in (
        (
            r"(?:first |date )?published(?: online)?|publication date|date of publication|posted|issued|(?:date of )?issue(?: date)?"
            r"|release date|released|created|veröffentlicht(?: am)?|erschienen(?: am)?|publié(?: le)?|publicado(?: el)?"
            r"|发布日期|发布时间|發布日期|發佈日期|发表时间|发表日期|出版日期|发布于|发表于|成文日期|印发日期|编制日期|发文日期"
        ),
        r"date|dated|datum|fecha|data|дата|日期|时间|時間|日付|날짜|التاريخ|दिनांक|tarih|tanggal",
        r"(?:last )?(?:updated|modified|revised|reviewed)|更新日期|更新时间|更新時間|修订日期",
    )
)
# "Published 3 May 1970, the novel …" is prose: without a colon the date must close its line or clause.
_CLOSES = re.compile(r"\W*$|\s*(?:by|at)\b|\s*[•·(]", re.IGNORECASE)


def find_date(text: str, *, title: str = "") -> str | None:
    """Return the date that a document gives as its own, as an ISO date as exact as stated, else None.

    First counts a label in the first 1500 characters (`Published: 3 May 2024`, `发布日期：2024年5月3日`), then a line above
    the text (`COO office, April 14, 2026`), a date that ends the title, a day from which it is valid, a label of a
    revision, the date under the text, and the year in a Chinese document number. A date within a sentence is none.
    """
    head = text[:HEAD_CHARS]
    front = [line for group in front_groups(text) for line in _own_lines(group) if not is_stamp(line)]
    return (
        _labelled(_PUBLISHED, head)
        or _labelled(_DATED, head)
        or next(filter(None, map(date_line, front)), None)
        or next((iso_date(line) for line in _lone_lines(head) if is_date(line)), None)
        or title_date(title)
        or next(filter(None, map(in_force_line, front)), None)
        or _labelled(_UPDATED, head)
        or _closing(text)
        or next(filter(None, map(reference_year, front)), None)
    )


def _labelled(label: re.Pattern[str], head: str) -> str | None:
    for match in label.finditer(head):
        if match["colon"]:
            found = iso_date(match["value"])
        else:
            begun = leading_date(match["value"])
            found = begun[0] if begun and _CLOSES.match(match["value"], begun[1]) else None
        if found:
            return found
    return None


def _lone_lines(text: str) -> Iterator[str]:
    """Yield the lines of a text that do not continue the one above."""
    for block in blocks(text):
        lines = text[block.start : block.end].split("\n") if block.kind is not Kind.ROW else []
        yield from _own_lines(lines)


def _own_lines(lines: Sequence[str]) -> Iterator[str]:
    """Yield lines without those that a sentence in the line above goes on in."""
    for before, line in pairwise(["", *lines]):
        if len(before) < _SHORT_LINE or not before.split()[-1][:1].islower() or before[-1] in ".!?:":
            yield line.strip()


def _closing(text: str) -> str | None:
    """Return the date under which a document was signed: a line of its own among the last ones."""
    lines = [line for line in _lone_lines(text[-_CLOSING_CHARS:]) if line][-_CLOSING_LINES:]
    return next((iso_date(line) for line in reversed(lines) if is_date(line)), None)
