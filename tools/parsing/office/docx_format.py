"""How the text of a Word file looks: the effect of its styles, shading and colours."""

import re
from dataclasses import dataclass, replace
from typing import Any

from stepresearch.tools.contrast import Color, Sight, contrast, sight_of_contrast, sight_of_size

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WHITE: Color = (255, 255, 255)
_OFF = {"0", "false", "off"}
_HEX = re.compile(r"[0-9a-fA-F]{6}")
_THEME_NAMES = {
    "background1": "lt1",
    "light1": "lt1",
    "bg1": "lt1",
    "text1": "dk1",
    "dark1": "dk1",
    "tx1": "dk1",
    "background2": "lt2",
    "light2": "lt2",
    "bg2": "lt2",
    "text2": "dk2",
    "dark2": "dk2",
    "tx2": "dk2",
}
_HIGHLIGHTS = {
    "black": (0, 0, 0),
    "blue": (0, 0, 255),
    "cyan": (0, 255, 255),
    "darkBlue": (0, 0, 128),
    "darkCyan": (0, 128, 128),
    "darkGray": (128, 128, 128),
    "darkGreen": (0, 128, 0),
    "darkMagenta": (128, 0, 128),
    "darkRed": (128, 0, 0),
    "darkYellow": (128, 128, 0),
    "green": (0, 255, 0),
    "lightGray": (192, 192, 192),
    "magenta": (255, 0, 255),
    "red": (255, 0, 0),
    "white": WHITE,
    "yellow": (255, 255, 0),
}
_MIN_SCALE_PERCENT = 15
_MAX_STYLES_DEEP = 20


@dataclass(frozen=True, slots=True)
class Format:
    """How a run of text looks.

    Attributes:
        is_vanished: It is marked as hidden, or has no paint.
        color: Its colour; None for one that Word chooses to be legible.
        ground: What it stands on; None for what is not a plain colour.
        half_points: Size of its letters.
        scale_percent: Width of its letters.
        spacing_twips: Extra space between letters.
    """

    is_vanished: bool = False
    color: Color | None = None
    ground: Color | None = WHITE
    half_points: float = 20.0
    scale_percent: float = 100.0
    spacing_twips: float = 0.0

    def sight(self) -> Sight:
        """Return how well a reader sees it."""
        if self.is_vanished or self.scale_percent < _MIN_SCALE_PERCENT:
            return Sight.HIDDEN
        sight = sight_of_size(self.half_points / 2)
        if self.color is not None and self.ground is not None:
            sight = min(sight, sight_of_contrast(contrast(self.color, self.ground)))
        # A letter is about half as wide as high: 10 twips a point, of which there are half as many.
        is_stacked = self.spacing_twips <= -4 * self.half_points
        return min(sight, Sight.HARD) if is_stacked else sight


class Formats:
    """The styles and colours of a Word file. Each part may be None where the file lacks it."""

    def __init__(self, styles: Any, theme: Any) -> None:
        self._theme = _theme_colors(theme)
        self._styles = (
            {} if styles is None else {style.get(f"{W}styleId"): style for style in styles.iter(f"{W}style")}
        )
        defaults = None if styles is None else styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.default = self.with_properties(Format(), defaults)
        self._default_style = next(
            (
                name
                for name, style in self._styles.items()
                if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true"}
            ),
            None,
        )

    def style_name(self, style_id: str) -> str:
        """Return a style's display name; empty if it has none."""
        name = self._styles[style_id].find(f"{W}name") if style_id in self._styles else None
        return "" if name is None else name.get(f"{W}val", "")

    def of_paragraph(self, paragraph: Any, formatted: Format) -> Format:
        """Return how text of a paragraph looks where its runs say nothing else, in a place that looks like `formatted`."""
        properties = paragraph.find(f"{W}pPr")
        style = None if properties is None else properties.find(f"{W}pStyle")
        style_id = self._default_style if style is None else style.get(f"{W}val")
        chain = self._chain(style_id)
        for each in [*(each.find(f"{W}pPr") for each in chain), properties]:
            formatted = self.on_shade(formatted, each)
        for each in chain:
            formatted = self.with_properties(formatted, each.find(f"{W}rPr"))
        return formatted

    def of_run(self, run: Any, formatted: Format) -> Format:
        """Return how a run looks in a paragraph whose text looks like `formatted`."""
        properties = run.find(f"{W}rPr")
        if properties is None:
            return formatted
        style = properties.find(f"{W}rStyle")
        for each in self._chain(None if style is None else style.get(f"{W}val")):
            formatted = self.with_properties(formatted, each.find(f"{W}rPr"))
        return self.with_properties(formatted, properties)

    def with_properties(self, formatted: Format, properties: Any) -> Format:
        """Return a format changed by the properties of a run."""
        if properties is None:
            return formatted
        for name in ("vanish", "webHidden", "specVanish"):
            if (mark := properties.find(f"{W}{name}")) is not None:
                formatted = replace(formatted, is_vanished=mark.get(f"{W}val") not in _OFF)
        if (color := properties.find(f"{W}color")) is not None:
            formatted = replace(formatted, color=self._color(color, "val", "theme"))
        formatted = replace(
            formatted,
            half_points=_number(properties, "sz", formatted.half_points),
            scale_percent=_number(properties, "w", formatted.scale_percent),
            spacing_twips=_number(properties, "spacing", formatted.spacing_twips),
        )
        formatted = self.on_shade(formatted, properties)
        highlight = properties.find(f"{W}highlight")
        if highlight is not None and highlight.get(f"{W}val") in _HIGHLIGHTS:
            formatted = replace(formatted, ground=_HIGHLIGHTS[highlight.get(f"{W}val")])
        return self._with_fill(formatted, properties.find(f"{_W14}textFill"))

    def table_styles(self, table: Any) -> list[Any]:
        """Return the styles of a table, the most general first."""
        style = table.find(f"{W}tblPr/{W}tblStyle")
        return self._chain(None if style is None else style.get(f"{W}val"))

    def on_shade(self, formatted: Format, properties: Any) -> Format:
        """Return a format on the ground that the properties of a paragraph, cell or run give it."""
        shade = None if properties is None else properties.find(f"{W}shd")
        if shade is None:
            return formatted
        pattern = shade.get(f"{W}val", "clear")
        fill, front = self._color(shade, "fill", "themeFill"), self._color(shade, "color", "theme")
        share = (
            1.0
            if pattern == "solid"
            else float(pattern[3:]) / 100
            if re.fullmatch(r"pct\d+", pattern)
            else 0.0
        )
        if share:
            fill = _mixed(fill or WHITE, front or (0, 0, 0), share)
        return replace(formatted, ground=fill or formatted.ground)

    def drawn_color(self, fill: Any) -> Color | None:
        """Return a colour of DrawingML: `srgbClr` or `schemeClr` below an element; None for any other."""
        for color in fill.iter(f"{_A}srgbClr", f"{_W14}srgbClr", f"{_A}schemeClr", f"{_W14}schemeClr"):
            value = color.get("val") or color.get(f"{_W14}val") or ""
            return hex_color(value) or self._theme.get(_THEME_NAMES.get(value, value))
        return None

    def _chain(self, style_id: str | None) -> list[Any]:
        """Return a style and those that it builds on, the most general first."""
        chain: list[Any] = []
        while style_id in self._styles and len(chain) < _MAX_STYLES_DEEP:
            chain.insert(0, self._styles[style_id])
            based = self._styles[style_id].find(f"{W}basedOn")
            style_id = None if based is None else based.get(f"{W}val")
        return chain

    def _with_fill(self, formatted: Format, fill: Any) -> Format:
        """Return a format with the paint that Word 2010 and later give letters, which wins over their colour."""
        if fill is None:
            return formatted
        alpha = next(fill.iter(f"{_W14}alpha"), None)
        is_clear = alpha is not None and _float(alpha.get(f"{_W14}val"), 0) >= 90_000
        if fill.find(f"{_W14}noFill") is not None or is_clear:
            return replace(formatted, is_vanished=True)
        return replace(formatted, color=self.drawn_color(fill))

    def _color(self, element: Any, value: str, theme: str) -> Color | None:
        prefix = f"{W}theme" if theme == "theme" else f"{W}{theme}"
        name = element.get(f"{W}themeColor" if theme == "theme" else f"{W}themeFill")
        base = self._theme.get(_THEME_NAMES.get(name, name)) if name else None
        if base is None:
            return hex_color(element.get(f"{W}{value}", ""))
        if shade := element.get(f"{prefix}Shade"):
            base = _mixed((0, 0, 0), base, _byte(shade))
        if tint := element.get(f"{prefix}Tint"):
            base = _mixed(WHITE, base, _byte(tint))
        return base


def _theme_colors(theme: Any) -> dict[str, Color]:
    scheme = None if theme is None else theme.find(f".//{_A}clrScheme")
    colors: dict[str, Color] = {"lt1": WHITE, "dk1": (0, 0, 0)}
    for slot in () if scheme is None else scheme:
        for color in slot:
            value = hex_color(color.get("lastClr") or color.get("val") or "")
            if value is not None and isinstance(slot.tag, str):
                colors[slot.tag.rpartition("}")[2]] = value
    return colors


def _number(properties: Any, name: str, default: float) -> float:
    element = properties.find(f"{W}{name}")
    return default if element is None else _float(element.get(f"{W}val"), default)


def _float(text: str | None, default: float) -> float:
    try:
        return float((text or "").rstrip("%"))
    except ValueError:
        return default


def _byte(text: str) -> float:
    try:
        return min(255, int(text, 16)) / 255
    except ValueError:
        return 1.0


def hex_color(text: str) -> Color | None:
    """Return a colour written as six digits; None for any other."""
    if not _HEX.fullmatch(text):
        return None
    red, green, blue = bytes.fromhex(text)
    return red, green, blue


def _mixed(one: Color, other: Color, share: float) -> Color:
    red, green, blue = (round(a * (1 - share) + b * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
