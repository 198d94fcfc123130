"""How papers arrive: title, date, standing, paragraphs, lists and tables of papers made in six forms.

    uv run python benchmarks/papers.py [--held-out] [--show]

Each case of `paper_cases.py` is written as wrapped plain text, Markdown, HTML, Word (a paragraph for each line, as
converters write; and lines broken by hand) and PDF with running heads. `--show` prints what was read wrong.
"""

import html
import io
import re
import sys
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator

from docx import Document
from paper_cases import HELD_OUT, TUNED, Paper, Table
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from stepresearch.text.language.chunking import cut_passages
from stepresearch.text.language.layout_blocks import Kind, blocks
from stepresearch.tools.page import Page
from stepresearch.tools.parsing.file_kinds import DOCX, HTML, MARKDOWN, PDF, PLAIN
from stepresearch.tools.parsing.parser import parse

_COLUMNS = 66
_RUNNING_FOOT = "Internal - do not copy"


def _wrapped(text: str, indent: str = "") -> list[str]:
    if text[0] > "\u2e80":
        return [text[start : start + 33] for start in range(0, len(text), 33)]
    return textwrap.wrap(text, _COLUMNS, subsequent_indent=indent)


def _front(paper: Paper) -> list[list[str]]:
    """Return what stands above the body: groups of lines."""
    title = [paper.title] if len(paper.title) < _COLUMNS else _wrapped(paper.title)
    groups = [paper.letterhead, paper.stamp, paper.fields, title, paper.under]
    return [group for group in groups if group]


def _plain_table(table: Table) -> list[str]:
    caption, rows = table
    widths = [max(len(row[column]) for row in rows) + 4 for column in range(len(rows[0]))]
    return [
        caption,
        *(
            "".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ),
    ]


def _text(paper: Paper) -> bytes:
    groups = _front(paper)
    for part in paper.body:
        if isinstance(part, str):
            groups.append(_wrapped(part.removeprefix("## ")))
        elif isinstance(part, list):
            groups.append([line for item in part for line in _wrapped(f"- {item}", "  ")])
        else:
            groups.append(_plain_table(part))
    return "\n\n".join("\n".join(group) for group in [*groups, paper.closing] if group).encode()


def _markdown(paper: Paper) -> bytes:
    groups = [[f"# {paper.title}"] if paper.title in group else group for group in _front(paper)]
    for part in paper.body:
        if isinstance(part, str):
            groups.append([part] if part.startswith("#") else _wrapped(part))
        elif isinstance(part, list):
            groups.append([line for item in part for line in _wrapped(f"- {item}", "  ")])
        else:
            caption, (head, *rows) = part
            table = [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]
            groups += [[caption], table]
    return "\n\n".join("\n".join(group) for group in [*groups, paper.closing] if group).encode()


def _html(paper: Paper) -> bytes:
    parts = [f"<div>{html.escape(line)}</div>" for line in (*paper.letterhead, *paper.stamp, *paper.fields)]
    parts.append(f"<h1>{html.escape(paper.title)}</h1>")
    parts += [f"<p>{html.escape(line)}</p>" for line in paper.under]
    for part in paper.body:
        if isinstance(part, str):
            name = "h2" if part.startswith("#") else "p"
            parts.append(f"<{name}>{html.escape(part.removeprefix('## '))}</{name}>")
        elif isinstance(part, list):
            parts.append("<ul>" + "".join(f"<li>{html.escape(item)}</li>" for item in part) + "</ul>")
        else:
            caption, rows = part
            cells = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in rows)
            parts.append(
                f"<table><caption>{caption}</caption>"
                + "".join(f"<tr>{row}</tr>" for row in cells)
                + "</table>"
            )
    parts += [f"<p>{html.escape(line)}</p>" for line in paper.closing]
    return f"<html><head><title>{html.escape(paper.title)}</title></head><body>{''.join(parts)}</body></html>".encode()


def _word(paper: Paper, *, by_hand: bool) -> bytes:
    """Write Word without heading styles: lines broken by hand, or each line a paragraph and empty ones between."""
    document = Document()
    document.core_properties.title = paper.template

    def add(lines: list[str]) -> None:
        if by_hand:
            document.add_paragraph("\n".join(lines))
            return
        for line in [*lines, ""]:
            document.add_paragraph(line)

    for group in _front(paper):
        add(group)
    for part in paper.body:
        if isinstance(part, str):
            add(_wrapped(part.removeprefix("## ")))
        elif isinstance(part, list):
            add([line for item in part for line in _wrapped(f"• {item}", "  ")])
        else:
            caption, rows = part
            document.add_paragraph(caption)
            table = document.add_table(rows=len(rows), cols=len(rows[0]))
            for row, cells in zip(table.rows, rows, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
            document.add_paragraph("")
    add(paper.closing)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


class _Pages:
    """A PDF written line by line, with the letterhead and a foot on every page."""

    def __init__(self, paper: Paper) -> None:
        self.written = io.BytesIO()
        self._paper = paper
        self._canvas = Canvas(self.written, pagesize=A4)
        self._canvas.setTitle(paper.template or "untitled")
        self._font = "STSong-Light" if paper.title[0] > "\u2e80" else "Helvetica"
        self._number, self._y = 0, 0.0
        self._open()

    def _open(self) -> None:
        self._number += 1
        self._y = A4[1] - 60
        self._canvas.setFont(self._font, 9)
        for line in self._paper.letterhead:
            self._canvas.drawString(60, self._y, line)
            self._y -= 12
        self._canvas.drawString(60, 40, _RUNNING_FOOT)
        self._canvas.drawString(500, 40, f"Page {self._number}")
        self._y -= 20

    def line(self, text: str, size: float = 11, indent: float = 0) -> None:
        self._canvas.setFont(self._font, size)
        self._canvas.drawString(60 + indent, self._y, text)
        self._y -= 1.3 * size

    def gap(self) -> None:
        self._y -= 12

    def turn(self) -> None:
        self._canvas.showPage()
        self._open()

    def row(self, cells: list[str]) -> None:
        self._canvas.setFont(self._font, 11)
        for column, cell in enumerate(cells):
            self._canvas.drawString(60 + 130 * column, self._y, cell)
        self._y -= 15

    def data(self) -> bytes:
        self._canvas.save()
        # reportlab always states the day on which it writes
        return re.sub(
            rb"/CreationDate \([^)]*\)", lambda match: b" " * len(match[0]), self.written.getvalue()
        )


def _draw(pages: _Pages, part: str | list[str] | Table) -> None:
    if isinstance(part, str):
        for line in _wrapped(part.removeprefix("## ")):
            pages.line(line, 14 if part.startswith("#") else 11)
    elif isinstance(part, list):
        for item in part:
            for place, line in enumerate(_wrapped(f"• {item}")):
                pages.line(line, indent=12 * bool(place))
    else:
        pages.line(part[0])
        for row in part[1]:
            pages.row(row)


def _pdf(paper: Paper) -> bytes:
    pages = _Pages(paper)
    for group in _front(paper)[bool(paper.letterhead) :]:
        for line in group:
            pages.line(line, 17 if paper.title in group else 11)
        pages.gap()
    for number, part in enumerate(paper.body):
        _draw(pages, part)
        pages.gap()
        if number % 2:
            pages.turn()
    for line in paper.closing:
        pages.line(line)
    pages.turn()
    pages.line("Annex: none.")
    return pages.data()


_FORMS: dict[str, tuple[str, str, Callable[[Paper], bytes]]] = {
    "txt": (PLAIN, ".txt", _text),
    "md": (MARKDOWN, ".md", _markdown),
    "html": (HTML, ".html", _html),
    "docx, a paragraph a line": (DOCX, ".docx", lambda paper: _word(paper, by_hand=False)),
    "docx, lines broken by hand": (DOCX, ".docx", lambda paper: _word(paper, by_hand=True)),
    "pdf": (PDF, ".pdf", _pdf),
}


def _judged(paper: Paper, page: Page, ending: str) -> Iterator[tuple[str, str, object]]:
    """Yield for each thing asked of a page whether it is right, wrong or none, and what was read."""
    title_is_none = page.title == f"{paper.name}{ending}"
    yield "title", _verdict(page.title, paper.title, is_none=title_is_none), page.title
    yield "date", _verdict(page.published, paper.published, is_none=page.published is None), page.published
    standing = getattr(page, "standing", None)
    yield "standing", _verdict(standing, paper.standing, is_none=standing is None), standing
    whole = {" ".join(page.text[block.start : block.end].split()) for block in blocks(page.text)}
    passages = [page.text[cut.start : cut.end] + cut.heading for cut in cut_passages(page.text)]
    kinds = Counter(block.kind for block in blocks(page.text))
    for part in paper.body:
        if isinstance(part, str):
            plain = part.removeprefix("## ")
            yield "paragraphs", "right" if {plain, f"## {plain}"} & whole else "wrong", plain
        elif isinstance(part, list):
            is_right = kinds[Kind.ITEM] == len(part) and all(
                any(one.endswith(item) for one in whole) for item in part
            )
            yield "lists", "right" if is_right else "wrong", kinds
        else:
            marks = [part[0], part[1][0][1], part[1][-1][1]]
            yield (
                "tables",
                "right" if any(all(mark in one for mark in marks) for one in passages) else "wrong",
                marks,
            )
    yield "running foot left out", "wrong" if _RUNNING_FOOT in page.text else "right", _RUNNING_FOOT


def _verdict(found: str | None, expected: str | None, *, is_none: bool) -> str:
    if found == expected:
        return "right"
    return "none" if is_none else "wrong"


def main() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    papers = HELD_OUT if "--held-out" in sys.argv else TUNED
    counts: dict[str, Counter[str]] = {}
    for form, (media_type, ending, write) in _FORMS.items():
        for paper in papers:
            page = parse(write(paper), media_type=media_type, url=f"file:///papers/{paper.name}{ending}")
            for asked, verdict, found in _judged(paper, page, ending):
                counts.setdefault(asked, Counter())[verdict] += 1
                if verdict != "right" and "--show" in sys.argv:
                    print(f"{form}: {paper.name}: {asked} {verdict}: {found!r}")
    print(f"{len(papers) * len(_FORMS)} papers ({'held out' if papers is HELD_OUT else 'tuned'})")
    print(f"{'':24} right wrong  none")
    for asked, verdicts in counts.items():
        print(f"{asked:24} {verdicts['right']:5} {verdicts['wrong']:5} {verdicts['none']:5}")


if __name__ == "__main__":
    main()
