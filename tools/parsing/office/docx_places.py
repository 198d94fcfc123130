"""Where a Word file puts its frames, tables and text boxes, and whether a reader finds them there."""

import re
from typing import Any

from stepresearch.tools.contrast import Color, Sight
from stepresearch.tools.parsing.office.docx_format import Formats, W, hex_color

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_TWIPS_A_POINT, _EMU_A_POINT = 20, 12_700
_LETTER = (612.0, 792.0)
_THIN = 2.0
"""In points: anything narrower or lower shows no text."""
_TRUE = {"1", "true", "on", "t"}
_LENGTH = re.compile(r"\s*+(-?(?:\d+(?:\.\d+)?|\.\d+))\s*+(pt|in|cm|mm|px)?\s*+")
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75, None: 0.75}


def frame_sight(paragraph: Any, body: Any) -> Sight:
    """Return how well a paragraph can be seen where it stands: in a frame, at an indent, in lines of a height."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        return Sight.CLEAR
    width, height = _page_size(body)
    frame, indent = properties.find(f"{W}framePr"), properties.find(f"{W}ind")
    if frame is not None and _is_off(_points(frame, "x"), _points(frame, "y"), width, height):
        return Sight.HIDDEN
    if indent is not None and not -width < _points(indent, "left", "start") < width:
        return Sight.HIDDEN
    if indent is not None and _points(indent, "right", "end") >= width:
        return Sight.HIDDEN
    spacing = properties.find(f"{W}spacing")
    if spacing is not None and spacing.get(f"{W}lineRule") == "exact":
        line = _points(spacing, "line")
        return Sight.HIDDEN if line < _THIN else Sight.HARD if line < 2 * _THIN else Sight.CLEAR
    return Sight.CLEAR


def table_sight(table: Any, body: Any) -> Sight:
    """Return whether a table stands on the page."""
    place, indent = table.find(f"{W}tblPr/{W}tblpPr"), table.find(f"{W}tblPr/{W}tblInd")
    width, height = _page_size(body)
    if place is not None and _is_off(_points(place, "tblpX"), _points(place, "tblpY"), width, height):
        return Sight.HIDDEN
    is_off = indent is not None and not -width < _points(indent, "w") < width
    return Sight.HIDDEN if is_off else Sight.CLEAR


def row_sight(row: Any) -> Sight:
    """Return whether a row of a table is shown: neither hidden, nor deleted, nor without height."""
    properties = row.find(f"{W}trPr")
    if properties is None:
        return Sight.CLEAR
    height = properties.find(f"{W}trHeight")
    is_flat = height is not None and height.get(f"{W}hRule") == "exact" and _points(height, "val") < _THIN
    is_gone = any(properties.find(f"{W}{name}") is not None for name in ("hidden", "del"))
    return Sight.HIDDEN if is_flat or is_gone else Sight.CLEAR


def text_box(content: Any, body: Any, formats: Formats) -> tuple[Sight, Color | None, bool]:
    """Return how well a text box can be seen, the colour it is filled with, and whether it is filled at all."""
    size = _page_size(body)
    fill: Color | None = None
    has_fill = False
    for element in content.iterancestors():
        if element.tag == f"{W}p":
            break
        if element.tag in {f"{_WP}anchor", f"{_WP}inline"} and not _is_on_page(element, size):
            return Sight.HIDDEN, None, False
        if element.tag == f"{_WPS}wsp" and (drawn := element.find(f"{_WPS}spPr")) is not None:
            fills = [
                part for part in drawn if part.tag in {f"{_A}solidFill", f"{_A}gradFill", f"{_A}blipFill"}
            ]
            has_fill = bool(fills)
            fill = formats.drawn_color(fills[0]) if fills and fills[0].tag == f"{_A}solidFill" else None
        if isinstance(element.tag, str) and element.tag.startswith(_V):
            if not _is_vml_seen(element.get("style", ""), size):
                return Sight.HIDDEN, None, False
            if element.get("fillcolor") and element.get("filled", "t") not in {"f", "false"}:
                has_fill, fill = True, hex_color(element.get("fillcolor").lstrip("#")[:6])
    return Sight.CLEAR, fill, has_fill


def _is_on_page(anchor: Any, size: tuple[float, float]) -> bool:
    named = anchor.find(f"{_WP}docPr")
    if anchor.get("hidden") in _TRUE or (named is not None and named.get("hidden") in _TRUE):
        return False
    extent = anchor.find(f"{_WP}extent")
    wide, high = (
        (_emu(extent.get("cx")), _emu(extent.get("cy"))) if extent is not None else (_LETTER[0], _LETTER[1])
    )
    left, top = (
        _emu(offset.text) if (offset := anchor.find(f"{_WP}{axis}/{_WP}posOffset")) is not None else 0.0
        for axis in ("positionH", "positionV")
    )
    # Places count from the margin as often as from the edge: a margin is no wider than a sixth of the page.
    return (
        wide >= _THIN
        and high >= _THIN
        and -wide - size[0] / 6 < left < size[0]
        and -high - size[1] / 6 < top < size[1]
    )


def _is_vml_seen(style: str, size: tuple[float, float]) -> bool:
    parts = [part.partition(":") for part in style.lower().split(";")]
    rules = {name.strip(): value.strip() for name, _, value in parts}
    if (
        rules.get("visibility") == "hidden"
        or rules.get("display") == "none"
        or rules.get("mso-hide") == "all"
    ):
        return False
    if any(name in rules and _length(rules[name], 99.0) < _THIN for name in ("width", "height")):
        return False
    left = max((_length(rules.get(name, ""), 0.0) for name in ("left", "margin-left")), key=abs)
    top = max((_length(rules.get(name, ""), 0.0) for name in ("top", "margin-top")), key=abs)
    return not _is_off(left, top, *size)


def _is_off(left: float, top: float, width: float, height: float) -> bool:
    return not (-width < left < width and -height < top < height)


def _page_size(body: Any) -> tuple[float, float]:
    size = next(body.iter(f"{W}pgSz"), None)
    if size is None:
        return _LETTER
    return _points(size, "w") or _LETTER[0], _points(size, "h") or _LETTER[1]


def _points(element: Any, *names: str) -> float:
    """Return the first of these measures in points; twips if it has no unit, 0 if it is missing."""
    for name in names:
        if value := element.get(f"{W}{name}"):
            match = _LENGTH.fullmatch(value)
            if match is None:
                return 0.0
            return float(match[1]) * _POINTS[match[2]] if match[2] else float(match[1]) / _TWIPS_A_POINT
    return 0.0


def _length(value: str, default: float) -> float:
    match = _LENGTH.fullmatch(value)
    return float(match[1]) * _POINTS[match[2]] if match else default


def _emu(text: str | None) -> float:
    try:
        return int(text or "0") / _EMU_A_POINT
    except ValueError:
        return 0.0
