"""Conversion of any kind of document to a page."""

from dataclasses import replace
from importlib import import_module
from typing import Protocol
from urllib.parse import unquote, urlsplit

from stepresearch.text.language.visible_characters import visible_characters
from stepresearch.tools.errors import ToolError
from stepresearch.tools.page import Page
from stepresearch.tools.page_dates import date_in_name
from stepresearch.tools.page_front import declared_in
from stepresearch.tools.parsing.file_kinds import (
    CSV,
    DOCX,
    EMAIL,
    EPUB,
    EXCEL,
    HTML,
    JSON,
    JSON_LINES,
    MARKDOWN,
    MBOX,
    NOTEBOOK,
    ODF,
    PDF,
    PLAIN,
    PPTX,
    RTF,
    UNKNOWN,
    XHTML,
    XML,
)
from stepresearch.tools.parsing.plain.encoding import decode
from stepresearch.tools.parsing.plain.markdown import markdown_page, plain_page

MAX_TEXT_CHARS = 5_000_000
"""Some 2,500 printed pages: storing, hashing and cutting a longer text would hold up everything else in the process."""

READERS = {
    PDF: "pdf.text.pdf_page",
    DOCX: "office.docx.docx_page",
    PPTX: "office.other_formats.presentation_page",
    ODF: "office.other_formats.open_document_page",
    EPUB: "office.other_formats.epub_page",
    EXCEL: "plain.tables.workbook_page",
    CSV: "plain.tables.table_page",
    JSON: "plain.tables.json_page",
    JSON_LINES: "plain.tables.json_lines_page",
    XML: "plain.tables.xml_page",
    EMAIL: "plain.mail.mail_page",
    MBOX: "plain.mail.mailbox_page",
    NOTEBOOK: "plain.mail.notebook_page",
    RTF: "plain.mail.rtf_page",
}
"""Module and function of this folder that read a kind; imported where needed, since together they cost 0.5 s."""


class _Reader(Protocol):
    def __call__(self, data: bytes, *, url: str, file_name: str) -> Page: ...


def parse(data: bytes, *, media_type: str, url: str, charset: str | None = None) -> Page:
    """Return a document as a page.

    Untrusted documents can cost minutes and gigabytes: use `parse_in_worker` for those. Dates come from the
    document itself, for a file at last from its name (`minutes-2023-04.txt`), never from the file system.

    Args:
        data: The whole document.
        media_type: As in `file_kinds`, or another `text/…`; parameters after `;` are ignored.
        url: The page's address; its last part is the fallback title.
        charset: As declared by a server; detected if None or wrong.

    Raises:
        ToolError: The kind is not read, or the document is damaged, locked or without text.
    """
    file_name = unquote(urlsplit(url).path.rsplit("/", 1)[-1]) or url
    media_type = media_type.partition(";")[0].strip().lower()
    try:
        page = _bounded(_as_seen(_parse(data, media_type, url, charset, file_name)))
    except RecursionError as error:
        raise ToolError(f"The document {file_name!r} is nested too deeply to be read.") from error
    if not page.text.strip():
        raise ToolError(f"The document {file_name!r} {_why_empty(data, media_type)}.")
    own = declared_in("" if page.title == file_name else page.title, page.text, file_name)
    published = page.published or (date_in_name(file_name) if url.startswith("file:") else None)
    return replace(
        page,
        published=published,
        standing=own.standing,
        superseded_by=own.superseded_by,
        replaces=own.replaces,
    )


def _bounded(page: Page) -> Page:
    """Return a page without what goes beyond the longest text, cut at a paragraph's end where there is one, and told."""
    if len(page.text) <= MAX_TEXT_CHARS:
        return page
    end = page.text.rfind("\n\n", MAX_TEXT_CHARS // 2, MAX_TEXT_CHARS)
    text = page.text[: end if end >= 0 else MAX_TEXT_CHARS]
    cut = f"Only the first {len(text):,} of {len(page.text):,} characters were read. Split the document."
    return replace(page, text=text, unread=f"{page.unread} {cut}".strip())


def _why_empty(data: bytes, media_type: str) -> str:
    fills_itself = media_type in {HTML, XHTML} and b"<script" in data.lower()
    return "needs JavaScript to show anything" if fills_itself else "holds no text"


def _parse(data: bytes, media_type: str, url: str, charset: str | None, file_name: str) -> Page:
    if media_type == UNKNOWN:
        media_type = _kind_of(data)
    if media_type in {HTML, XHTML}:
        from stepresearch.tools.html.extract import extract_page  # noqa: PLC0415 - start-up time

        return extract_page(data, url=url, charset=charset)
    if media_type in READERS:
        module, _, function = READERS[media_type].rpartition(".")
        reader: _Reader = getattr(import_module(f"stepresearch.tools.parsing.{module}"), function)
        return reader(data, url=url, file_name=file_name)
    return _parse_text(data, media_type, url, charset, file_name)


def _kind_of(data: bytes) -> str:
    """Return the kind of an undeclared document, by its first bytes."""
    start = data[:1024].lstrip().lower()
    if start.startswith(b"%pdf-"):
        return PDF
    if start.startswith(b"{\\rtf"):
        return RTF
    return HTML if start.startswith((b"<!doctype html", b"<html")) else PLAIN


def _as_seen(page: Page) -> Page:
    """Drop what a reader of the document does not see, such as words in tag characters, and what no database takes."""
    author = page.author and _line(page.author)
    return replace(page, title=_line(page.title), text=visible_characters(page.text), author=author)


def _line(text: str) -> str:
    return " ".join(visible_characters(text).split())


def _parse_text(data: bytes, media_type: str, url: str, charset: str | None, file_name: str) -> Page:
    if not media_type.startswith("text/"):
        raise ToolError(
            f"Documents of type {media_type!r} are not read.",
            hint="Read are text, Markdown, HTML, PDF, DOCX and the other kinds in README.md.",
        )
    text = decode(data, charset=charset)
    to_page = markdown_page if media_type == MARKDOWN else plain_page
    return to_page(text, url=url, file_name=file_name)
