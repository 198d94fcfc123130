"""The characters of a PDF page, as PDFium finds them."""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

FORM_DEPTH = 12
_BOLD = re.compile(rb"bold|black|heavy", re.IGNORECASE)
_STROKED = 1
_LINE_BREAKS = {0x0D, 0x0A}
_HYPHENS = {0x02, 0xFFFE}
"""PDFium's codes for a hyphen at the end of a line, whose line break it then omits."""


@dataclass(frozen=True, slots=True)
class Style:
    """What the characters of one text object have in common.

    Attributes:
        order: Its place in the order in which the page is painted.
        mode: Text rendering mode (ISO 32000-2, table 104).
        is_bold: As the name of the font says.
        color: Red, green and blue; None for a pattern.
        direction: Where the line goes, as a unit vector: (1, 0) to the right.
        size: Height of the letters as they are set, in points.
        condensed: Width of the letters as a share of their natural width.
    """

    order: int
    mode: int
    is_bold: bool
    color: tuple[int, int, int] | None
    direction: tuple[float, float]
    size: float
    condensed: float


class Glyph(NamedTuple):
    """One character of a page, with its box in points from the origin of the page.

    It is a tuple since a page has thousands. Line breaks and spaces inserted by PDFium have neither box nor style.
    """

    char: str
    x0: float = 0.0
    y0: float = 0.0
    x1: float = 0.0
    y1: float = 0.0
    style: Style | None = None


_LINE_BREAK, _SPACE = Glyph("\n"), Glyph(" ")


def page_objects(page: pypdfium2.PdfPage) -> list[Any]:
    """Return the objects of a page in the order in which they are painted, those inside its forms among them."""
    count = pdfium.FPDFPage_CountObjects(page)
    tops = (pdfium.FPDFPage_GetObject(page, index) for index in range(count))
    return [part for top in tops for part in _with_parts(top, 0)]


def is_text(item: Any) -> bool:
    return bool(pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_TEXT)


def page_glyphs(text_page: pypdfium2.PdfTextPage, objects: list[Any]) -> list[Glyph]:
    """Return the characters of a page in the order of the file, with line breaks where PDFium sees them."""
    reader = _GlyphReader(text_page, objects)
    glyphs: list[Glyph] = []
    for index in range(text_page.count_chars()):
        reader.read(index, glyphs)
    return glyphs


def _with_parts(item: Any, depth: int) -> Iterator[Any]:
    if not item:
        return
    yield item
    if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_FORM and depth < FORM_DEPTH:
        for index in range(max(0, pdfium.FPDFFormObj_CountObjects(item))):
            yield from _with_parts(pdfium.FPDFFormObj_GetObject(item, index), depth + 1)


class _GlyphReader:
    def __init__(self, text_page: pypdfium2.PdfTextPage, objects: list[Any]) -> None:
        self._page = text_page.raw
        self._orders = {_address(item): order for order, item in enumerate(objects)}
        self._styles: dict[int, Style] = {}
        self._box = tuple(ctypes.c_double() for _ in range(4))

    def read(self, index: int, glyphs: list[Glyph]) -> None:
        """Add a character to those read. Hot path: called for every character of a page."""
        code = pdfium.FPDFText_GetUnicode(self._page, index)
        if code in _LINE_BREAKS:
            glyphs.append(_LINE_BREAK)
            return
        item = pdfium.FPDFText_GetTextObject(self._page, index)
        if not item or not code:
            glyphs.append(_SPACE)
            return
        left, right, bottom, top = self._box
        pdfium.FPDFText_GetCharBox(self._page, index, left, right, bottom, top)
        address = _address(item)
        style = self._styles.get(address) or self._style(index, item, address)
        ends_line = code in _HYPHENS
        char = "-" if ends_line else _char(code)
        glyphs.append(Glyph(char, left.value, bottom.value, right.value, top.value, style))
        if ends_line:
            glyphs.append(_LINE_BREAK)

    def _style(self, index: int, item: Any, address: int) -> Style:
        style = self._styles[address] = self._read_style(index, item, self._orders.get(address, 0))
        return style

    def _read_style(self, index: int, item: Any, order: int) -> Style:
        mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
        name, flags, matrix = ctypes.create_string_buffer(128), ctypes.c_int(), pdfium.FS_MATRIX()
        pdfium.FPDFText_GetFontInfo(self._page, index, name, len(name), flags)
        pdfium.FPDFText_GetMatrix(self._page, index, matrix)
        wide, high = hypot(matrix.a, matrix.b), hypot(matrix.c, matrix.d)
        return Style(
            order=order,
            mode=mode,
            is_bold=_BOLD.search(name.value) is not None,
            color=_color(item, is_stroked=mode == _STROKED),
            direction=(matrix.a / wide, matrix.b / wide) if wide else (1.0, 0.0),
            size=pdfium.FPDFText_GetFontSize(self._page, index) * high,
            condensed=wide / high if high else 0.0,
        )


def _char(code: int) -> str:
    return "\ufffd" if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)


def _color(item: Any, *, is_stroked: bool) -> tuple[int, int, int] | None:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    read = pdfium.FPDFPageObj_GetStrokeColor if is_stroked else pdfium.FPDFPageObj_GetFillColor
    return (red.value, green.value, blue.value) if read(item, red, green, blue, alpha) else None


def _address(item: Any) -> int:
    return ctypes.addressof(item.contents)
