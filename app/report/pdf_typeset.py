"""The report as PDF without a browser, set by ReportLab.

ReportLab is permissive (BSD) and sets Chinese in the reader's own font, so that no font has to be shipped; fpdf2
(LGPL) needs a font file for that. Import this module only where the extra `pdf` is installed.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from io import BytesIO
from typing import Any

from reportlab.lib import colors
from reportlab.lib.fonts import addMapping
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from stepresearch.app.report.evidence import Evidence
from stepresearch.app.report.prose import Block, Run
from stepresearch.app.report.sources import SourceView
from stepresearch.app.report.telling import about, doubt_of, verification
from stepresearch.app.report.view import DisputeView, ReportView

LATIN, CHINESE = "Times-Roman", "STSong-Light"
LINK, MARK, SOFT = "#1c4f7c", "#ffe59a", "#555555"
INDENT = 14
GRID: list[tuple[Any, ...]] = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.HexColor("#cccccc")),
]


def typeset(view: ReportView) -> bytes:
    """Return the report as the bytes of a PDF with real text, links and document data."""
    pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))
    for bold in (0, 1):
        for italic in (0, 1):
            addMapping(CHINESE, bold, italic, CHINESE)
    file = BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=24 * mm,
        rightMargin=24 * mm,
        topMargin=22 * mm,
        bottomMargin=22 * mm,
        title=view.title,
        lang=view.language,
    )
    document.build(list(_Typesetter(view).flowables()))
    return file.getvalue()


class _Typesetter:
    def __init__(self, view: ReportView) -> None:
        self._view, self._words = view, view.words
        wrap = "CJK" if view.language in {"zh", "ja"} else None
        self._text = ParagraphStyle(
            "text", fontName=LATIN, fontSize=10.5, leading=15, spaceAfter=5, wordWrap=wrap
        )
        self._small = ParagraphStyle("small", self._text, fontSize=8.8, leading=12, spaceAfter=3)

    def flowables(self) -> Iterator[Flowable]:
        view, words = self._view, self._words
        yield self._heading(view.title, 18)
        if view.question:
            yield self._plain(view.question, self._small)
        yield self._plain(view.made, self._small)
        if view.written_by:
            yield self._plain(view.written_by, self._small)
        told = " · ".join(text for _kind, text in verification(view)) if view.found else words("nothing")
        yield Paragraph(f"<b>{marked_up(told)}</b>", self._small)
        for section in view.sections:
            yield self._heading(section.title, 13)
            yield from self._blocks(section.blocks, 0)
        yield from self._disputes()
        yield from self._claims()
        yield from self._items("missing", view.missing)
        yield from self._sources()
        yield from self._items("how", view.log)
        yield from self._items("notes", view.notes)
        if view.evidence:
            yield self._heading(words("evidence"), 13)
        for one in view.evidence:
            yield from self._note(one)

    def _plain(self, text: str, style: ParagraphStyle) -> Paragraph:
        return Paragraph(marked_up(text), style)

    def _heading(self, text: str, size: float) -> Paragraph:
        style = ParagraphStyle(
            f"h{size}",
            self._text,
            fontSize=size,
            leading=size * 1.25,
            spaceBefore=size,
            spaceAfter=4,
            keepWithNext=1,
        )
        return Paragraph(f"<b>{marked_up(text)}</b>", style)

    def _blocks(self, blocks: Iterable[Block], depth: int) -> Iterator[Flowable]:
        style = ParagraphStyle(f"d{depth}", self._text, leftIndent=INDENT * depth)
        for block in blocks:
            if block.kind == "heading":
                yield Paragraph(f"<b>{self._runs(block.runs)}</b>", style)
            elif block.kind in {"list", "ordered"}:
                yield from self._list(block, depth + 1)
            elif block.kind == "quote":
                yield from self._blocks(block.parts[0], depth + 1)
            elif block.kind == "table":
                yield self._table([[self._runs(cell.runs) for cell in row] for row in block.parts])
            elif block.kind != "rule":
                yield Paragraph(self._runs(block.runs), style)

    def _list(self, block: Block, depth: int) -> Iterator[Flowable]:
        style = ParagraphStyle(
            f"i{depth}", self._text, leftIndent=INDENT * depth, bulletIndent=INDENT * (depth - 1)
        )
        for number, item in enumerate(block.parts, 1):
            bullet = f"{number}." if block.kind == "ordered" else "•"
            if item:
                yield Paragraph(self._runs(item[0].runs), style, bulletText=bullet)
            yield from self._blocks(item[1:], depth)

    def _runs(self, runs: Iterable[Run]) -> str:
        return "".join(self._run(run) for run in runs)

    def _run(self, run: Run) -> str:
        if run.citation is not None:
            one = self._view.evidence[run.citation - 1]
            doubt = doubt_of(one, self._words)
            return f' <a href="#note-{one.place}" color="{LINK}">[{marked_up(one.numbers + doubt)}]</a>'
        text = marked_up(run.text).replace("\n", "<br/>")
        text = f"<b>{text}</b>" if run.strong else text
        return f"<i>{text}</i>" if run.emphasis else text

    def _table(self, rows: Sequence[Sequence[str]], widths: Sequence[float] | None = None) -> Table:
        columns = max(len(row) for row in rows)
        filled = [
            [Paragraph(text, self._small) for text in (*row, *[""] * (columns - len(row)))] for row in rows
        ]
        shares = widths or [1 / columns] * columns
        return Table(filled, colWidths=[f"{share * 100:.1f}%" for share in shares], style=GRID)

    def _disputes(self) -> Iterator[Flowable]:
        for name, disputes in self._view.differing.items():
            yield self._heading(self._words(name), 13)
            for dispute in disputes:
                yield self._heading(dispute.measure, 10.5)
                yield self._table([[self._side(dispute, place) for place in range(len(dispute.sides))]])
                yield self._plain(self._words(dispute.resolution), self._text)
            if name in self._view.untold:
                yield self._plain(self._words("more", count=self._view.untold[name]), self._text)

    def _side(self, dispute: DisputeView, place: int) -> str:
        side, words = dispute.sides[place], self._words
        support = f"{words.counted('support', side.support)} [{_numbers(side.sources)}]"
        older = f" · {words('doubt_newer')}" if side.is_older else ""
        quoted_from = f"{side.quoted_from.title} · {side.quoted_from.published or words('undated')}"
        lines = (words("quote", text=side.quote), quoted_from, support)
        return "<br/>".join((f"<b>{marked_up(side.value)}</b>{marked_up(older)}", *map(marked_up, lines)))

    def _claims(self) -> Iterator[Flowable]:
        words = self._words
        if not self._view.claims:
            return
        yield self._heading(words("claims"), 13)
        rows = [[words(name) for name in ("claim", "verdict", "independent")]]
        for claim in self._view.claims:
            support = f"{words.counted('support', claim.support)} [{_numbers(claim.sources)}]"
            support += f" ({claim.standing})" if claim.standing else ""
            rows.append([claim.text, words(claim.verdict), support])
        yield self._table([[marked_up(text) for text in row] for row in rows], (0.58, 0.18, 0.24))

    def _items(self, name: str, lines: Iterable[str]) -> Iterator[Flowable]:
        told = list(lines)
        if told:
            yield self._heading(self._words(name), 13)
        for line in told:
            yield self._plain(f"– {line}", self._text)

    def _sources(self) -> Iterator[Flowable]:
        words = self._words
        if self._view.cited:
            yield self._heading(words("sources"), 13)
        for source in self._view.cited:
            told = marked_up(", ".join(about(source, words)))
            yield Paragraph(f"{source.number}. {_titled(source)} — {told}", self._text)
        if self._view.read_only:
            yield self._heading(words("read_only"), 10.5)
        for source in self._view.read_only:
            yield Paragraph(_titled(source), self._small)

    def _note(self, one: Evidence) -> Iterator[Flowable]:
        words = self._words
        verdict = f"[{one.numbers}] {words(one.verdict)}" + (f" ({one.reason})" if one.reason else "")
        yield Paragraph(f'<a name="note-{one.place}"/><b>{marked_up(verdict)}</b>', self._text)
        yield Paragraph(f'<font color="{SOFT}">{marked_up(one.sentence)}</font>', self._small)
        if one.disputed:
            yield self._plain(words("disputed_here", heading=words("disagree")), self._small)
        quotation = ParagraphStyle("quotation", self._small, leftIndent=INDENT)
        for quoted in one.passages:
            yield Paragraph(f"[{quoted.source.number}] {_titled(quoted.source)}", self._small)
            marked = f'<font backColor="{MARK}">{marked_up(quoted.marked)}</font>' if quoted.marked else ""
            passage = f"{marked_up(quoted.before)}{marked}{marked_up(quoted.after)}"
            yield Paragraph(re.sub(r"\n\s*", "<br/>", passage), quotation)
        yield Spacer(1, 6)


def marked_up(text: str) -> str:
    """Return a text escaped for ReportLab's paragraphs, what Latin fonts lack in the Chinese font.

    What neither holds loses its accents, or becomes a question mark.
    """
    parts = (_spelled(part) for part in re.split(r"([^\x00-\xff€‘’“”–—…•]+)", text))
    return "".join(parts)


def _spelled(part: str) -> str:
    """A stretch of a text in a font that holds it: what Windows code page 1252 has is in the standard fonts of PDF."""
    if _fits(part, "cp1252"):
        return escape(part, quote=True)
    if _fits(part, "gbk"):
        return f'<font name="{CHINESE}">{escape(part)}</font>'
    plain = unicodedata.normalize("NFKD", part).encode("ascii", "ignore").decode()
    return escape(plain or "?")


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _titled(source: SourceView) -> str:
    title = marked_up(source.title)
    return f'<a href="{escape(source.url, quote=True)}" color="{LINK}">{title}</a>' if source.url else title


def _numbers(sources: Iterable[SourceView]) -> str:
    return ", ".join(str(source.number or source.site) for source in sources)
