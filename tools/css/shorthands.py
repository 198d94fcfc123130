"""CSS shorthands and logical or prefixed names as the longhands that can hide text."""

import re
from collections.abc import Callable, Iterable

from tinycss2 import parse_component_value_list
from tinycss2.ast import Node

from stepresearch.tools.css.colours import colour

Declarations = dict[str, str]

_SAME = {
    "-webkit-opacity": "opacity",
    "-webkit-clip-path": "clip-path",
    "-webkit-mask-image": "mask-image",
    "-webkit-transform": "transform",
    "-webkit-filter": "filter",
    "-webkit-backface-visibility": "backface-visibility",
    "-webkit-background-clip": "background-clip",
    "-webkit-animation-name": "animation-name",
    "inline-size": "width",
    "block-size": "height",
    "max-inline-size": "max-width",
    "max-block-size": "max-height",
    "inset-inline-start": "left",
    "inset-inline-end": "right",
    "inset-block-start": "top",
    "inset-block-end": "bottom",
    "margin-inline-start": "margin-left",
    "margin-inline-end": "margin-right",
    "margin-block-start": "margin-top",
    "margin-block-end": "margin-bottom",
}
_SIDES = ("top", "right", "bottom", "left")
_FONT_SIZE = re.compile(r"(?:^|\s)(calc\(.{0,200}?\)|[-+.\d]+(?:e[-+]?\d+)?[a-z%]*)(?:\s*+/|\s)(?=\s*+\S)")
_FILL_MODES = frozenset({"forwards", "backwards", "both"})
_ANIMATION_WORDS = frozenset(
    [
        "none",
        "infinite",
        "normal",
        "reverse",
        "alternate",
        "alternate-reverse",
        "running",
        "paused",
        "linear",
        "ease",
        "ease-in",
        "ease-out",
        "ease-in-out",
        "step-start",
        "step-end",
    ]
)


def longhands(declared: Iterable[tuple[str, str]]) -> Declarations:
    """Return declarations, given in the order in which they override each other, as longhands."""
    style: Declarations = {}
    for name, value in declared:
        if name == "all":
            style.clear()
        else:
            style.update(_longhands(_SAME.get(name, name), value))
    return style


def _longhands(name: str, value: str) -> Declarations:
    return _SPLIT[name](value) if name in _SPLIT else {name: value}


def _pair(value: str, names: tuple[str, str]) -> Declarations:
    parts = _words(value) or [value]
    return {names[0]: parts[0], names[1]: parts[-1]}


def _font(value: str) -> Declarations:
    size = _FONT_SIZE.search(value[:200] + " ")
    return {"font-size": size[1]} if size else {}


def _sides(value: str, prefix: str) -> Declarations:
    parts = _words(value)
    if not 1 <= len(parts) <= 4:
        return {}
    top, right, bottom, left = (
        [parts, parts * 2, [*parts, parts[-2]], parts][len(parts) - 1] if len(parts) > 1 else parts * 4
    )
    return dict(zip((prefix + side for side in _SIDES), (top, right, bottom, left), strict=True))


def _words(value: str) -> list[str]:
    return [token.serialize() for token in _tokens(value)]


def _tokens(value: str) -> list[Node]:
    return [
        token for token in parse_component_value_list(value, skip_comments=True) if token.type != "whitespace"
    ]


def _background(value: str) -> Declarations:
    """Split `background`: the last colour is the one below all images."""
    parts = _words(value)
    images = [
        part
        for part in parts
        if "gradient(" in part or part.startswith(("url(", "image", "element(", "cross-fade("))
    ]
    colours = [
        part for part in parts if part not in images and (part == "currentcolor" or colour(part) is not None)
    ]
    unknown = [part for part in parts if part not in images and part.endswith(")") and part not in colours]
    return {
        "background-image": " ".join(images) or "none",
        "background-color": (colours or unknown or ["transparent"])[-1],
        "background-clip": "text" if "text" in parts else "border-box",
    }


def _animation(value: str) -> Declarations:
    words = [word.strip(",") for word in value.split()]
    names = [
        word
        for word in words
        if word not in _ANIMATION_WORDS | _FILL_MODES and re.fullmatch(r"-?[a-z_][\w-]*", word)
    ]
    fills = [word for word in words if word in _FILL_MODES]
    return {"animation-name": " ".join(names), "animation-fill-mode": " ".join(fills) or "none"}


_SPLIT: dict[str, Callable[[str], Declarations]] = {
    "margin": lambda value: _sides(value, "margin-"),
    "inset": lambda value: _sides(value, ""),
    "margin-inline": lambda value: _pair(value, ("margin-left", "margin-right")),
    "margin-block": lambda value: _pair(value, ("margin-top", "margin-bottom")),
    "inset-inline": lambda value: _pair(value, ("left", "right")),
    "inset-block": lambda value: _pair(value, ("top", "bottom")),
    "overflow": lambda value: _pair(value, ("overflow-x", "overflow-y")),
    "font": _font,
    "background": _background,
    "mask": lambda value: {"mask-image": value},
    "-webkit-mask": lambda value: {"mask-image": value},
    "animation": _animation,
    "-webkit-animation": _animation,
}
