"""The report as a Word document, with real headings, links and a numbered list of sources."""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from stepresearch.app.report.docx_links import bookmark, link
from stepresearch.app.report.docx_tables import add_table, make_head, set_page
from stepresearch.app.report.evidence import Evidence
from stepresearch.app.report.prose import Block, Run
from stepresearch.app.report.sources import SourceView
from stepresearch.app.report.telling import about, doubt_of, verification
from stepresearch.app.report.view import DisputeView, ReportView

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

EAST_ASIAN_FONT = "SimSun"
LONG_TITLE_CHARS = 60
LONG_TITLE_PT, PASSAGE_PT = 18, 9


def docx_of(view: ReportView) -> bytes:
    """Return the report as the bytes of a .docx file."""
    import docx  # noqa: PLC0415 - heavy

    document = docx.Document()
    document.core_properties.title = view.title[:255]
    document.core_properties.language = view.language
    _set_east_asian_font(document)
    set_page(document)
    _Writer(view, document).write()
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _set_east_asian_font(document: "Document") -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415 - heavy

    fonts = document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), EAST_ASIAN_FONT)


class _Writer:
    def __init__(self, view: ReportView, document: "Document") -> None:
        self._view, self._words, self._document = view, view.words, document

    def write(self) -> None:
        view, words = self._view, self._words
        title = self._document.add_heading(view.title, level=0)
        if len(view.title) > LONG_TITLE_CHARS:
            _set_size(title, LONG_TITLE_PT)
        if view.question:
            self._document.add_paragraph(view.question)
        self._document.add_paragraph(view.made)
        if view.written_by:
            self._document.add_paragraph(view.written_by)
        told = " · ".join(text for _kind, text in verification(view)) if view.found else words("nothing")
        self._document.add_paragraph().add_run(told).bold = True
        for section in view.sections:
            self._document.add_heading(section.title, level=1)
            self._blocks(section.blocks)
        self._parts()

    def _parts(self) -> None:
        view, words = self._view, self._words
        for name, disputes in view.differing.items():
            self._document.add_heading(words(name), level=1)
            for dispute in disputes:
                self._dispute(dispute)
            if name in view.untold:
                self._document.add_paragraph(words("more", count=view.untold[name]))
        if view.claims:
            self._document.add_heading(words("claims"), level=1)
            self._claims()
        if view.missing:
            self._document.add_heading(words("missing"), level=1)
            self._items(view.missing)
        self._sources()
        if view.log:
            self._document.add_heading(words("how"), level=1)
            self._items(view.log)
        if view.notes:
            self._document.add_heading(words("notes"), level=1)
            self._items(view.notes)
        if view.evidence:
            self._document.add_heading(words("evidence"), level=1)
            for one in view.evidence:
                self._note(one)

    def _items(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._document.add_paragraph(line, style="List Bullet")

    def _blocks(self, blocks: Sequence[Block], style: str | None = None, lead: str = "") -> None:
        for block in blocks:
            if block.kind == "heading":
                self._runs(self._document.add_heading(level=2), block.runs)
            elif block.kind in {"list", "ordered"}:
                self._list(block)
            elif block.kind == "quote":
                self._blocks(block.parts[0], "Quote")
            elif block.kind == "table":
                self._table(block)
            elif block.kind != "rule":
                paragraph = self._document.add_paragraph(lead, style=style)
                self._runs(paragraph, block.runs)
            lead = ""

    def _list(self, block: Block) -> None:
        """The items of a list. Word would go on counting from one list to the next, so numbers are written out."""
        for number, item in enumerate(block.parts, 1):
            if block.kind == "list":
                self._blocks(item, "List Bullet")
            else:
                self._blocks(item, "List Continue", f"{number}. ")

    def _table(self, block: Block) -> None:
        columns = max(len(row) for row in block.parts)
        table = add_table(self._document, len(block.parts), [1 / columns] * columns)
        for row, contents in zip(table.rows, block.parts, strict=True):
            for cell, content in zip(row.cells, contents, strict=False):
                self._runs(cell.paragraphs[0], content.runs)
        make_head(table)
        self._document.add_paragraph()

    def _runs(self, paragraph: "Paragraph", runs: Iterable[Run]) -> None:
        for run in runs:
            if run.citation is not None:
                self._cite(paragraph, self._view.evidence[run.citation - 1])
                continue
            added = paragraph.add_run(run.text)
            added.bold, added.italic = run.strong or None, run.emphasis or None
            if run.code:
                added.font.name = "Consolas"

    def _cite(self, paragraph: "Paragraph", one: Evidence) -> None:
        doubt = doubt_of(one, self._words)
        paragraph.add_run(" ")
        link(paragraph, f"[{one.numbers}{doubt}]", anchor=_anchor(one.place))

    def _dispute(self, dispute: DisputeView) -> None:
        self._document.add_heading(dispute.measure, level=2)
        count = len(dispute.sides)
        table = add_table(self._document, 1, [1 / count] * count)
        for cell, side in zip(table.rows[0].cells, dispute.sides, strict=True):
            cell.paragraphs[0].add_run(side.value).bold = True
            if side.is_older:
                cell.paragraphs[0].add_run(f" · {self._words('doubt_newer')}")
            cell.add_paragraph(self._words("quote", text=side.quote))
            date = side.quoted_from.published or self._words("undated")
            cell.add_paragraph(f"{side.quoted_from.title} · {date}")
            support = self._words.counted("support", side.support)
            cell.add_paragraph(f"{support} [{_numbers(side.sources)}]")
        resolution = self._document.add_paragraph(self._words(dispute.resolution))
        resolution.paragraph_format.space_before = resolution.paragraph_format.space_after

    def _claims(self) -> None:
        rows = [tuple(self._words(name) for name in ("claim", "verdict", "independent"))]
        for claim in self._view.claims:
            told = f"{self._words.counted('support', claim.support)} [{_numbers(claim.sources)}]"
            told += f" ({claim.standing})" if claim.standing else ""
            rows.append((claim.text, self._words(claim.verdict), told))
        table = add_table(self._document, len(rows), (0.57, 0.19, 0.24))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        make_head(table)

    def _sources(self) -> None:
        view, words = self._view, self._words
        if view.cited:
            self._document.add_heading(words("sources"), level=1)
        for source in view.cited:
            paragraph = self._document.add_paragraph(style="List Number")
            _title(paragraph, source)
            paragraph.add_run(f" — {', '.join(about(source, words))}")
        if view.read_only:
            self._document.add_heading(words("read_only"), level=2)
        for source in view.read_only:
            _title(self._document.add_paragraph(style="List Bullet"), source)

    def _note(self, one: Evidence) -> None:
        verdict = self._words(one.verdict)
        heading = self._document.add_heading(f"[{one.numbers}] {verdict}", level=2)
        bookmark(heading, _anchor(one.place), one.place)
        told = [one.reason] if one.reason else []
        told += [self._words("disputed_here", heading=self._words("disagree"))] if one.disputed else []
        sentence = self._document.add_paragraph()
        sentence.add_run("\n".join((one.sentence, *told))).italic = True
        sentence.paragraph_format.keep_with_next = True
        for quoted in one.passages:
            paragraph = self._document.add_paragraph(f"[{quoted.source.number}] ")
            paragraph.paragraph_format.keep_with_next = True
            _title(paragraph, quoted.source)
            passage = self._document.add_paragraph(_without_gaps(quoted.before), style="Quote")
            passage.add_run(quoted.marked).font.highlight_color = _yellow()
            passage.add_run(_without_gaps(quoted.after))
            _set_size(passage, PASSAGE_PT)
            for run in passage.runs:
                run.italic = False


def _numbers(sources: Iterable[SourceView]) -> str:
    return ", ".join(str(source.number or source.site) for source in sources)


def _title(paragraph: "Paragraph", source: SourceView) -> None:
    if source.url:
        link(paragraph, source.title, url=source.url)
    else:
        paragraph.add_run(source.title)


def _without_gaps(text: str) -> str:
    return re.sub(r"\n\s*\n", "\n", text)


def _set_size(paragraph: "Paragraph", size_pt: int) -> None:
    from docx.shared import Pt  # noqa: PLC0415 - heavy

    for run in paragraph.runs:
        run.font.size = Pt(size_pt)


def _yellow() -> Any:
    from docx.enum.text import WD_COLOR_INDEX  # noqa: PLC0415 - heavy

    return WD_COLOR_INDEX.YELLOW


def _anchor(place: int) -> str:
    return f"note_{place}"
