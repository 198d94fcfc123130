"""PDF files as pages."""

import re
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium

from stepresearch.tools.errors import ToolError
from stepresearch.tools.page import Page
from stepresearch.tools.page_dates import iso_date
from stepresearch.tools.page_front import title_beside
from stepresearch.tools.page_published import find_date
from stepresearch.tools.parsing.pdf.lines import Line, page_lines
from stepresearch.tools.parsing.pdf.plain import ProvenGlyphs
from stepresearch.tools.parsing.pdf.visible import seen_page

MAX_PAGES = 400
READING_S = 15.0
"""No further page is started after this time, so that the result is kept well before a worker's deadline."""

_EDGE_LINES = 4
_SENTENCE_END = re.compile(r"[.!?:。！？：…][\"'”’»)\]]*$")
_LIST_START = re.compile(r"(?:[•‣▪●–-]|\(?\d{1,2}[.)]|\([a-z]\))\s")
_CJK_END = re.compile(r"[\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]$")
_HYPHENATED = re.compile(r"\w-$")
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|seite|página|pagina|стр\\.?|p\\.) ?\d{1,4}(?: ?(?:of|/|von|de|sur|di|из) ?\d{1,4})?\W*|[-–—] ?\d{1,4} ?[-–—]|\W*第 ?\d{1,4} ?页.{0,12}",
    re.IGNORECASE,
)
_HEAD_LINES = 12
_TITLE_SIZE = 1.2
_HEADING_SIZE = 1.15  # of the usual size of the letters
_DAY = re.compile(r"D:(\d{4})(\d{2})(\d{2})")


@dataclass(slots=True)
class _Read:
    """Content read from `count` pages, of which `tried` were started.

    It holds the lines of each, the numbers of those that are images, and how many lines are hard to see.
    """

    count: int
    pages: list[list[Line]] = field(default_factory=list)
    tried: int = 0
    proven: ProvenGlyphs = field(default_factory=ProvenGlyphs)
    images: list[int] = field(default_factory=list)
    hard_to_see: int = 0


def pdf_page(data: bytes, *, url: str, file_name: str, reading_s: float = READING_S) -> Page:
    """Return what a reader sees of the first 400 pages of a PDF: lines joined into paragraphs, running heads dropped.

    Call it in a worker process (`parse_in_worker`): PDFium is native code, which a hostile file may crash.

    Args:
        data: The whole file.
        url: As in `parse`.
        file_name: As in `parse`.
        reading_s: No further page is started after this many seconds; `unread` then says how many were left.

    Raises:
        ToolError: The file is damaged, protected by a password, or a scan without text.
    """
    document = _opened(data)
    try:
        read = _read(document, until_s=time.monotonic() + reading_s)
        title, author, created = _metadata(document)
    finally:
        document.close()
    lines = _without_running_heads(read.pages)
    text = "\n\n".join(_paragraphs(lines))
    if not any(map(str.isalnum, text)):
        raise _without_text(read)
    title = title_beside(title, text, large=_large_lines(lines)) or _first_line(text)
    return Page(
        url=url,
        title=title or file_name,
        text=text,
        published=find_date(text, title=title) or created,
        author=author,
        hard_to_see=read.hard_to_see,
        unread=_unread(read),
    )


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(data)
        document.init_forms()
    except pypdfium2.PdfiumError as error:
        if "password" in str(error):
            raise ToolError(
                "The PDF is protected by a password.", hint="Save it without the password."
            ) from error
        raise _damaged(error) from error
    if not len(document):
        raise _damaged("it has no pages")
    return document


def _damaged(reason: object) -> ToolError:
    return ToolError(f"The PDF is damaged: {reason}.", hint="Open it in a viewer and print it to a new PDF.")


def _without_text(read: _Read) -> ToolError:
    if read.hard_to_see:
        return ToolError("The PDF holds no text that a reader could make out.")
    return ToolError(
        "The PDF holds no text; it is probably a scan.", hint="Run OCR on it, for example with ocrmypdf."
    )


def _read(document: pypdfium2.PdfDocument, *, until_s: float) -> _Read:
    """Read page after page until the time is up; one that fails is left out while others can be read."""
    read = _Read(len(document))
    failures: list[Exception] = []
    for number in range(min(read.count, MAX_PAGES)):
        if number and time.monotonic() >= until_s:
            break
        read.tried = number + 1
        try:
            _read_page(document, number, read)
        except pypdfium2.PdfiumError as error:
            failures.append(error)
    if failures and not any(read.pages):
        raise _damaged(failures[0]) from failures[0]
    return read


def _read_page(document: pypdfium2.PdfDocument, number: int, read: _Read) -> None:
    page = document[number]
    _drop_unseen_notes(page)
    # Draws filled-in forms and notes into the page, unless they are hidden. It must then be loaded again.
    if pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
        page.close()
        page = document[number]
    seen = seen_page(page, read.proven)
    page.close()
    lines = page_lines(seen.glyphs)
    read.pages.append(lines)
    read.hard_to_see += seen.hard_to_see
    if seen.has_picture and not any(map(str.isalnum, "".join(line.text for line in lines))):
        read.images.append(number + 1)


def _drop_unseen_notes(page: pypdfium2.PdfPage) -> None:
    """Remove hidden fields and notes from a page, which flattening would draw in part."""
    for index in reversed(range(pdfium.FPDFPage_GetAnnotCount(page))):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        flags = pdfium.FPDFAnnot_GetFlags(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if flags & (pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW):
            pdfium.FPDFPage_RemoveAnnot(page, index)


def _unread(read: _Read) -> str:
    """Say which pages of the file were not read."""
    told = []
    if read.images:
        is_one = len(read.images) == 1
        told.append(
            f"{'Page' if is_one else 'Pages'} {_ranges(read.images)} {'is an image' if is_one else 'are images'} "
            "without text. Run OCR on the file, for example with ocrmypdf."
        )
    if read.tried < read.count:
        why = "" if read.tried == MAX_PAGES else ": the time for one document was up"
        told.append(f"Only the first {read.tried} of its {read.count:,} pages were read{why}. Split it.")
    return " ".join(told)


def _ranges(numbers: list[int]) -> str:
    """Return numbers in rising order as `1, 3-5`."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and parts[-1][-1] == number - 1:
            parts[-1] = [parts[-1][0], number]
        else:
            parts.append([number])
    return ", ".join("-".join(map(str, part)) for part in parts)


def _metadata(document: pypdfium2.PdfDocument) -> tuple[str, str | None, str | None]:
    """Return title, author and the day of creation, the others None where absent."""
    metadata = document.get_metadata_dict()
    title, author = metadata["Title"].strip(), metadata["Author"].strip()
    day = _DAY.match(metadata["CreationDate"])
    created = iso_date("-".join(day.groups())) if day else None
    return (title, author or None, created)


def _large_lines(lines: list[Line]) -> list[str]:
    """Return the lines near the top that are larger than the text, the largest first, those of one size as one group."""
    usual = median(line.size for line in lines) if lines else 0.0
    head = [line for line in lines[:_HEAD_LINES] if line.size > _TITLE_SIZE * usual and "\n" not in line.text]
    runs = [list(run) for _, run in groupby(head, key=lambda line: round(line.size, 1))]
    return [" ".join(line.text for line in run) for run in sorted(runs, key=lambda run: -run[0].size)]


def _without_running_heads(pages: list[list[Line]]) -> list[Line]:
    """Return the lines of all pages without those that recur at the edges of a third of the pages."""
    stripped = [[line.text for line in page] for page in pages]
    counts = Counter(
        key
        for number, lines in enumerate(stripped)
        for index in _edges(lines)
        for key in _keys(lines[index], number)
    )
    often = max(3, len(pages) // 3) if len(pages) > 2 else 2
    kept: list[Line] = []
    for number, lines in enumerate(stripped):
        heads = {
            index
            for index in _edges(lines)
            if any(counts[key] >= often for key in _keys(lines[index], number))
            or _PAGE_NUMBER.fullmatch(lines[index])
        }
        kept += [line for index, line in enumerate(pages[number]) if index not in heads]
    return kept


def _edges(lines: list[str]) -> set[int]:
    count = len(lines)
    return {*range(count)[:_EDGE_LINES], *range(count)[-_EDGE_LINES:]}


def _keys(line: str, page_number: int) -> set[str]:
    """Return what a line has in common with its like on other pages: itself, or all but a number that counts pages.

    Rows of tables that only look alike have numbers that do not count, and stay.
    """
    counters = [
        f"{line[: match.start()]}<{int(match[0]) - page_number}>{line[match.end() :]}"
        for match in re.finditer(r"(?<!\d)\d{1,4}(?!\d)", line)
    ]
    return {line, *counters}


def _paragraphs(lines: list[Line]) -> list[str]:
    """Join the lines of running text into paragraphs; a table stays as it is."""
    widths = sorted(len(line.text) for line in lines if "\n" not in line.text)
    full_width = widths[len(widths) * 3 // 4] if widths else 0
    heading_size = _HEADING_SIZE * median(line.size for line in lines) if lines else 0.0
    paragraphs: list[str] = []
    before = Line("", is_apart=True)
    for line in lines:
        is_heading = before.size > heading_size and not line.is_apart
        if "\n" in before.text + line.text or not before.text:
            paragraphs.append(line.text)
        elif is_heading or _continues(before.text, line.text, is_apart=line.is_apart, full_width=full_width):
            paragraphs[-1] = _joined(paragraphs[-1], line.text)
        else:
            paragraphs.append(line.text)
        before = line
    return paragraphs


def _continues(before: str, line: str, *, is_apart: bool, full_width: int) -> bool:
    """Say whether a line continues the previous line's paragraph: that one ran to the margin, or mid-sentence."""
    if _LIST_START.match(line):
        return False
    ends_sentence = _SENTENCE_END.search(before) is not None
    if _HYPHENATED.search(before) and not is_apart:
        return True
    if line[0].islower() and not ends_sentence:
        return True
    return not is_apart and len(before) >= full_width * (0.8 if ends_sentence else 0.6)


def _joined(before: str, line: str) -> str:
    if _HYPHENATED.search(before):
        return (before[:-1] if before[-2].islower() and line[:1].islower() else before) + line
    return before + line if _CJK_END.search(before) else f"{before} {line}"


def _first_line(text: str) -> str:
    first = text.partition("\n")[0]
    return first if 10 <= len(first) <= 150 and not _SENTENCE_END.search(first) else ""
