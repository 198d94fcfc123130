"""Any kind of document to a page."""

from dataclasses import replace
from urllib.parse import unquote, urlsplit

from stepresearch.tools.errors import ToolError
from stepresearch.tools.markdown_text import markdown_page, plain_page
from stepresearch.tools.page import Page
from stepresearch.tools.page_dates import date_in_name
from stepresearch.tools.text_encoding import decode
from stepresearch.tools.visible_characters import visible_characters

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML = "text/html"
XHTML = "application/xhtml+xml"
MARKDOWN = "text/markdown"
PLAIN = "text/plain"
MEDIA_TYPES = {
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".txt": PLAIN,
    ".text": PLAIN,
    ".html": HTML,
    ".htm": HTML,
    ".pdf": PDF,
    ".docx": DOCX,
}


def parse(data: bytes, *, media_type: str, url: str, charset: str | None = None) -> Page:
    """Return a document as a page.

    What strangers wrote can cost minutes and gigabytes: give that to `parse_in_worker`. Dates come from the
    document itself, for a file at last from its name (`minutes-2023-04.txt`), never from the file system.

    Args:
        data: The whole document.
        media_type: As in MEDIA_TYPES, or another `text/…`; parameters after `;` are passed over.
        url: Address the page is to have; its last part is the title of last resort.
        charset: As declared by a server; found out where None or wrong.

    Raises:
        ToolError: The kind is not read, or the document is damaged, locked or without text.
    """
    file_name = unquote(urlsplit(url).path.rsplit("/", 1)[-1]) or url
    page = _as_seen(_parse(data, media_type.partition(";")[0].strip().lower(), url, charset, file_name))
    if not page.text.strip():
        raise ToolError(f"The document {file_name!r} {_why_empty(data, media_type)}.")
    if page.published is None and url.startswith("file:"):
        return replace(page, published=date_in_name(file_name))
    return page


def _why_empty(data: bytes, media_type: str) -> str:
    fills_itself = media_type in {HTML, XHTML} and b"<script" in data.lower()
    return "needs JavaScript to show anything" if fills_itself else "holds no text"


def _parse(data: bytes, media_type: str, url: str, charset: str | None, file_name: str) -> Page:
    # Each reader is imported where it is needed: together they cost 0.4 s and 30 MB.
    if media_type == PDF:
        from stepresearch.tools.pdf_text import pdf_page  # noqa: PLC0415 - start-up time

        return pdf_page(data, url=url, file_name=file_name)
    if media_type == DOCX:
        from stepresearch.tools.docx_text import docx_page  # noqa: PLC0415 - start-up time

        return docx_page(data, url=url, file_name=file_name)
    if media_type in {HTML, XHTML}:
        from stepresearch.tools.html_text import extract_page  # noqa: PLC0415 - start-up time

        return extract_page(data, url=url, charset=charset)
    return _parse_text(data, media_type, url, charset, file_name)


def _as_seen(page: Page) -> Page:
    """Drop what a reader of the document does not see, such as words in tag characters, and what no database takes."""
    author = page.author and _line(page.author)
    return replace(page, title=_line(page.title), text=visible_characters(page.text), author=author)


def _line(text: str) -> str:
    return " ".join(visible_characters(text).split())


def _parse_text(data: bytes, media_type: str, url: str, charset: str | None, file_name: str) -> Page:
    if not media_type.startswith("text/") and media_type not in {"application/json", "application/xml"}:
        raise ToolError(
            f"Documents of type {media_type!r} are not read.",
            hint="Read are text, Markdown, HTML, PDF and DOCX.",
        )
    text = decode(data, charset=charset)
    to_page = markdown_page if media_type == MARKDOWN else plain_page
    return to_page(text, url=url, file_name=file_name)
