"""Rows of a table that a writer copied into running text, told as words."""

import re

from stepresearch.nodes.citations.marks import without_marks

_ROW = re.compile(
    r"(?P<before>^|(?<=[.!?。！？:：;；]) ?|(?<=[\])]) )\|(?P<cells>(?:(?:[^|\n.!?。！？]|[.!?](?! ))+\|){2,})"
    r"(?P<marks>(?: ?\[[^\]\n]*\])*)(?P<more> (?=\w))?"
)
"""Sentences do not stand in cells: what lies between the last bar of one row and the first of the next is prose."""

_RULE = re.compile(r"[\s:|-]*")


def rows_told(text: str) -> str:
    """Return a text in which a row that stands alone or within a paragraph is a label with its values: `Fleet: 46 buses, 2026`.

    Rows of a table, which stand on lines next to each other, stay as they are.
    """
    lines = text.split("\n")
    table = [_is_row(line) for line in lines]
    told: list[str] = []
    for number, line in enumerate(lines):
        beside = any(table[other] for other in (number - 1, number + 1) if 0 <= other < len(lines))
        told.append(line if table[number] and beside else _ROW.sub(_told, line))
    return "\n".join(told)


def _is_row(line: str) -> bool:
    words = without_marks(line.strip())
    behind = words.rpartition("|")[2]
    return words.startswith("|") and words.count("|") > 2 and not any(map(str.isalnum, behind))


def _told(row: re.Match[str]) -> str:
    cells = [cell.strip() for cell in row["cells"].split("|") if cell.strip()]
    if len(cells) < 2 or _RULE.fullmatch(row["cells"]):
        return row[0]
    label, *values = cells
    stop = ". " if row["more"] else ""
    return f"{row['before']}{label}: {', '.join(values)}{row['marks']}{stop}"
