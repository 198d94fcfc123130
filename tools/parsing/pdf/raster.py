"""A PDF page as drawn, with and without its text."""

from collections.abc import Iterator
from math import sqrt
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

_MAX_PIXELS = 4_000_000
_PIXELS_A_POINT = 1.5  # at this scale strokes of 4 pt text still leave a trace
_BYTES = 3  # blue, green and red
_PRINT_RANGE = 60
_VISIBLE_STEP = 8


class PageRaster:
    """Two drawings of a page, of which one lacks the text, and where they differ.

    The text objects given are switched off in the page when this is done.
    """

    def __init__(self, page: pypdfium2.PdfPage, text_objects: list[Any]) -> None:
        self._left, bottom, right, self._top = page.get_bbox()
        area = max(1.0, (right - self._left) * (self._top - bottom))
        self._scale = min(_PIXELS_A_POINT, sqrt(_MAX_PIXELS / area))
        self._drawn_whole = self._drawn(page)
        for item in text_objects:
            pdfium.FPDFPageObj_SetIsActive(item, False)
        self._ground = self._drawn(page) if text_objects else self._drawn_whole

    def shows_text(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Return whether text leaves a trace in a box, given in points."""
        return any(
            _differ(self._drawn_whole[start:end], self._ground[start:end])
            for start, end in self._rows(x0, y0, x1, y1, margin=1)
        )

    def ground(self, x0: float, y0: float, x1: float, y1: float) -> set[tuple[int, int, int]]:
        """Return colours, as red, green and blue, of what lies below the text in a box."""
        rows = list(self._rows(x0, y0, x1, y1, margin=0))
        starts = [
            start + step * _BYTES
            for start, end in rows[:: max(1, len(rows) // 3)]
            for step in range(0, (end - start) // _BYTES, max(1, (end - start) // _BYTES // 4))
        ]
        return {(self._ground[at + 2], self._ground[at + 1], self._ground[at]) for at in starts}

    def has_print(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Return whether what lies below the text in a box is dark on light, or the reverse, as print is."""
        ground = b"".join(
            self._ground[start:end:_BYTES] for start, end in self._rows(x0, y0, x1, y1, margin=1)
        )
        return bool(ground) and max(ground) - min(ground) >= _PRINT_RANGE

    def _rows(self, x0: float, y0: float, x1: float, y1: float, *, margin: int) -> Iterator[tuple[int, int]]:
        """Yield start and end of each row of pixels of a box, cut off at the edges of the page."""
        first = max(0, int((min(x0, x1) - self._left) * self._scale) - margin)
        last = min(self._width, int((max(x0, x1) - self._left) * self._scale) + 1 + margin)
        upper = max(0, int((self._top - max(y0, y1)) * self._scale) - margin)
        lower = min(self._height, int((self._top - min(y0, y1)) * self._scale) + 1 + margin)
        if first < last:
            for row in range(upper, lower):
                yield row * self._stride + first * _BYTES, row * self._stride + last * _BYTES

    def _drawn(self, page: pypdfium2.PdfPage) -> bytes:
        bitmap = page.render(
            scale=self._scale, force_bitmap_format=pdfium.FPDFBitmap_BGR, may_draw_forms=False
        )
        self._width, self._height, self._stride = bitmap.width, bitmap.height, bitmap.stride
        drawn = bytes(bitmap.buffer)
        bitmap.close()
        return drawn


def _differ(one: bytes, other: bytes) -> bool:
    """Return whether two rows of pixels differ so much that it can be seen."""
    return one != other and any(abs(a - b) >= _VISIBLE_STEP for a, b in zip(one, other, strict=True))
