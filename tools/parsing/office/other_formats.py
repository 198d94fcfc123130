"""OpenDocument, PowerPoint and e-book files as pages."""

import posixpath
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from stepresearch.tools.errors import ToolError
from stepresearch.tools.page import Page
from stepresearch.tools.page_dates import iso_date
from stepresearch.tools.page_front import title_beside
from stepresearch.tools.page_published import find_date
from stepresearch.tools.parsing.office.zip_archive import OfficeZip
from stepresearch.tools.parsing.plain.tables import rows_text
from stepresearch.tools.parsing.plain.wrapped_lines import joined_paragraphs

_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_PAGE = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}page"
_MAX_REPEATED = 50
_LINE_BREAK = "\u2028"
_UNSEEN_ODF = {
    f"{_TEXT}tracked-changes",
    f"{_OFFICE}annotation",
    f"{_TEXT}hidden-text",
    f"{_TEXT}hidden-paragraph",
    "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}notes",
}


def presentation_page(data: bytes, *, url: str, file_name: str) -> Page:
    """Return a PowerPoint file as a page, slide after slide, each under its title; hidden slides are left out.

    Raises:
        ToolError: It is not a PowerPoint file, is damaged, or holds no text.
    """
    archive = OfficeZip(data, kind="PowerPoint")
    archive.require("ppt/presentation.xml")
    slides = sorted((int(match[1]), name) for name in archive.names if (match := _SLIDE.fullmatch(name)))
    roots = [archive.xml(name) for _, name in slides]
    text = "\n\n".join(
        block for root in roots if root.get("show") not in {"0", "false"} for block in _slide_blocks(root)
    )
    return _page(archive, text, "docProps/core.xml", url=url, file_name=file_name)


def open_document_page(data: bytes, *, url: str, file_name: str) -> Page:
    """Return an OpenDocument text, sheet or presentation as a page. Raises `ToolError` as `presentation_page`."""
    archive = OfficeZip(data, kind="OpenDocument")
    archive.require("content.xml")
    bodies = archive.xml("content.xml").iter(f"{_OFFICE}body")
    text = "\n\n".join(joined_paragraphs(block for body in bodies for block in _odf_blocks(body)))
    return _page(archive, text, "meta.xml", url=url, file_name=file_name)


def epub_page(data: bytes, *, url: str, file_name: str) -> Page:
    """Return an e-book as a page, its chapters in the order of reading. Raises `ToolError` as `presentation_page`."""
    from stepresearch.tools.html.extract import extract_page  # noqa: PLC0415 - start-up time

    archive = OfficeZip(data, kind="e-book")
    archive.require("META-INF/container.xml")
    rootfile = archive.xml("META-INF/container.xml").find(".//{*}rootfile")
    if rootfile is None:
        raise archive.damaged("it names no content")
    package_name = rootfile.get("full-path", "")
    package = archive.xml(package_name)
    files = {item.get("id"): item.get("href", "") for item in package.iter("{*}item")}
    names = [
        posixpath.normpath(posixpath.join(posixpath.dirname(package_name), unquote(files[part.get("idref")])))
        for part in package.iter("{*}itemref")
        if part.get("idref") in files
    ]
    chapters = [extract_page(archive.read(name), url=url) for name in names if name in archive.names]
    text = "\n\n".join(chapter.text for chapter in chapters if chapter.text.strip())
    return _page(archive, text, package_name, url=url, file_name=file_name)


def _slide_blocks(root: Any) -> Iterator[str]:
    for shape in root.iter(f"{_P}sp", f"{_A}tbl"):
        if shape.tag == f"{_A}tbl":
            rows = (
                " | ".join(" ".join(_paragraphs(cell)) for cell in row.iter(f"{_A}tc"))
                for row in shape.iter(f"{_A}tr")
            )
            yield "\n".join(rows)
            continue
        properties = shape.find(f"{_P}nvSpPr/{_P}cNvPr")
        if properties is not None and properties.get("hidden") in {"1", "true"}:
            continue
        place = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
        is_title = place is not None and place.get("type") in {"title", "ctrTitle"}
        yield from (f"## {line}" if is_title else line for line in _paragraphs(shape))


def _paragraphs(shape: Any) -> Iterator[str]:
    for paragraph in shape.iter(f"{_A}p"):
        parts = (
            "\n" if part.tag == f"{_A}br" else part.text or "" for part in paragraph.iter(f"{_A}t", f"{_A}br")
        )
        if text := " ".join("".join(parts).split()):
            yield text


def _odf_blocks(parent: Any) -> Iterator[str]:
    for element in parent:
        if element.tag in _UNSEEN_ODF:
            continue
        if element.tag == f"{_TABLE}table":
            yield from _odf_table(element)
        elif element.tag in {f"{_TEXT}h", f"{_TEXT}p"}:
            text = "\n".join(
                " ".join(line.split()) for line in _odf_text(element).split(_LINE_BREAK) if line.strip()
            )
            level = (
                min(6, _whole_number(element.get(f"{_TEXT}outline-level")))
                if element.tag == f"{_TEXT}h"
                else 0
            )
            yield "#" * level + " " * bool(level) + text if text else ""
            yield from _odf_blocks(element)
        elif element.tag == f"{_TEXT}list-item":
            yield from (
                block if block.startswith("- ") else f"- {block}" for block in _odf_blocks(element) if block
            )
        else:
            yield from _odf_blocks(element)


def _odf_table(table: Any) -> Iterator[str]:
    """Yield a table; one that is a sheet of a workbook under its name, with the columns' names at the values."""
    if table.get(f"{_TABLE}display") == "false":
        return
    rows = [cells for row in table.iter(f"{_TABLE}table-row") if any(cells := _odf_cells(row))]
    if rows and table.getparent().tag == f"{_OFFICE}spreadsheet":
        yield f"## {table.get(f'{_TABLE}name', 'Sheet')}"
        yield rows_text(rows)
    elif rows:
        yield "\n".join(" | ".join(row) for row in rows)


def _odf_cells(row: Any) -> list[str]:
    if row.get(f"{_TABLE}visibility") in {"collapse", "filter"}:
        return []
    cells: list[str] = []
    for cell in row.iterchildren(f"{_TABLE}table-cell"):
        text = " ".join(" ".join(map(_odf_text, cell.iterchildren(f"{_TEXT}p"))).split())
        cells += [text] * min(_MAX_REPEATED, _whole_number(cell.get(f"{_TABLE}number-columns-repeated")))
    return cells


def _whole_number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else 1


def _odf_text(element: Any) -> str:
    """Return the words of a paragraph, without notes of reviewers and what stands in frames of its own."""
    parts = [element.text or ""]
    for child in element:
        if child.tag in {f"{_TEXT}s", f"{_TEXT}tab"}:
            parts.append(" ")
        elif child.tag == f"{_TEXT}line-break":
            parts.append(_LINE_BREAK)
        elif isinstance(child.tag, str) and child.tag.startswith(_TEXT) and child.tag not in _UNSEEN_ODF:
            parts.append(_odf_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _page(archive: OfficeZip, text: str, properties: str, *, url: str, file_name: str) -> Page:
    if not text.strip():
        raise ToolError("The file holds no text.", hint="If it holds pictures of text, run OCR on it first.")
    fields: dict[str, str] = {}
    if properties in archive.names:
        for element in archive.xml(properties).iter():
            if isinstance(element.tag, str) and element.text and element.text.strip():
                fields.setdefault(element.tag.rpartition("}")[2], element.text.strip())
    title = title_beside(fields.get("title", ""), text)
    return Page(
        url=url,
        title=title or file_name,
        text=text,
        published=find_date(text, title=title) or iso_date(fields.get("date") or fields.get("created") or ""),
        author=fields.get("creator"),
    )
