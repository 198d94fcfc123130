"""Tables, spreadsheets, JSON and XML as pages: each value with its name."""

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from lxml import etree

from stepresearch.tools.errors import ToolError
from stepresearch.tools.page import Page
from stepresearch.tools.page_published import find_date
from stepresearch.tools.parsing.plain.encoding import decode

_DELIMITERS = ",;\t|"
_PROBE_LINES = 20
_MAX_CELLS = 2_000_000
_MAX_DEPTH = 100
_FIGURE = re.compile(r"[-+]?[.,\s%€$£()]*+\d[\d.,\s%€$£()]*")
_SPACES = re.compile(r"\s+")


def table_page(data: bytes, *, url: str, file_name: str) -> Page:
    """Return a table of text, separated by commas, semicolons, tabs or bars, as a page of rows."""
    text = decode(data)
    probe = text.splitlines()[:_PROBE_LINES]
    delimiter = max(_DELIMITERS, key=lambda mark: _evenness(probe, mark))
    csv.field_size_limit(max(len(text), 1))
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise ToolError(f"The table cannot be read: {error}.", hint="Save it as .csv again.") from error
    return _page(rows_text(rows), url=url, file_name=file_name)


def workbook_page(data: bytes, *, url: str, file_name: str) -> Page:
    """Return the visible sheets of an Excel file as a page, each under its name.

    Raises:
        ToolError: It is not an Excel file, is damaged, password-protected, or too large.
    """
    from python_calamine import (  # noqa: PLC0415 - start-up time
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    blocks: list[str] = []
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in workbook.sheets_metadata:
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet:
                rows = [list(map(_cell, row)) for row in workbook.get_sheet_by_name(sheet.name).iter_rows()]
                if table := rows_text(rows):
                    blocks += [f"## {sheet.name}", table]
    except PasswordError as error:
        raise ToolError("The Excel file is protected by a password.", hint="Save it without one.") from error
    except (CalamineError, OSError, ValueError) as error:
        raise ToolError(
            f"The Excel file is damaged: {error}.", hint="Open it in Excel and save it again."
        ) from error
    return _page("\n\n".join(blocks), url=url, file_name=file_name)


def json_page(data: bytes, *, url: str, file_name: str) -> Page:
    """Return JSON as a page of `name: value` lines; invalid JSON stays as it is."""
    text = decode(data)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return _page(text, url=url, file_name=file_name)
    records = value if isinstance(value, list) else [value]
    return _page("\n\n".join(map(_record, records)), url=url, file_name=file_name)


def json_lines_page(data: bytes, *, url: str, file_name: str) -> Page:
    """Return JSON lines as a page, one record per paragraph; a line that is not JSON stays as it is."""
    return _page("\n\n".join(map(_json_line, decode(data).splitlines())), url=url, file_name=file_name)


def xml_page(data: bytes, *, url: str, file_name: str) -> Page:
    """Return the texts of an XML file as a page, each element's a line; entities are not followed.

    Raises:
        ToolError: It is not XML at all.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        recover=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ToolError(f"The XML file is damaged: {error}.", hint="Save it as text or HTML.") from error
    lines = (_SPACES.sub(" ", text).strip() for text in (() if root is None else _xml_texts(root)))
    return _page("\n\n".join(filter(None, lines)), url=url, file_name=file_name)


def _xml_texts(root: etree._Element) -> list[str]:
    try:
        texts = [text for element in root.iter() for text in (element.text, element.tail)]
    except UnicodeDecodeError:  # half a surrogate pair, which libxml2 takes
        written: bytes = etree.tostring(root, encoding="utf-8", method="text")
        return written.decode("utf-8", "replace").splitlines()
    return [text for text in texts if text]


def _evenness(lines: list[str], mark: str) -> tuple[int, int]:
    """Return how well a mark separates columns: in how many lines it stands as often as in the first, and how often."""
    count = lines[0].count(mark) if lines else 0
    return (sum(line.count(mark) == count for line in lines) if count else 0, count)


def rows_text(rows: list[list[str]]) -> str:
    """Return a table as lines of `a | b`. Below a header row values are named: `cost: 43 | year: 2026`."""
    rows = [[_SPACES.sub(" ", cell).strip() for cell in row] for row in rows]
    rows = [row for row in rows if any(row)]
    if sum(map(len, rows)) > _MAX_CELLS:
        raise ToolError(f"The table has more than {_MAX_CELLS:,} cells.", hint="Split it.")
    if len(rows) < 2 or not _is_head(rows[0]):
        return "\n".join(" | ".join(filter(None, row)) for row in rows)
    names = [name.replace("_", " ") for name in rows[0]]
    return "\n".join(_labelled(names, row) for row in rows[1:])


def _is_head(row: list[str]) -> bool:
    """Return whether a row names columns: words in all cells, all different."""
    return len(row) > 1 and all(row) and len(set(row)) == len(row) and not any(map(_FIGURE.fullmatch, row))


def _labelled(names: list[str], row: list[str]) -> str:
    names = [*names, *("" for _ in row[len(names) :])]
    return " | ".join(
        f"{name}: {cell}" if name else cell for name, cell in zip(names, row, strict=False) if cell
    )


def _cell(value: Any) -> str:
    """Return a value of a spreadsheet as it would be written: no `.0` on whole numbers, days in ISO form."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat(" ") if isinstance(value, datetime) else str(value)


def _json_line(line: str) -> str:
    try:
        return _record(json.loads(line))
    except (ValueError, RecursionError):
        return line


def _record(value: Any) -> str:
    """Return a value as `name: value` parts; small records stand in one line."""
    parts = [f"{path}: {text}" if path else text for path, text in _leaves(value, "", 0)]
    return (" | " if sum(map(len, parts)) < 400 else "\n").join(parts)


def _leaves(value: Any, path: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > _MAX_DEPTH:
        raise ToolError(f"The JSON is nested more than {_MAX_DEPTH} deep.")
    if isinstance(value, dict):
        for name, inner in value.items():
            label = str(name).replace("_", " ")
            yield from _leaves(inner, f"{path} › {label}" if path else label, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, path, depth + 1)
    elif value is not None and value != "":
        yield path, _cell(value) if not isinstance(value, str) else _SPACES.sub(" ", value)


def _page(text: str, *, url: str, file_name: str) -> Page:
    return Page(url=url, title=file_name, text=text.strip(), published=find_date(text))
