"""Word files as pages."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from stepresearch.tools.contrast import Sight
from stepresearch.tools.errors import ToolError
from stepresearch.tools.page import Page
from stepresearch.tools.page_front import title_beside
from stepresearch.tools.page_published import find_date
from stepresearch.tools.parsing.office.docx_format import Format, Formats, W
from stepresearch.tools.parsing.office.docx_places import frame_sight, row_sight, table_sight, text_box
from stepresearch.tools.parsing.office.zip_archive import OfficeZip
from stepresearch.tools.parsing.plain.wrapped_lines import joined_paragraphs

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DEPTH = 100
# python-docx's template carries this author and date into every file made with it.
_TEMPLATE_AUTHOR = "python-docx"
_TEMPLATE_CREATED = "2013-12-23T23:15:00"
_HEADING_STYLE = re.compile(r"heading ([1-6])", re.IGNORECASE)
_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_UNREAD = {f"{W}pPr", f"{W}rPr", f"{W}del", f"{W}moveFrom", f"{W}rt", f"{W}sdtPr", _FALLBACK}
_CONDITIONS = ("band1Horz", "firstRow", "lastRow", "firstCol", "lastCol")


def docx_page(data: bytes, *, url: str, file_name: str) -> Page:
    """Return a Word file as a page: headings as `# …` lines, list items as `- …`, table rows as `a | b`.

    Inserted text counts, deleted and hidden text does not. A footnote follows its paragraph; headers and footers
    come at the end. Raises `ToolError` if it is not a Word file.
    """
    archive = OfficeZip(data, kind="Word")
    archive.require("[Content_Types].xml")
    reading = _Reading(archive)
    text = "\n\n".join(joined_paragraphs(reading.blocks()))
    if not text.strip():
        raise ToolError(
            "The Word file holds no text.", hint="If it holds pictures of text, run OCR on it first."
        )
    return _with_properties(archive, text, reading.hard_to_see, url=url, file_name=file_name)


class _Reading:
    """One pass over a Word file."""

    def __init__(self, archive: OfficeZip) -> None:
        self._archive = archive
        self._folder, name = _main_part(archive)
        self._body = archive.xml(f"{self._folder}{name}").find(f"{W}body")
        if self._body is None:
            raise archive.damaged("it has no body")
        self._targets = _targets(archive, f"{self._folder}_rels/{name}.rels")
        self._formats = Formats(self._part("styles.xml"), self._part("theme/theme1.xml"))
        self._notes = {
            (kind, note.get(f"{W}id")): note
            for kind in ("footnote", "endnote")
            if (part := self._part(f"{kind}s.xml")) is not None
            for note in part.iter(f"{W}{kind}")
        }
        self._called: list[Any] = []
        self.hard_to_see = 0

    def blocks(self) -> Iterator[str]:
        """Yield the text block by block; an empty one for an empty paragraph."""
        yield from self._blocks(self._body, self._formats.default, 0)
        seen: set[str] = set()
        for reference in self._body.iter(f"{W}headerReference", f"{W}footerReference"):
            part = self._part(self._targets.get(reference.get(f"{_R}id"), ""))
            for block in () if part is None else self._blocks(part, self._formats.default, 0):
                if block and block not in seen:  # each section may repeat it, and first pages have their own
                    seen.add(block)
                    yield block

    def _part(self, name: str) -> Any:
        path = name.removeprefix("/") if name.startswith("/") else self._folder + name
        return self._archive.xml(path) if name and path in self._archive.names else None

    def _blocks(self, parent: Any, place: Format, depth: int) -> Iterator[str]:
        """Yield paragraphs and tables in the order of the document, also those inside content controls."""
        if depth > _DEPTH:
            raise self._archive.damaged(f"it is nested more than {_DEPTH} deep")
        for element in parent:
            if element.tag == f"{W}p":
                yield from self._paragraph(element, place, depth)
            elif element.tag == f"{W}tbl":
                if rows := "\n".join(filter(None, self._rows(element, place, depth))):
                    yield rows
            elif element.tag in _WRAPPERS:
                yield from self._blocks(element, place, depth + 1)

    def _paragraph(self, paragraph: Any, place: Format, depth: int) -> Iterator[str]:
        self._called = []
        text = self._text(paragraph, place, depth)
        yield self._prefix(paragraph) + text if text else ""
        notes, self._called = self._called, []
        for note in notes:
            yield from self._blocks(note, place, depth + 1)

    def _prefix(self, paragraph: Any) -> str:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = "" if style is None else self._formats.style_name(style.get(f"{W}val"))
        match = _HEADING_STYLE.fullmatch(name)
        level = int(match[1]) if match else int(name.lower() == "title")
        if level:
            return "#" * level + " "
        return "- " if paragraph.find(f"{W}pPr/{W}numPr") is not None else ""

    def _rows(self, table: Any, place: Format, depth: int) -> Iterator[str]:
        if table_sight(table, self._body) == Sight.HIDDEN:
            return
        styles = self._formats.table_styles(table)
        rows = [row for row in table.iter(f"{W}tr") if _table_of(row) is table]
        for number, row in enumerate(rows):
            if row_sight(row) == Sight.HIDDEN:
                continue
            cells = [cell for cell in row.iter(f"{W}tc") if _row_of(cell) is row]
            texts = []
            for column, cell in enumerate(cells):
                ends = (number == 0, number == len(rows) - 1, column == 0, column == len(cells) - 1)
                formatted = self._in_cell(styles, (number % 2 == 1, *ends), place)
                formatted = self._formats.on_shade(formatted, cell.find(f"{W}tcPr"))
                texts.append(" ".join(" ".join(self._blocks(cell, formatted, depth + 1)).split()))
            if any(texts):
                yield " | ".join(texts)

    def _in_cell(self, styles: list[Any], conditions: tuple[bool, ...], place: Format) -> Format:
        """Return how text looks in a cell, as the styles of its table say for its place there."""
        applied = [name for name, holds in zip(_CONDITIONS, conditions, strict=True) if holds]
        for style in styles:
            parts = {part.get(f"{W}type"): part for part in style.findall(f"{W}tblStylePr")}
            for part in [style, *(parts[name] for name in applied if name in parts)]:
                place = self._formats.on_shade(place, part.find(f"{W}tcPr"))
                place = self._formats.with_properties(place, part.find(f"{W}rPr"))
        return place

    def _text(self, paragraph: Any, place: Format, depth: int) -> str:
        sight = frame_sight(paragraph, self._body)
        if sight == Sight.HIDDEN:
            return ""
        pieces = list(self._pieces(paragraph, self._formats.of_paragraph(paragraph, place), depth))
        text = "".join(piece for piece, seen in pieces if min(seen, sight) == Sight.CLEAR)
        text = "\n".join(line.strip() for line in text.split("\n") if line.strip())
        self.hard_to_see += any(piece.strip() and min(seen, sight) == Sight.HARD for piece, seen in pieces)
        return text

    def _pieces(self, parent: Any, formatted: Format, depth: int) -> Iterator[tuple[str, Sight]]:
        """Yield the text of a paragraph piece by piece, with how well each is seen."""
        if depth > _DEPTH:
            raise self._archive.damaged(f"it is nested more than {_DEPTH} deep")
        for element in parent:
            if element.tag in {f"{W}t", f"{_M}t"}:
                yield (element.text or "").replace("\n", " "), formatted.sight()
            elif element.tag in {f"{W}br", f"{W}cr"}:
                yield "\n", Sight.CLEAR
            elif element.tag == f"{W}tab":
                yield " ", Sight.CLEAR
            elif element.tag == f"{W}noBreakHyphen":
                yield "-", formatted.sight()
            elif element.tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
                self._call(element, formatted)
            elif element.tag == f"{W}txbxContent":
                yield from self._boxed(element, formatted, depth)
            elif isinstance(element.tag, str) and element.tag not in _UNREAD:
                inner = self._formats.of_run(element, formatted) if element.tag == f"{W}r" else formatted
                yield from self._pieces(element, inner, depth + 1)

    def _call(self, reference: Any, formatted: Format) -> None:
        kind = "footnote" if reference.tag == f"{W}footnoteReference" else "endnote"
        note = self._notes.get((kind, reference.get(f"{W}id")))
        if note is not None and not formatted.is_vanished:
            self._called.append(note)

    def _boxed(self, content: Any, formatted: Format, depth: int) -> Iterator[tuple[str, Sight]]:
        """Yield the paragraphs of a text box, which has a place and a ground of its own."""
        sight, fill, has_fill = text_box(content, self._body, self._formats)
        if sight == Sight.HIDDEN:
            return
        called = self._called
        ground = fill if has_fill else formatted.ground
        place = replace(self._formats.default, ground=ground)
        for block in self._blocks(content, place, depth + 1):
            yield f" {block} ", sight
        self._called = called


def _main_part(archive: OfficeZip) -> tuple[str, str]:
    """Return folder and name of the document proper; templates and files with macros call it the same."""
    targets = [
        relation.get("Target", "").removeprefix("/")
        for relation in (archive.xml("_rels/.rels") if "_rels/.rels" in archive.names else ())
        if relation.get("Type", "").endswith("/officeDocument")
    ]
    path = next((target for target in targets if target in archive.names), "word/document.xml")
    folder, slash, name = path.rpartition("/")
    return folder + slash, name


def _targets(archive: OfficeZip, name: str) -> dict[str, str]:
    relations = archive.xml(name) if name in archive.names else ()
    return {relation.get("Id", ""): relation.get("Target", "") for relation in relations}


def _table_of(element: Any) -> Any:
    return next(element.iterancestors(f"{W}tbl"), None)


def _row_of(element: Any) -> Any:
    return next(element.iterancestors(f"{W}tr"), None)


def _with_properties(archive: OfficeZip, text: str, hard_to_see: int, *, url: str, file_name: str) -> Page:
    fields: dict[str, str] = {}
    if "docProps/core.xml" in archive.names:
        for element in archive.xml("docProps/core.xml"):
            if isinstance(element.tag, str):
                fields[element.tag.rpartition("}")[2]] = (element.text or "").strip()
    created, author = fields.get("created", ""), fields.get("creator", "")
    created_on = (
        created[:10] if re.match(r"\d{4}-\d{2}-\d{2}", created) and _TEMPLATE_CREATED not in created else None
    )
    title = title_beside(fields.get("title", ""), text)
    return Page(
        url=url,
        title=title or file_name,
        text=text,
        published=find_date(text, title=title) or created_on,
        author=author if author not in {"", _TEMPLATE_AUTHOR} else None,
        hard_to_see=hard_to_see,
    )
