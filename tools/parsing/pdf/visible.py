"""What a reader of a PDF page sees of its text."""

import ctypes
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from stepresearch.tools.contrast import Sight, contrast, sight_of_contrast, sight_of_size
from stepresearch.tools.parsing.pdf.glyphs import Glyph, Style, is_text, page_glyphs, page_objects
from stepresearch.tools.parsing.pdf.plain import Box, ProvenGlyphs, is_plain
from stepresearch.tools.parsing.pdf.raster import PageRaster

_INVISIBLE, _CLIP_ONLY = 3, 7
_MIN_CONDENSED = 0.15
_SCAN_SHARE, _PICTURE_SHARE = 0.5, 0.05  # of the page
_SCAN_FIT = 0.8
_Look = tuple[str, bool, float]  # of a character: itself, bold or not, its size
_ROW, _COLUMN = 8.0, 40.0  # in points: cells in which words that cover one another meet
_MAX_COLUMN = 500
_MAX_IN_CELL = 64


@dataclass(frozen=True, slots=True)
class SeenPage:
    """The characters of a page that a reader sees, in the order of the file.

    Attributes:
        glyphs: See above.
        hard_to_see: How many lines were left out since they may or may not be noticed.
        has_picture: Whether an image takes up a noticeable part of the page.
    """

    glyphs: list[Glyph]
    hard_to_see: int
    has_picture: bool


class _Word:
    """Characters of one text object between two blanks, or such a blank, whose style is None."""

    def __init__(self, glyphs: list[Glyph]) -> None:
        self.glyphs = glyphs
        self.style = None if glyphs[0].char.isspace() else glyphs[0].style
        self.x0, self.x1 = min(glyph.x0 for glyph in glyphs), max(glyph.x1 for glyph in glyphs)
        self.y0, self.y1 = min(glyph.y0 for glyph in glyphs), max(glyph.y1 for glyph in glyphs)

    @property
    def box(self) -> tuple[float, float, float, float]:
        return self.x0, self.y0, self.x1, self.y1

    def samples(self) -> list[Glyph]:
        """Return its first, middle and last character."""
        count = len(self.glyphs)
        return [self.glyphs[index] for index in sorted({0, count // 2, count - 1})]


def seen_page(page: pypdfium2.PdfPage, proven: ProvenGlyphs) -> SeenPage:
    """Return what a reader sees of a page's text. The page cannot be drawn again afterwards.

    A plain page, on which nothing can hide text, is taken as it is. Any other is drawn with its text and without: a word that makes no difference is not seen, be it white, clipped,
    covered, transparent, off the page or in a layer that is off. Size and colour are also checked, because
    something else may be seen at the same place. The invisible words of a scan count if they lie on print.
    What is seen in the drawing is added to the letters that are proven for the pages to come.
    """
    objects = page_objects(page)
    text_page = page.get_textpage()
    glyphs = page_glyphs(text_page, objects)
    text_page.close()
    box = Box(*page.get_bbox())
    picture = max((_image_area(item) for item in objects), default=0.0) / box.area
    if is_plain(box, objects, glyphs, proven):
        return SeenPage(glyphs, 0, picture >= _PICTURE_SHARE)
    page.set_rotation(0)
    words = [_Word(list(group)) for _, group in groupby(glyphs, key=_word_key)]
    raster = PageRaster(page, [item for item in objects if is_text(item)])
    clear = _printed(words, raster) if picture >= _SCAN_SHARE else set()
    shown: dict[_Look, Glyph] = {}
    sights = {
        word: Sight.CLEAR if word.style is None or word in clear else _sight(word, word.style, raster, shown)
        for word in words
    }
    for word in _covered([word for word in words if sights[word] == Sight.CLEAR]):
        sights[word] = Sight.HARD
    proven.prove(objects, list(shown.values()))
    seen = [glyph for word in words if sights[word] == Sight.CLEAR for glyph in word.glyphs]
    return SeenPage(seen, _count_lines(words, sights), picture >= _PICTURE_SHARE)


def _count_lines(words: list[_Word], sights: dict[_Word, Sight]) -> int:
    """Return how many lines hold words that are hard to see."""
    ends = accumulate(word.glyphs[0].char == "\n" for word in words)
    return len({line for line, word in zip(ends, words, strict=True) if sights[word] == Sight.HARD})


def _word_key(glyph: Glyph) -> tuple[int, bool, bool]:
    return (glyph.style.order if glyph.style else -1, glyph.char == "\n", glyph.char.isspace())


def _sight(word: _Word, style: Style, raster: PageRaster, shown: dict[_Look, Glyph]) -> Sight:
    """Return how well a word is seen, and add to `shown` a character of each look that leaves a trace."""
    if style.mode in {_INVISIBLE, _CLIP_ONLY} or style.condensed < _MIN_CONDENSED:
        return Sight.HIDDEN
    samples = word.samples()
    drawn = sum(raster.shows_text(glyph.x0, glyph.y0, glyph.x1, glyph.y1) for glyph in samples)
    for glyph in word.glyphs:
        look = (glyph.char, style.is_bold, style.size)
        if look not in shown and raster.shows_text(glyph.x0, glyph.y0, glyph.x1, glyph.y1):
            shown[look] = glyph
    if drawn * 2 < len(samples):
        return Sight.HIDDEN
    return min(sight_of_size(style.size), sight_of_contrast(_contrast(word, style, raster)))


def _contrast(word: _Word, style: Style, raster: PageRaster) -> float:
    """Return the best contrast that a word has to what lies below it."""
    if style.color is None:
        return 21.0
    grounds = raster.ground(*word.box)
    return max((contrast(style.color, ground) for ground in grounds), default=1.0)


def _covered(words: list[_Word]) -> set[_Word]:
    """Return the words over which others are set later: of two at one place a reader makes out one at most."""
    cells: dict[tuple[int, int], list[_Word]] = {}
    for word in words:
        if word.style is not None:
            row = int((word.y0 + word.y1) / 2 // _ROW)
            for column in range(int(word.x0 // _COLUMN), min(int(word.x1 // _COLUMN), _MAX_COLUMN) + 1):
                cells.setdefault((row, column), []).append(word)
    return {word for word in words if word.style and _is_under(word, word.style.order, cells)}


def _is_under(word: _Word, order: int, cells: dict[tuple[int, int], list[_Word]]) -> bool:
    y = (word.y0 + word.y1) / 2
    row = int(y // _ROW)
    under = 0
    for part in (0.25, 0.5, 0.75):
        x = word.x0 + part * (word.x1 - word.x0)
        under += any(
            other.style is not None
            and other.style.order > order
            and other.x0 <= x <= other.x1
            and other.y0 <= y <= other.y1
            for near in (row - 1, row, row + 1)
            for other in cells.get((near, int(x // _COLUMN)), [])[-_MAX_IN_CELL:]
        )
    return under >= 2


def _printed(words: list[_Word], raster: PageRaster) -> set[_Word]:
    """Return the invisible words of a scan, as OCR puts them there, if nearly all of them lie on print."""
    invisible = [word for word in words if word.style is not None and word.style.mode == _INVISIBLE]
    printed = {word for word in invisible if raster.has_print(*word.box)}
    return printed if len(printed) >= _SCAN_FIT * len(invisible) else set()


def _image_area(item: Any) -> float:
    if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_IMAGE:
        return 0.0
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return float((right.value - left.value) * (top.value - bottom.value))
