"""Which CSS declarations leave an element's text unseen."""

import re
from colorsys import hls_to_rgb

Declarations = dict[str, str]
Colour = tuple[float, float, float, float]

WHITE: Colour = (255, 255, 255, 1)
_NAMED_COLOURS: dict[str, Colour] = {
    "white": WHITE,
    "snow": (255, 250, 250, 1),
    "ivory": (255, 255, 240, 1),
    "ghostwhite": (248, 248, 255, 1),
    "whitesmoke": (245, 245, 245, 1),
    "black": (0, 0, 0, 1),
    "red": (255, 0, 0, 1),
    "green": (0, 128, 0, 1),
    "blue": (0, 0, 255, 1),
    "yellow": (255, 255, 0, 1),
    "gray": (128, 128, 128, 1),
    "transparent": (0, 0, 0, 0),
}
# Rough pixels of each unit on a screen of 1300 by 800: enough to tell "off-screen" from "a margin".
_PX = {
    "": 1,
    "px": 1,
    "pt": 1.33,
    "em": 16,
    "rem": 16,
    "ch": 8,
    "vw": 13,
    "vh": 8,
    "%": 10,
    "cm": 38,
    "in": 96,
}
_LENGTH = re.compile(r"([-+]?\d*\.?\d+(?:e[-+]?\d{1,2})?)([a-z%]*)")
_OFF_SCREEN_PX = 500
# Sum of the three channels' differences: #eee on #fff is 51.
_UNSEEN_CONTRAST = 60
_UNSEEN_FONT_PX = 2


def declarations(style: str) -> tuple[Declarations, Declarations]:
    """Return the declarations of a `style` attribute or rule body: the plain and the `!important` ones.

    Names and values are in lower case; of several for one property the last wins.
    """
    plain: Declarations = {}
    important: Declarations = {}
    for part in re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL).lower().split(";"):
        name, colon, value = part.partition(":")
        value, mark, _ = value.partition("!")
        if colon:
            (important if mark else plain)[name.strip()] = value.strip()
    return plain, important


def hides_element(style: Declarations) -> bool:
    """Say whether nothing inside an element of this style is seen."""
    return (
        style.get("display") == "none"
        or style.get("visibility") in {"hidden", "collapse"}
        or style.get("content-visibility") == "hidden"
        or _is_see_through(style)
        or _is_clipped(style)
        or _has_no_room(style)
        or _is_moved_away(style)
        or _is_transformed_away(style)
    )


def length_px(value: str | None) -> float | None:
    """Return a CSS length in pixels, relative units roughly, or None where it is no plain length."""
    match = _LENGTH.fullmatch(value.strip()) if value else None
    return float(match[1]) * _PX[match[2]] if match and match[2] in _PX else None


def is_tiny(font_size: str) -> bool:
    """Say whether text of this font size cannot be read."""
    size = length_px(font_size)
    return size is not None and size * (0.16 if font_size.endswith("%") else 1) <= _UNSEEN_FONT_PX


def colour(value: str | None) -> Colour | None:
    """Return red, green, blue of 0 to 255 and alpha of 0 to 1, or None where the value is no plain colour."""
    if not value:
        return None
    if value in _NAMED_COLOURS:
        return _NAMED_COLOURS[value]
    if match := re.fullmatch(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", value):
        digits = match[1] if len(match[1]) > 4 else "".join(2 * digit for digit in match[1])
        red, green, blue, alpha = bytes.fromhex((digits + "ff")[:8])
        return red, green, blue, alpha / 255
    if match := re.fullmatch(r"(rgb|hsl)a?\(([^()]{1,60})\)", value):
        return _functional_colour(match[1], re.findall(r"[-\d.]+%?", match[2]))
    return None


def background(style: Declarations) -> Colour | None:
    """Return the background's colour, or None where a style names none or paints an image over it."""
    image = style.get("background-image", "none")
    shorthand = style.get("background", "")
    if image != "none" or "url(" in shorthand or "gradient(" in shorthand:
        return None
    return colour(style.get("background-color")) or colour(shorthand)


def is_unseen(ink: Colour, paper: Colour | None) -> bool:
    """Say whether text of the colour `ink` cannot be told from `paper`; an unknown paper shows any ink."""
    if ink[3] < 0.1:
        return True
    return paper is not None and sum(abs(ink[i] - paper[i]) for i in range(3)) <= _UNSEEN_CONTRAST


def _functional_colour(space: str, parts: list[str]) -> Colour | None:
    try:
        numbers = [float(part.rstrip("%")) / (100 if part.endswith("%") else 1) for part in parts]
    except ValueError:
        return None
    if len(numbers) not in (3, 4):
        return None
    alpha = numbers[3] if len(numbers) == 4 else 1
    if space == "hsl":
        red, green, blue = (255 * part for part in hls_to_rgb(numbers[0] / 360, numbers[2], numbers[1]))
    else:
        red, green, blue = (
            number * (255 if part.endswith("%") else 1)
            for number, part in zip(numbers[:3], parts, strict=False)
        )
    return red, green, blue, alpha


def _is_see_through(style: Declarations) -> bool:
    masks = re.search(r"opacity\(\s*0*\.?0*%?\s*\)", style.get("filter", ""))
    opacity = style.get("opacity", "1")
    value = length_px(opacity)
    if value is not None and opacity.endswith("%"):
        value /= 1000
    return bool(masks) or (value is not None and value < 0.1)


def _is_clipped(style: Declarations) -> bool:
    sides = re.fullmatch(r"rect\(([^()]*)\)", style.get("clip", ""))
    if sides and all((length_px(side) or 0) <= 1 for side in re.split(r"[\s,]+", sides[1].strip())):
        return True
    path = style.get("clip-path", style.get("-webkit-clip-path", ""))
    if re.match(r"inset\(\s*(50|[6-9]\d|100)(\.\d+)?%|circle\(\s*0\D|ellipse\(\s*0\D", path):
        return True
    return bool(re.fullmatch(r"polygon\((\s*0\w*\s+0\w*\s*,?)+\)", path))


def _has_no_room(style: Declarations) -> bool:
    """Say whether the box is at most a pixel in some direction and shows nothing outside itself."""
    sizes = (length_px(style.get(name)) for name in ("width", "height", "max-width", "max-height"))
    is_cut = any(style.get(name, "visible") != "visible" for name in ("overflow", "overflow-x", "overflow-y"))
    is_cut = is_cut or style.get("position") in {"absolute", "fixed"}
    return is_cut and any(size is not None and size <= 1 for size in sizes)


def _is_moved_away(style: Declarations) -> bool:
    indent, spacing = length_px(style.get("text-indent")), length_px(style.get("letter-spacing"))
    if (indent is not None and abs(indent) >= _OFF_SCREEN_PX) or (spacing is not None and spacing <= -8):
        return True
    names = ["margin-left", "margin-top", "margin-right"]
    if style.get("position", "static") != "static":
        names += ["left", "right", "top", "bottom", "inset-inline-start"]
        if style.get("z-index", "").startswith("-"):
            return True
    lengths = (length_px(style.get(name)) for name in names)
    margins = (length_px(part) for part in style.get("margin", "").split())
    return any(px is not None and px <= -_OFF_SCREEN_PX for px in (*lengths, *margins)) or any(
        (length_px(style.get(name)) or 0) >= 2 * _OFF_SCREEN_PX for name in names if "margin" not in name
    )


def _is_transformed_away(style: Declarations) -> bool:
    transform = style.get("transform", "") + " " + style.get("-webkit-transform", "")
    if re.search(r"scale[xy3d]*\(\s*0*\.?0*\s*[,)]|rotate[xy]\(\s*-?90deg|matrix\(\s*0\s*,", transform):
        return True
    if length_px(style.get("zoom")) == 0 or style.get("scale") == "0":
        return True
    moves = re.findall(r"translate[xy3d]*\(([^()]*)\)", transform)
    parts = (
        length_px(part) for move in [*moves, style.get("translate", "")] for part in re.split(r"[\s,]+", move)
    )
    return any(px is not None and abs(px) >= _OFF_SCREEN_PX for px in parts)
