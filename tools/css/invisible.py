"""Which CSS declarations leave an element's text unseen."""

import math
import re

from tinycss2 import parse_component_value_list
from tinycss2.ast import Node

from stepresearch.tools.css.colours import Colour, colour
from stepresearch.tools.css.shorthands import Declarations
from stepresearch.tools.css.values import length_px

_OFF_SCREEN_PX = 500
_SCREEN_PX = {"left": 1280, "right": 1280, "top": 800, "bottom": 800}
# Sum of the three channels' differences: #eee on #fff is 51.
_UNSEEN_CONTRAST = 60
UNSEEN_FONT_PX = 2.0
UNSEEN_OPACITY = 0.1
_UNSEEN_SCALE = 0.1
_UNREADABLE_BLUR_PX = 6
_MAX_GRADIENT_CHARS = 1_000
_GRADIENT_PARTS = re.compile(r"(?:[a-z][a-z-]{0,15}\([^()]{0,100}\)|#[0-9a-f]{3,8}|[a-z]{3,})")
_GEOMETRY = (
    "left",
    "top",
    "right",
    "bottom",
    "width",
    "height",
    "max-width",
    "max-height",
    "text-indent",
    "margin-left",
)


def hides_element(style: Declarations, font_px: float) -> bool:
    """Say whether nothing inside an element of this style is seen."""
    return (
        style.get("display") == "none"
        or style.get("content-visibility") == "hidden"
        or _is_clipped(style)
        or _has_no_room(style, font_px)
        or _is_moved_away(style, font_px)
        or _is_transformed_away(style, font_px)
        or _is_filtered_away(style)
        or _is_masked(style)
    )


def is_hard_to_see(style: Declarations) -> bool:
    """Say whether the style may hide its element in a way that is not computed here."""
    path, mask = style.get("clip-path", "none"), style.get("mask-image", "none")
    if re.match(r"url\(|path\(|shape\(", path) or "url(" in mask or "element(" in mask:
        return True
    if "url(" in style.get("filter", ""):
        return True
    return any(
        "(" in style.get(name, "")
        and length_px(style[name]) is None
        and "anchor" not in style[name]
        and "fit-content" not in style[name]
        for name in (*_GEOMETRY, "opacity", "font-size")
    )


def covers(style: Declarations) -> bool:
    """Say whether an element of this style lies over all of what its parent holds before it."""
    if style.get("position") != "absolute" or style.get("z-index", "").startswith("-"):
        return False
    sides = [length_px(style.get(name, "auto")) for name in ("top", "left")]
    far = all(length_px(style.get(name, "auto")) == 0 for name in ("bottom", "right"))
    wide = all(style.get(name) == "100%" for name in ("width", "height"))
    paint = colour(style.get("background-color", "transparent"))
    return sides == [0, 0] and (far or wide) and paint is not None and paint[3] > 0.9 and opacity(style) > 0.9


def opacity(style: Declarations) -> float:
    """Return the element's own opacity of 0 to 1."""
    value = style.get("opacity", "1")
    number = length_px(value, 16, 0.01)
    return 1.0 if number is None else max(0.0, min(1.0, number))


def is_unseen(ink: Colour, paper: Colour | None) -> bool:
    """Say whether text of the colour `ink` cannot be told from `paper`; an unknown paper shows any ink."""
    if ink[3] < UNSEEN_OPACITY:
        return True
    return paper is not None and sum(abs(ink[i] - paper[i]) * ink[3] for i in range(3)) <= _UNSEEN_CONTRAST


def blends_away(mode: str, ink: Colour, paper: Colour) -> bool:
    """Say whether a blend mode (Compositing 1) leaves only the paper."""
    if mode in {"lighten", "screen", "color-dodge", "plus-lighter"}:
        return all(ink[i] <= paper[i] + 20 for i in range(3)) and min(paper[:3]) > 220
    if mode in {"multiply", "darken", "color-burn"}:
        return all(ink[i] >= paper[i] - 20 for i in range(3)) and max(paper[:3]) < 35
    return False


def gradient_colours(image: str) -> list[Colour]:
    """Return the colours that a gradient runs through."""
    inner = image.partition("(")[2][:_MAX_GRADIENT_CHARS]
    return [found for part in _GRADIENT_PARTS.findall(inner) if (found := colour(part))]


def _functions(value: str) -> list[tuple[str, list[str]]]:
    """Return the functions of a value with their arguments."""
    found = []
    for token in parse_component_value_list(value, skip_comments=True):
        if token.type == "function":
            arguments = [part for part in token.arguments if not _is_separator(part)]
            found.append((token.lower_name, [part.serialize() for part in arguments]))
    return found


def _is_separator(token: Node) -> bool:
    return token.type == "whitespace" or (token.type == "literal" and token.value in {",", "/"})


def _is_masked(style: Declarations) -> bool:
    """Say whether the element is masked by nothing but transparent colours."""
    image = style.get("mask-image", "none")
    if "gradient(" not in image:
        return False
    stops = gradient_colours(image)
    return bool(stops) and all(stop[3] < UNSEEN_OPACITY for stop in stops)


def _is_filtered_away(style: Declarations) -> bool:
    for name, arguments in _functions(style.get("filter", "")):
        amount = length_px(arguments[0], 16, 0.01) if arguments else None
        if amount is None:
            continue
        if name in {"opacity", "contrast"} and amount < UNSEEN_OPACITY:
            return True
        if name == "blur" and amount >= _UNREADABLE_BLUR_PX:
            return True
    return False


def _is_clipped(style: Declarations) -> bool:
    sides = re.fullmatch(r"rect\(([^()]*)\)", style.get("clip", ""))
    if sides and all((length_px(side) or 0) <= 1 for side in re.split(r"[\s,]+", sides[1].strip())):
        return True
    return any(_leaves_nothing(name, arguments) for name, arguments in _functions(style.get("clip-path", "")))


def _leaves_nothing(shape: str, arguments: list[str]) -> bool:
    plain = arguments[: arguments.index("round")] if "round" in arguments else arguments
    numbers = [number for one in plain if (number := length_px(one, 16, 10)) is not None]
    if shape in {"circle", "ellipse"}:
        return bool(numbers) and plain[0] != "at" and numbers[0] <= 1
    if shape == "inset":
        return _closes(numbers)
    if shape == "polygon":
        return len(numbers) >= 2 and _area(numbers) < 20
    if len(numbers) != 4:
        return False
    return {
        "xywh": min(numbers[2:]) <= 1,
        "rect": numbers[2] - numbers[0] <= 1 or numbers[1] - numbers[3] <= 1,
    }.get(shape, False)


def _closes(insets: list[float]) -> bool:
    """Say whether insets from the sides, 1000 for all of it, leave nothing."""
    if not insets:
        return False
    top, right, bottom, left = (insets * 4)[:4] if len(insets) < 3 else [*insets, insets[1]][:4]
    return top + bottom >= 990 or left + right >= 990


def _area(numbers: list[float]) -> float:
    points = list(zip(numbers[::2], numbers[1::2], strict=False))
    return (
        abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True))) / 2
    )


def _has_no_room(style: Declarations, font_px: float) -> bool:
    """Say whether the box is at most a pixel in some direction and shows nothing outside itself."""
    is_cut = any(style.get(name, "visible") != "visible" for name in ("overflow-x", "overflow-y"))
    is_cut = is_cut or style.get("position") in {"absolute", "fixed"}
    if not is_cut:
        return False
    sizes = (
        length_px(style[name], font_px)
        for name in ("width", "height", "max-width", "max-height")
        if name in style
    )
    if any(size is not None and size <= 1 for size in sizes):
        return True
    return length_px(style.get("line-height", "1")) == 0 and "height" not in style


def _is_moved_away(style: Declarations, font_px: float) -> bool:
    indent = length_px(style.get("text-indent", "0"), font_px)
    spacing = length_px(style.get("letter-spacing", "0"), font_px)
    if indent is not None and abs(indent) >= _OFF_SCREEN_PX:
        return True
    if spacing is not None and spacing < 0 and spacing <= -0.5 * font_px:
        return True
    margins = (
        length_px(style.get(name, "0"), font_px, 6) for name in ("margin-left", "margin-top", "margin-right")
    )
    if any(px is not None and px <= -_OFF_SCREEN_PX for px in margins):
        return True
    position = style.get("position", "static")
    if position == "static":
        return False
    if style.get("z-index", "").startswith("-"):
        return True
    return any(_is_beyond(style, side, font_px, fixed=position == "fixed") for side in _SCREEN_PX)


def _is_beyond(style: Declarations, side: str, font_px: float, *, fixed: bool) -> bool:
    """Say whether an offset moves the box off the screen; what lies below or beside an unfixed page can be scrolled to."""
    screen = _SCREEN_PX[side]
    offset = length_px(style.get(side, "auto"), font_px, screen / 100 if fixed else 6)
    if offset is None:
        return False
    return offset <= -_OFF_SCREEN_PX or (offset >= screen and (fixed or side != "top"))


def _is_transformed_away(style: Declarations, font_px: float) -> bool:
    if length_px(style.get("zoom", "1"), 16, 0.01) == 0:
        return True
    moves = _functions(style.get("transform", ""))
    moves += [
        (
            name,
            [
                part.serialize()
                for part in parse_component_value_list(style[name])
                if part.type != "whitespace"
            ],
        )
        for name in ("scale", "rotate", "translate")
        if name in style
    ]
    turned = [_turn(name, arguments) for name, arguments in moves]
    if any(abs(math.cos(angle)) < 0.05 for angle in turned):
        return True
    if style.get("backface-visibility") == "hidden" and any(math.cos(angle) < 0 for angle in turned):
        return True
    return any(_shrinks(name, arguments) or _leaves(name, arguments, font_px) for name, arguments in moves)


def _turn(name: str, arguments: list[str]) -> float:
    """Return by how many radians a function turns the element out of the screen's plane."""
    if not name.startswith("rotate") or name == "rotatez" or not arguments:
        return 0.0
    is_flat = name == "rotate" and arguments[0] not in {"x", "y"} and len(arguments) < 4
    is_flat = is_flat or (name in {"rotate", "rotate3d"} and arguments[:2] == ["0", "0"])
    return 0.0 if is_flat else length_px(arguments[-1]) or 0.0


def _shrinks(name: str, arguments: list[str]) -> bool:
    numbers = [number for one in arguments if (number := length_px(one, 16, 0.01)) is not None]
    if name.startswith("scale"):
        return any(abs(number) < _UNSEEN_SCALE for number in numbers[:2])
    if name == "matrix" and len(numbers) == 6:
        return abs(numbers[0] * numbers[3] - numbers[1] * numbers[2]) < _UNSEEN_SCALE**2
    if name == "matrix3d" and len(numbers) == 16:
        return abs(numbers[0] * numbers[5] - numbers[1] * numbers[4]) < _UNSEEN_SCALE**2
    return False


def _leaves(name: str, arguments: list[str], font_px: float) -> bool:
    if name in {"matrix", "matrix3d"}:
        arguments = arguments[4:6] if name == "matrix" else arguments[12:14]
    elif not name.startswith("translate") or name == "translatez":
        return False
    numbers = (length_px(one, font_px, 6) for one in arguments)
    return any(number is not None and abs(number) >= _OFF_SCREEN_PX for number in numbers)
