"""Whether a PDF page is so plain that nothing on it can hide its text, which saves drawing it."""

import ctypes
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from stepresearch.tools.contrast import Color, Sight, contrast, sight_of_contrast, sight_of_size
from stepresearch.tools.parsing.pdf.glyphs import Glyph, Style, is_text

_FILLED_MODES = {0, 2}  # text rendering modes: filled, filled and stroked
_WIDTHS = (0.4, 2.5)  # of the natural width of letters
_THIN = 1.5  # in points: a rule, which hides no letter by itself
_MAX_RULED = 0.3  # of the height or the width of a text: what rules may take of it
_TOUCH, _TOUCH_SHARE = (
    2.0,
    0.3,
)  # in points, and of the narrower one: texts beside each other may overlap by less
_SLACK = 2.0  # in points: boxes of text are not exact
_MARGIN = 0.15  # of the height of a text
_MAX_PAIRS = 20_000
_MAX_FONT_BYTES = 4_000_000
_OPAQUE = 255
_WHITE = (255, 255, 255)


class Box(NamedTuple):
    """In points; the lower left corner comes first."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def area(self) -> float:
        return max(1.0, (self.x1 - self.x0) * (self.y1 - self.y0))

    def core(self) -> "Box":
        """Return it without its margin, which adjacent print may touch."""
        margin = _MARGIN * (self.y1 - self.y0)
        return Box(self.x0 + margin, self.y0 + margin, self.x1 - margin, self.y1 - margin)

    def meets(self, other: "Box") -> bool:
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1

    def holds(self, other: "Box", slack: float = _SLACK) -> bool:
        return (
            self.x0 - slack <= other.x0
            and self.y0 - slack <= other.y0
            and other.x1 <= self.x1 + slack
            and other.y1 <= self.y1 + slack
        )


@dataclass(frozen=True, slots=True)
class _Placed:
    """An object of a page, its place in the order of painting, and its bounds."""

    item: Any
    order: int
    box: Box


class ProvenGlyphs:
    """Characters of the fonts of a document that were seen to leave a trace: an embedded font may hold empty letters."""

    def __init__(self) -> None:
        self._seen: set[tuple[int, str]] = set()

    def prove(self, objects: list[Any], shown: list[Glyph]) -> None:
        """Record characters that a drawing of the page shows."""
        keys: dict[int, int | None] = {}
        for glyph in shown:
            if glyph.style is None:
                continue
            order = glyph.style.order
            if order not in keys:
                keys[order] = _font_key(pdfium.FPDFTextObj_GetFont(objects[order]))
            if (key := keys[order]) is not None:
                self._seen.add((key, glyph.char))

    def holds(self, texts: list[_Placed], glyphs: list[Glyph]) -> bool:
        """Return whether each character on a page is of a font that is not embedded, or was seen before."""
        chars: dict[int, set[str]] = {}
        for glyph in glyphs:
            if glyph.style is not None and not glyph.char.isspace():
                chars.setdefault(glyph.style.order, set()).add(glyph.char)
        by_font: dict[int, tuple[Any, set[str]]] = {}
        for text in texts:
            font = pdfium.FPDFTextObj_GetFont(text.item)
            if not font:
                return False
            by_font.setdefault(ctypes.addressof(font.contents), (font, set()))[1].update(
                chars.get(text.order, ())
            )
        return all(self._holds_font(font, used) for font, used in by_font.values())

    def _holds_font(self, font: Any, chars: set[str]) -> bool:
        key = _font_key(font)
        if key is None:
            return False
        return pdfium.FPDFFont_GetIsEmbedded(font) == 0 or all((key, char) in self._seen for char in chars)


def _font_key(font: Any) -> int | None:
    """Return an identifier of a font's file; None for a font without one, such as a font of drawings."""
    size = ctypes.c_size_t()
    if not pdfium.FPDFFont_GetFontData(font, None, 0, size) or not 0 < size.value <= _MAX_FONT_BYTES:
        return None
    data = (ctypes.c_uint8 * size.value)()
    pdfium.FPDFFont_GetFontData(font, data, size.value, size)
    return hash(bytes(data))


def is_plain(page_box: Box, objects: list[Any], glyphs: list[Glyph], proven: ProvenGlyphs) -> bool:
    """Return whether all text of a page is certainly seen; if not, the page has to be drawn.

    It is seen if it is on the page, in an ink that stands out from what is painted below, with nothing but rules
    painted over it, not clipped, not transparent, in no layer, and in letters that are known to leave a trace.
    """
    styles = {glyph.style for glyph in glyphs if glyph.style is not None}
    if not all(map(_is_plain_style, styles)):
        return False
    placed = [_Placed(item, order, _bounds(item)) for order, item in enumerate(objects)]
    texts = [one for one in placed if is_text(one.item)]
    others = [one for one in placed if not is_text(one.item)]
    if len(texts) * max(len(texts) // 4, len(others)) > _MAX_PAIRS or any(map(_is_nested, others)):
        return False
    return (
        all(_is_plain_text(text, page_box) for text in texts)
        and all(_stands_out(text, others) for text in texts)
        and not _any_overlap([text.box for text in texts])
        and proven.holds(texts, glyphs)
    )


def _is_plain_style(style: Style) -> bool:
    return (
        style.mode in _FILLED_MODES
        and _WIDTHS[0] <= style.condensed <= _WIDTHS[1]
        and sight_of_size(style.size) == Sight.CLEAR
    )


def _is_nested(one: _Placed) -> bool:
    return bool(pdfium.FPDFPageObj_GetType(one.item) == pdfium.FPDF_PAGEOBJ_FORM)


def _is_plain_text(text: _Placed, page_box: Box) -> bool:
    return (
        pdfium.FPDFTextObj_GetTextRenderMode(text.item) in _FILLED_MODES
        and page_box.holds(text.box, slack=0)
        and not pdfium.FPDFPageObj_HasTransparency(text.item)
        and not _is_in_layer(text.item)
        and _is_within_clips(text)
    )


def _is_in_layer(item: Any) -> bool:
    """Return whether an object is marked as part of optional content, which may be off."""
    for index in range(pdfium.FPDFPageObj_CountMarks(item)):
        name, size = (ctypes.c_ushort * 8)(), ctypes.c_ulong()
        mark = pdfium.FPDFPageObj_GetMark(item, index)
        pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), size)
        if bytes(name)[:4] == "OC".encode("utf-16-le"):
            return True
    return False


def _is_within_clips(text: _Placed) -> bool:
    clip = pdfium.FPDFPageObj_GetClipPath(text.item)
    for path in range(max(0, pdfium.FPDFClipPath_CountPaths(clip)) if clip else 0):
        count = pdfium.FPDFClipPath_CountPathSegments(clip, path)
        points = [_point(pdfium.FPDFClipPath_GetPathSegment(clip, path, n)) for n in range(min(count, 8))]
        box = _rectangle(points) if count <= 6 else None
        if box is None or not box.holds(text.box):
            return False
    return True


def _stands_out(text: _Placed, others: list[_Placed]) -> bool:
    """Return whether the ink of a text stands out from what is painted below it, with nothing but rules above."""
    ink = _fill(text.item)
    if ink is None:
        return False
    core = text.box.core()
    ground: Color | None = None
    ruled_high = ruled_wide = 0.0
    for other in reversed(others):
        if not other.box.meets(core):
            continue
        if rule := _rule(other):
            ruled_wide, ruled_high = ruled_wide + rule[0], ruled_high + rule[1]
        elif other.order > text.order:
            return False
        elif ground is None:
            ground = _plain_ground(other, core)
            if ground is None:
                return False
    return (
        ruled_wide <= _MAX_RULED * (text.box.x1 - text.box.x0)
        and ruled_high <= _MAX_RULED * (text.box.y1 - text.box.y0)
        and sight_of_contrast(contrast(ink, ground or _WHITE)) == Sight.CLEAR
    )


def _rule(one: _Placed) -> tuple[float, float] | None:
    """Return how much of the width and of the height of a text a thin line or a frame may take; None for all else."""
    if pdfium.FPDFPageObj_GetType(one.item) != pdfium.FPDF_PAGEOBJ_PATH:
        return None
    wide, high = one.box.x1 - one.box.x0, one.box.y1 - one.box.y0
    if min(wide, high) <= _THIN:
        return (0.0, high) if high < wide else (wide, 0.0)
    is_filled, is_stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(one.item, is_filled, is_stroked)
    if is_filled.value or _rectangle(_path_points(one.item)) is None:
        return None
    width, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetStrokeWidth(one.item, width)
    pdfium.FPDFPageObj_GetMatrix(one.item, matrix)
    line = 2 * width.value * max(map(abs, (matrix.a, matrix.b, matrix.c, matrix.d)))
    return line, line


def _path_points(path: Any) -> list[tuple[float, float]]:
    """Return the points of a path that may be an upright rectangle; of a longer or a turned one none."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(path, matrix)
    if matrix.b or matrix.c:
        return []
    count = pdfium.FPDFPath_CountSegments(path)
    return [_point(pdfium.FPDFPath_GetPathSegment(path, n)) for n in range(count)] if count <= 6 else []


def _plain_ground(one: _Placed, box: Box) -> Color | None:
    """Return the colour of an opaque filled rectangle that lies below all of a box, else None."""
    if pdfium.FPDFPageObj_GetType(one.item) != pdfium.FPDF_PAGEOBJ_PATH:
        return None
    if not one.box.holds(box) or pdfium.FPDFPageObj_HasTransparency(one.item) or _is_in_layer(one.item):
        return None
    if _rectangle(_path_points(one.item)) is None or not _is_within_clips(_Placed(one.item, one.order, box)):
        return None
    is_filled, is_stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(one.item, is_filled, is_stroked)
    return _fill(one.item) if is_filled.value else None


def _any_overlap(boxes: list[Box]) -> bool:
    """Return whether the middle of one line of text lies on another one."""
    rising = sorted(boxes, key=lambda box: box.y0)
    for number, one in enumerate(rising):
        for other in rising[number + 1 :]:
            if other.y0 >= one.y1:
                break
            if _overlap(one, other):
                return True
    return False


def _overlap(one: Box, other: Box) -> bool:
    common = min(one.x1, other.x1) - max(one.x0, other.x0)
    if common <= min(_TOUCH, _TOUCH_SHARE * min(one.x1 - one.x0, other.x1 - other.x0)):
        return False
    return other.y0 < (one.y0 + one.y1) / 2 < other.y1 or one.y0 < (other.y0 + other.y1) / 2 < one.y1


def _fill(item: Any) -> Color | None:
    """Return the colour that an object is filled with; None for a pattern or a transparent one."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    read = pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)
    return (red.value, green.value, blue.value) if read and alpha.value == _OPAQUE else None


def _bounds(item: Any) -> Box:
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(item, *sides)
    return Box(*(side.value for side in sides))


def _point(segment: Any) -> tuple[float, float]:
    x, y = ctypes.c_float(), ctypes.c_float()
    pdfium.FPDFPathSegment_GetPoint(segment, x, y)
    return x.value, y.value


def _rectangle(points: list[tuple[float, float]]) -> Box | None:
    """Return the upright rectangle that points run around, else None."""
    if len(points) < 4:
        return None
    box = Box(
        min(x for x, _ in points),
        min(y for _, y in points),
        max(x for x, _ in points),
        max(y for _, y in points),
    )
    corners = {(round(x, 2), round(y, 2)) for x, y in points}
    expected = {(round(x, 2), round(y, 2)) for x in (box.x0, box.x1) for y in (box.y0, box.y1)}
    return box if corners == expected and len(corners) == 4 else None
