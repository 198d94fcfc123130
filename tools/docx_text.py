"""Word files as pages."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from stepresearch.tools.errors import ToolError
from stepresearch.tools.page import Page
from stepresearch.tools.page_dates import find_date

UNPACKED_BYTES = 200_000_000
PARTS = 10_000
_OLE_MARK = b"\xd0\xcf\x11\xe0"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# python-docx's template carries this author and date into every file made with it.
_TEMPLATE_AUTHOR = "python-docx"
_TEMPLATE_CREATED = "2013-12-23T23:15:00"
_HEADING_STYLE = re.compile(r"heading ([1-6])", re.IGNORECASE)


def docx_page(data: bytes, *, url: str, file_name: str) -> Page:
    """Return a Word file as a page: headings as `# …` lines, list items as `- …`, table rows as `a | b`.

    Inserted text counts, deleted and hidden text does not. Raises `ToolError` for what is no such file.
    """
    _require_docx(data)
    from docx import Document  # noqa: PLC0415 - 0.2 s and 10 MB that only Word files need
    from docx.opc.exceptions import OpcError  # noqa: PLC0415 - as above

    try:
        document = Document(io.BytesIO(data))
        levels = {style.style_id: _level(style.name or "") for style in document.styles}
        text = "\n\n".join(_blocks(document.element.body, levels))
    # lxml's error for malformed XML is a SyntaxError.
    except (OpcError, SyntaxError, KeyError, ValueError, AttributeError, zipfile.BadZipFile) as error:
        raise ToolError(
            f"The Word file is damaged: {error}.", hint="Open it in Word and save it again."
        ) from error
    if not text.strip():
        raise ToolError(
            "The Word file holds no text.", hint="If it holds pictures of text, run OCR on it first."
        )
    return _with_properties(document.core_properties, text, url=url, file_name=file_name)


def _require_docx(data: bytes) -> None:
    if data.startswith(_OLE_MARK):
        raise ToolError(
            "The file is an old Word file (.doc) or is protected by a password.",
            hint="Save it as .docx without one.",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise ToolError(f"The file is not a Word file, or is cut off: {error}.") from error
    unpacked = sum(part.file_size for part in parts)
    if unpacked > UNPACKED_BYTES or len(parts) > PARTS:
        raise ToolError(
            f"The Word file unpacks to {unpacked:,} bytes in {len(parts):,} parts; "
            f"at most {UNPACKED_BYTES:,} bytes in {PARTS:,} parts are read."
        )
    if not any(part.filename == "[Content_Types].xml" for part in parts):
        raise ToolError("The file is a zip archive, not a Word file.", hint="Unpack it into the folder.")


def _level(style_name: str) -> int:
    if style_name.lower() == "title":
        return 1
    match = _HEADING_STYLE.fullmatch(style_name)
    return int(match[1]) if match else 0


def _blocks(parent: Any, levels: dict[str, int]) -> Iterator[str]:
    """Yield paragraphs and tables in the order of the document, also those inside content controls.

    `Document.iter_inner_content` leaves out content controls (covers, forms), `Paragraph.text` tracked insertions.
    """
    for element in parent:
        if element.tag == f"{_W}p":
            if text := _text(element):
                yield _prefix(element, levels) + text
        elif element.tag == f"{_W}tbl":
            yield "\n".join(_row(row) for row in element.iterchildren(f"{_W}tr"))
        elif element.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"}:
            yield from _blocks(element, levels)


def _prefix(paragraph: Any, levels: dict[str, int]) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    level = levels.get(style.get(f"{_W}val"), 0) if style is not None else 0
    if level:
        return "#" * level + " "
    return "- " if paragraph.find(f"{_W}pPr/{_W}numPr") is not None else ""


def _row(row: Any) -> str:
    return " | ".join(
        " ".join(map(_text, cell.iter(f"{_W}p"))).strip() for cell in row.iterchildren(f"{_W}tc")
    )


def _text(paragraph: Any) -> str:
    return "".join(_runs(paragraph)).strip()


def _runs(parent: Any) -> Iterator[str]:
    for element in parent:
        if element.tag == f"{_W}t":
            yield element.text or ""
        elif element.tag in {f"{_W}tab", f"{_W}br", f"{_W}cr"}:
            yield " "
        elif element.tag not in {f"{_W}pPr", f"{_W}del", _FALLBACK} and not _is_hidden(element):
            yield from _runs(element)


def _is_hidden(run: Any) -> bool:
    mark = run.find(f"{_W}rPr/{_W}vanish")
    return mark is not None and mark.get(f"{_W}val") not in {"0", "false", "off"}


def _with_properties(properties: Any, text: str, *, url: str, file_name: str) -> Page:
    created = properties.created
    created_on = (
        created.date().isoformat() if created and _TEMPLATE_CREATED not in created.isoformat() else None
    )
    heading = re.match(r"#+ (.+)", text)
    return Page(
        url=url,
        title=properties.title or (heading[1] if heading else file_name),
        text=text,
        published=find_date(text) or created_on,
        author=properties.author if properties.author not in {"", _TEMPLATE_AUTHOR} else None,
    )
