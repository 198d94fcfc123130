"""CSS colours as red, green, blue and alpha (CSS Color 4 and 5)."""

import re
from functools import lru_cache

from tinycss2 import parse_one_component_value, serialize
from tinycss2.ast import Node
from tinycss2.color4 import Color, parse_color

Colour = tuple[float, float, float, float]
"""Red, green, blue of 0 to 255 and alpha of 0 to 1."""

WHITE: Colour = (255, 255, 255, 1)
BLACK: Colour = (0, 0, 0, 1)
_SYSTEM: dict[str, Colour] = {
    "canvas": WHITE, "canvastext": BLACK, "field": WHITE, "fieldtext": BLACK, "buttontext": BLACK, "window": WHITE,
    "windowtext": BLACK, "linktext": (0, 0, 238, 1), "visitedtext": (85, 26, 139, 1), "graytext": (128, 128, 128, 1),
    "buttonface": (240, 240, 240, 1), "highlight": (0, 120, 215, 1), "highlighttext": WHITE, "mark": (255, 255, 0, 1),
    "marktext": BLACK, "activetext": (255, 0, 0, 1), "buttonborder": BLACK, "accentcolor": (0, 120, 215, 1),
    "accentcolortext": WHITE, "selecteditem": (0, 120, 215, 1), "selecteditemtext": WHITE, "infobackground": WHITE,
    "infotext": BLACK,
}  # fmt: skip
FUNCTIONS = frozenset(
    ["rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color", "color-mix", "light-dark",
     "device-cmyk", "contrast-color", "alpha", "if"]
)  # fmt: skip
"""What a browser may accept as a colour; those not computed here leave the colour unknown."""
# XYZ to linear sRGB, from the white points D50 and D65 (Lindbloom, Bradford-adapted).
_FROM_XYZ = {
    "xyz-d50": ((3.1338561, -1.6168667, -0.4906146), (-0.9787684, 1.9161415, 0.0334540), (0.0719453, -0.2289914, 1.4052427)),
    "xyz-d65": ((3.2404542, -1.5371385, -0.4985314), (-0.9692660, 1.8760108, 0.0415560), (0.0556434, -0.2040259, 1.0572252)),
}  # fmt: skip
_BY_WAY_OF = {
    "hsl": "srgb",
    "hwb": "srgb",
    "lab": "xyz-d50",
    "lch": "xyz-d50",
    "oklab": "xyz-d65",
    "oklch": "xyz-d65",
}
_SHARE = re.compile(r"(?<![\d.])([\d.]+)%")
_MAX_NESTING = 6


@lru_cache(maxsize=10_000)
def colour(value: str) -> Colour | None:
    """Return a colour, or None if it cannot be computed here."""
    return _of(parse_one_component_value(value, skip_comments=True), 0)


def _of(token: Node, depth: int) -> Colour | None:
    if token.type == "ident" and token.lower_value in _SYSTEM:
        return _SYSTEM[token.lower_value]
    if token.type == "function" and depth < _MAX_NESTING:
        arguments = [part for part in token.arguments if part.type not in {"whitespace", "comment"}]
        if token.lower_name == "light-dark":
            return _of(arguments[0], depth + 1) if arguments else None
        if token.lower_name == "color-mix":
            return _mixed(arguments, depth + 1)
        if arguments and arguments[0].type == "ident" and arguments[0].lower_value == "from":
            return _relative(token.lower_name, arguments[1:], depth + 1)
    try:
        parsed = parse_color(token)
        return _rgb(parsed) if isinstance(parsed, Color) else None
    except (ValueError, TypeError, AttributeError, AssertionError, IndexError, NotImplementedError):
        return None  # the library does not expect every broken value


def _rgb(parsed: Color) -> Colour | None:
    converted = parsed.to(_BY_WAY_OF.get(parsed.space, parsed.space))
    numbers = [number or 0.0 for number in converted.coordinates]
    if converted.space in _FROM_XYZ:
        numbers = [
            sum(a * b for a, b in zip(row, numbers, strict=True)) for row in _FROM_XYZ[converted.space]
        ]
    if converted.space in _FROM_XYZ or converted.space == "srgb-linear":
        numbers = [_gamma(number) for number in numbers]
    # Wide gamuts are read as sRGB: near enough to tell ink from paper.
    red, green, blue = (255 * max(0.0, min(1.0, number)) for number in numbers)
    return red, green, blue, converted.alpha


def _gamma(linear: float) -> float:
    return 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055


def _mixed(arguments: list[Node], depth: int) -> Colour | None:
    """Mix two colours, in sRGB regardless of the requested space."""
    parts = " ".join(part.serialize() for part in arguments)
    tokens: list[list[Node]] = [[]]
    for part in arguments:
        if part.type == "literal" and part.value == ",":
            tokens.append([])
        else:
            tokens[-1].append(part)
    if len(tokens) < 3 or "in" not in parts:
        return None
    mixed, shares = [], []
    for pair in tokens[1:3]:
        found = [one for part in pair if (one := _of(part, depth))]
        share = _SHARE.search(" ".join(part.serialize() for part in pair if part.type == "percentage"))
        if not found:
            return None
        mixed.append(found[0])
        shares.append(float(share[1]) / 100 if share else None)
    first, second = shares
    first = first if first is not None else 1 - second if second is not None else 0.5
    second = second if second is not None else 1 - first
    return _blend(mixed[0], mixed[1], first, second)


def _blend(one: Colour, other: Colour, share: float, other_share: float) -> Colour | None:
    total = share + other_share
    if not total:
        return None
    share, other_share = share / total, other_share / total
    alpha = one[3] * share + other[3] * other_share
    if not alpha:
        return 0, 0, 0, 0
    red, green, blue = (
        (one[i] * one[3] * share + other[i] * other[3] * other_share) / alpha for i in range(3)
    )
    return red, green, blue, alpha * min(1.0, total)


def _relative(name: str, arguments: list[Node], depth: int) -> Colour | None:
    """Return the origin of a relative colour whose channels are its own; another alpha may follow."""
    origin = _of(arguments[0], depth) if arguments else None
    channels = "".join(part.lower_value if part.type == "ident" else "?" for part in arguments[1:4])
    if origin is None or channels not in {"rgb", "hsl", "hwb", "lab", "lch"} or channels not in name:
        return None
    if len(arguments) == 4:
        return origin
    alpha = re.fullmatch(r"/\s*([\d.]+)(%?)", serialize(arguments[4:]).strip())
    return (*origin[:3], float(alpha[1]) / (100 if alpha[2] else 1)) if alpha else None
