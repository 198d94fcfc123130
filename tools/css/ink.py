"""Inherited properties that make text visible: its colour, what it stands on, its size."""

import re
from dataclasses import dataclass, field, replace

from bs4.element import Tag

from stepresearch.tools.css.cascade import Variables
from stepresearch.tools.css.colours import BLACK, WHITE, Colour, colour
from stepresearch.tools.css.invisible import (
    UNSEEN_FONT_PX,
    UNSEEN_OPACITY,
    blends_away,
    gradient_colours,
    is_unseen,
    opacity,
)
from stepresearch.tools.css.shorthands import Declarations
from stepresearch.tools.css.values import length_px

_INHERITED = frozenset({"inherit", "unset", "revert", "revert-layer"})
_PAINTED = frozenset({"body", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "marquee"})
_FONT_WORDS = {
    "xx-small": 9, "x-small": 10, "small": 13, "medium": 16, "initial": 16, "large": 18, "x-large": 24, "xx-large": 32,
    "xxx-large": 48,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ink:
    """How text inside an element looks.

    Attributes:
        text: Its colour; None if it cannot be determined.
        fill: What paints it in place of its colour, if anything.
        paper: What it stands on; None for an image, which shows any ink.
        is_assumed: Whether the page does not specify the paper.
        font_px: Its size before scaling.
        scale: Of `zoom`.
        is_shown: By `visibility`.
        opacity: The product of all around it.
        blend: The blend mode that applies.
        variables: CSS variables.
        is_positioned: Whether boxes inside are placed relative to the element itself.
    """

    text: Colour | None = BLACK
    fill: Colour | None = None
    paper: Colour | None = WHITE
    is_assumed: bool = True
    font_px: float = 16.0
    scale: float = 1.0
    is_shown: bool = True
    opacity: float = 1.0
    blend: str = ""
    variables: Variables = field(default_factory=dict)
    is_positioned: bool = False

    def inside(self, element: Tag, style: Declarations, variables: Variables) -> "Ink":
        """Return how text inside an element of `style` looks; attributes of HTML 4 count where no style does."""
        style = _presentational(element) | style
        if not style:
            changed = self.is_positioned or variables is not self.variables
            return replace(self, is_positioned=False, variables=variables) if changed else self
        inner = replace(
            self,
            text=self._colour(style, "color", self.text),
            fill=self._colour(style, "-webkit-text-fill-color", self.fill),
            font_px=self._font_px(style.get("font-size")),
            scale=self.scale * (length_px(style.get("zoom", "1"), 16, 0.01) or 1.0),
            is_shown=self._visibility(style.get("visibility", "inherit")),
            opacity=self.opacity * opacity(style),
            blend=style.get("mix-blend-mode", self.blend),
            is_positioned=style.get("position", "static") != "static",
            variables=variables,
        )
        return inner.on_paper(style, self.paper)

    @property
    def is_unseen(self) -> bool:
        """Whether text of this look cannot be read."""
        if not self.is_shown or self.opacity < UNSEEN_OPACITY or self.font_px * self.scale <= UNSEEN_FONT_PX:
            return True
        return self.is_unseen_by_colour

    @property
    def is_unseen_by_colour(self) -> bool:
        """Whether its colour is indistinguishable from its background."""
        ink = self.fill or self.text
        if ink is None:
            return False
        return is_unseen(ink, self.paper) or (
            bool(self.blend) and self.paper is not None and blends_away(self.blend, ink, self.paper)
        )

    @property
    def is_hard_to_see(self) -> bool:
        """Whether its colour cannot be determined."""
        return self.fill is None and self.text is None

    def _colour(self, style: Declarations, name: str, inherited: Colour | None) -> Colour | None:
        value = style.get(name, "inherit")
        if value in _INHERITED or (value == "currentcolor" and name == "color"):
            return inherited
        if value in {"initial", "currentcolor"}:
            return BLACK if name == "color" else None
        return colour(value)

    def _font_px(self, value: str | None) -> float:
        if value is None or value in _INHERITED:
            return self.font_px
        if value in {"smaller", "larger"}:
            return self.font_px * (0.83 if value == "smaller" else 1.2)
        size = length_px(value, self.font_px, self.font_px / 100)
        return float(_FONT_WORDS.get(value, self.font_px)) if size is None else size

    def _visibility(self, value: str) -> bool:
        if value in _INHERITED:
            return self.is_shown
        return value not in {"hidden", "collapse"}

    def on_paper(self, style: Declarations, outer: Colour | None) -> "Ink":
        """Return the ink on the paper that a style paints over `outer`."""
        image = style.get("background-image", "none")
        stops = gradient_colours(image) if "gradient(" in image else []
        if style.get("background-clip") == "text":
            ink = self.fill or self.text
            if ink is not None and ink[3] < UNSEEN_OPACITY:
                shown = next((stop for stop in stops if not is_unseen(stop, outer)), None)
                seen = shown or (None if stops or image == "none" else BLACK)
                return replace(self, fill=seen or ink)
            return self
        plain = self._plain_paper(style)
        if image not in {"none", "initial", "unset"}:
            if stops and all(stop[3] > 0.9 and is_unseen(stop, stops[0]) for stop in stops):
                return replace(self, paper=stops[0], is_assumed=False)
            # A picture that the page brings along may be blank.
            return replace(
                self, paper=plain if re.match(r"url\([\"']?data:", image) else None, is_assumed=False
            )
        return replace(self, paper=plain, is_assumed=self.is_assumed and plain == outer)

    def _plain_paper(self, style: Declarations) -> Colour | None:
        value = style.get("background-color", "transparent")
        named = (self.text or BLACK) if value == "currentcolor" else colour(value)
        if named is None:
            return self.paper if value in {*_INHERITED, "initial"} else None
        if named[3] >= 0.9 or self.paper is None:
            return named if named[3] >= 0.1 else self.paper
        under, alpha = self.paper, named[3]
        red, green, blue = (named[i] * alpha + under[i] * (1 - alpha) for i in range(3))
        return red, green, blue, 1.0


def _presentational(element: Tag) -> Declarations:
    """Return the colours of HTML 4's attributes: `<font color>`, `<td bgcolor>`, `<body text>`; other elements have none."""
    if "color" not in element.attrs and "bgcolor" not in element.attrs and "text" not in element.attrs:
        return {}
    old = {}
    if element.name in {"font", "body"}:
        old["color"] = str(element.get("color" if element.name == "font" else "text", "")).lower()
    if element.name in _PAINTED:
        old["background-color"] = str(element.get("bgcolor", "")).lower()
    return {name: value for name, value in old.items() if value and (colour(value) or colour(f"#{value}"))}
