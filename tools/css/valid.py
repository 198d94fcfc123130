"""Which declarations a browser accepts; if it rejects one, an earlier one stays in force (CSS Syntax 3)."""

from functools import lru_cache

from tinycss2 import parse_component_value_list

from stepresearch.tools.css.colours import FUNCTIONS, colour
from stepresearch.tools.css.values import length_px

TANGLED = "if()"
"""Stands for a value that is too long to evaluate: a function, valid anywhere, whose result is not known."""
_EVERYWHERE = frozenset({"inherit", "initial", "unset", "revert", "revert-layer"})
_WORDS = {
    "display": "none block inline inline-block flex inline-flex grid inline-grid table inline-table table-row table-cell"
    " table-row-group table-header-group table-footer-group table-column table-column-group table-caption list-item"
    " contents flow flow-root ruby ruby-base ruby-text ruby-base-container ruby-text-container run-in math"
    " -webkit-box -webkit-inline-box -webkit-flex -webkit-inline-flex",
    "visibility": "visible hidden collapse",
    "content-visibility": "visible hidden auto",
    "position": "static relative absolute fixed sticky -webkit-sticky",
    "overflow-x": "visible hidden clip scroll auto overlay",
    "overflow-y": "visible hidden clip scroll auto overlay",
    "overflow": "visible hidden clip scroll auto overlay",
    "backface-visibility": "visible hidden",
}
_KEYWORDS = {name: frozenset(words.split()) for name, words in _WORDS.items()}
_COLOURED = frozenset({"color", "-webkit-text-fill-color", "background-color"})
_MEASURED = frozenset(
    ["left", "top", "right", "bottom", "width", "height", "max-width", "max-height", "text-indent", "letter-spacing",
     "margin-left", "margin-right", "margin-top", "margin-bottom", "font-size", "zoom", "opacity"]
)  # fmt: skip
_SIZES = frozenset(
    [
        "auto",
        "none",
        "normal",
        "min-content",
        "max-content",
        "fit-content",
        "stretch",
        "-webkit-fill-available",
        "fill-available",
        "content",
        "reset",
        "smaller",
        "larger",
        "xx-small",
        "x-small",
        "small",
        "medium",
        "large",
        "x-large",
        "xx-large",
        "xxx-large",
        "math",
        "anchor-center",
    ]
)
_UNKNOWN = frozenset({"-moz-", "-ms-", "-o-", "*", "_"})


@lru_cache(maxsize=20_000)
def is_valid(name: str, value: str) -> bool:
    """Say whether a current browser keeps the declaration; name and value are in lower case.

    Properties that cannot hide text are not looked at closely. What holds a variable is kept until it is known.
    """
    if name.startswith(tuple(_UNKNOWN)) or not value:
        return False
    if value in _EVERYWHERE or "var(" in value or "env(" in value or "attr(" in value:
        return True
    if name in _KEYWORDS:
        return _KEYWORDS[name].issuperset(value.split())
    if name in _COLOURED:
        return value == "currentcolor" or colour(value) is not None or _is_function(value, FUNCTIONS)
    if name in _MEASURED:
        return length_px(value) is not None or value in _SIZES or _is_function(value, None)
    return True


def _is_function(value: str, names: frozenset[str] | None) -> bool:
    tokens = parse_component_value_list(value)
    if len(tokens) != 1 or tokens[0].type != "function":
        return False
    return names is None or (tokens[0].lower_name in names and colour(value) is None and _is_new(value))


def _is_new(value: str) -> bool:
    """Say whether a colour is written in a form that is not computed here, unlike a plain one that is broken."""
    return value.startswith(
        ("color-mix(", "light-dark(", "contrast-color(", "device-cmyk(", "if(", "alpha(")
    ) or any(word in value for word in ("from ", "calc(", "none"))
