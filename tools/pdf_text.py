"""PDF files as pages."""

import io
import re
from collections import Counter
from typing import TYPE_CHECKING

from stepresearch.tools.errors import ToolError
from stepresearch.tools.page import Page
from stepresearch.tools.page_dates import find_date

if TYPE_CHECKING:  # pypdf takes 0.2 s to import, which only PDFs need
    from pypdf import PdfReader

MAX_PAGES = 400
_EDGE_LINES = 2
_SENTENCE_END = re.compile(r"[.!?:。！？：…][\"'”’»)\]]*$")
_LIST_START = re.compile(r"(?:[•‣▪●–-]|\(?\d{1,2}[.)]|\([a-z]\))\s")
_NAMELESS = re.compile(
    r"(?:untitled|microsoft word - .*|.*\.(?:docx?|indd|tex|dvi|pdf|qxd|pptx?))?", re.IGNORECASE
)
_CJK_END = re.compile(r"[\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]$")
# What 25,000 files damaged at random made pypdf 7.1 raise beside its own errors. Others end the worker, which says so.
_PARSER_ERRORS = (AssertionError, AttributeError, NotImplementedError, TypeError, ValueError)


def pdf_page(data: bytes, *, url: str, file_name: str) -> Page:
    """Return the first 400 pages of a PDF as a page: lines joined into paragraphs, running heads dropped.

    Call it in a worker process (`parse_in_worker`): a hostile file can keep pypdf busy for minutes.

    Raises:
        ToolError: The file is damaged, protected by a password, or a scan without text.
    """
    from pypdf import PdfReader  # noqa: PLC0415 - start-up time
    from pypdf.errors import DeprecationError, PyPdfError  # noqa: PLC0415 - start-up time

    try:
        reader = PdfReader(io.BytesIO(data))
        _unlock(reader)
        pages = _page_texts(reader)
        title, author, created = _metadata(reader)
    except (DeprecationError, PyPdfError, *_PARSER_ERRORS) as error:
        raise ToolError(
            f"The PDF is damaged: {error}.", hint="Open it in a viewer and print it to a new PDF."
        ) from error
    text = "\n\n".join(_paragraphs(_without_running_heads([page.splitlines() for page in pages])))
    if not any(map(str.isalnum, text)):
        raise ToolError(
            "The PDF holds no text; it is probably a scan.", hint="Run OCR on it, for example with ocrmypdf."
        )
    return Page(
        url=url,
        title=title or _first_line(text) or file_name,
        text=text,
        published=find_date(text) or created,
        author=author,
    )


def _page_texts(reader: "PdfReader") -> list[str]:
    """Return the text of each page; a page that fails is left out while others can be read."""
    texts: list[str] = []
    failures: list[Exception] = []
    for page in reader.pages[:MAX_PAGES]:
        try:
            texts.append(page.extract_text())
        except _PARSER_ERRORS as error:
            failures.append(error)
    if failures and not any(texts):
        raise failures[0]
    return texts


def _unlock(reader: "PdfReader") -> None:
    if reader.is_encrypted and not reader.decrypt(""):  # many are only locked against printing
        raise ToolError("The PDF is protected by a password.", hint="Save it without the password.")


def _metadata(reader: "PdfReader") -> tuple[str | None, str | None, str | None]:
    """Return title, author and the day of creation, each None where absent or meaningless."""
    metadata = reader.metadata
    if metadata is None:
        return None, None, None
    title, author = (str(value or "").strip() for value in (metadata.title, metadata.author))
    try:
        created = metadata.creation_date
    except ValueError:  # free text where a date belongs
        created = None
    return (
        None if _NAMELESS.fullmatch(title) else title,
        author or None,
        created.date().isoformat() if created else None,
    )


def _without_running_heads(pages: list[list[str]]) -> list[str]:
    """Return the lines of all pages without those that recur at the edges of a third of the pages."""
    stripped = [[line.strip() for line in page] for page in pages]
    counts = Counter(
        key
        for number, lines in enumerate(stripped)
        for index in _edges(lines)
        for key in _keys(lines[index], number)
    )
    often = max(3, len(pages) // 3)
    kept: list[str] = []
    for number, lines in enumerate(stripped):
        heads = {
            index
            for index in _edges(lines)
            if any(counts[key] >= often for key in _keys(lines[index], number))
        }
        kept += [line for index, line in enumerate(lines) if index not in heads]
    return kept


def _edges(lines: list[str]) -> set[int]:
    filled = [index for index, line in enumerate(lines) if line]
    return {*filled[:_EDGE_LINES], *filled[-_EDGE_LINES:]}


def _keys(line: str, page_number: int) -> set[str]:
    """Return what a line has in common with its like on other pages: itself, or all but a number that counts pages.

    Rows of tables that only look alike have numbers that do not count, and stay.
    """
    counters = [
        f"{line[: match.start()]}<{int(match[0]) - page_number}>{line[match.end() :]}"
        for match in re.finditer(r"(?<!\d)\d{1,4}(?!\d)", line)
    ]
    return {line, *counters}


def _paragraphs(lines: list[str]) -> list[str]:
    """Join the lines of running text into paragraphs."""
    widths = sorted(len(line) for line in lines if line)
    full_width = widths[len(widths) * 3 // 4] if widths else 0
    paragraphs: list[str] = []
    before = ""
    for line, previous in zip(lines, ["", *lines], strict=False):
        if not line:
            continue
        if before and _continues(before, line, is_apart=not previous, full_width=full_width):
            paragraphs[-1] = _joined(paragraphs[-1], line)
        else:
            paragraphs.append(line)
        before = line
    return paragraphs


def _continues(before: str, line: str, *, is_apart: bool, full_width: int) -> bool:
    """Say whether a line goes on with the paragraph of the line before: that one ran to the margin, or mid-sentence."""
    if _LIST_START.match(line):
        return False
    ends_sentence = _SENTENCE_END.search(before) is not None
    if line[0].islower() and not ends_sentence:
        return True
    return not is_apart and len(before) >= full_width * (0.8 if ends_sentence else 0.6)


def _joined(before: str, line: str) -> str:
    if re.search(r"[a-zß-ÿ]-$", before) and line[:1].islower():
        return before[:-1] + line
    return before + line if _CJK_END.search(before) else f"{before} {line}"


def _first_line(text: str) -> str:
    first = text.partition("\n")[0]
    return first if 10 <= len(first) <= 150 and not _SENTENCE_END.search(first) else ""
