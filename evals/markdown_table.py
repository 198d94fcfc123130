"""Tables of result pages as Markdown."""

from collections.abc import Iterable

from stepresearch.text.language.markdown import escape

LONGEST_CELL = 300


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """Return the lines of a table; cells are Markdown already."""
    names = list(head)
    return [
        f"| {' | '.join(names)} |",
        f"|{' --- |' * len(names)}",
        *(f"| {' | '.join(row)} |" for row in rows),
        "",
    ]


def cell(text: str, longest: int = LONGEST_CELL) -> str:
    """Return a stranger's text as one cell: escaped, and cut where it is long."""
    line = " ".join(text.split())
    return (
        escape(line if len(line) <= longest else f"{line[: longest - 1]}…").replace("|", "\\|")
        if line
        else ""
    )
