"""Which conditional rules of a style sheet a desktop browser applies: `@media`, `@supports`, `@container`."""

import re
from collections.abc import Callable

from tinycss2 import serialize
from tinycss2.ast import Node

from stepresearch.tools.css.valid import is_valid
from stepresearch.tools.css.values import length_px

# The screen that a page is read as if on, in CSS pixels.
SCREEN_PX = (1280.0, 800.0)
_CONTAINER_PX = (1000.0, 600.0)

_Test = Callable[[Node], bool]
_FEATURES = {
    "orientation": {"", "landscape"},
    "prefers-color-scheme": {"", "light"},
    "prefers-reduced-motion": {"no-preference"},
    "prefers-contrast": {"no-preference"},
    "prefers-reduced-transparency": {"no-preference"},
    "forced-colors": {"none"},
    "inverted-colors": {"none"},
    "scripting": {"", "enabled"},
    "hover": {"", "hover"},
    "any-hover": {"", "hover"},
    "pointer": {"", "fine"},
    "any-pointer": {"", "fine"},
    "display-mode": {"", "browser"},
    "update": {"", "fast"},
    "color": {"", "8"},
    "grid": {"0"},
    "scan": {"progressive"},
    "color-gamut": {"", "srgb"},
    "dynamic-range": {"", "standard"},
    "video-dynamic-range": {"", "standard"},
    "overflow-block": {"", "scroll"},
    "overflow-inline": {"", "scroll"},
}
_COMPARED = re.compile(r"([^<>=]+)(<=|>=|<|>|=)([^<>=]+)(?:(<=|>=|<|>|=)([^<>=]+))?")
_RESOLUTION = re.compile(r"(?:-webkit-)?(?:(min|max)-)?(?:device-pixel-ratio|resolution)")


def media_applies(prelude: list[Node]) -> bool:
    """Say whether a media query list (Media Queries 5) holds on a desktop's screen."""
    queries = _split(prelude, ",")
    return not _significant(prelude) or any(_query(_significant(query)) for query in queries)


def supports_applies(prelude: list[Node]) -> bool:
    """Say whether the condition of `@supports` holds in a current browser."""
    return _condition(_significant(prelude), _supported)


def container_applies(prelude: list[Node]) -> bool:
    """Say whether the condition of `@container` holds in a column of a desktop's screen; a name before it is ignored."""
    tokens = _significant(prelude)
    if tokens and tokens[0].type == "ident" and tokens[0].lower_value != "not":
        tokens = tokens[1:]
    return _condition(tokens, lambda token: _feature(token, _CONTAINER_PX))


def _query(tokens: list[Node]) -> bool:
    if not tokens:
        return False
    negated = tokens[0].type == "ident" and tokens[0].lower_value == "not"
    rest = tokens[1:] if tokens[0].type == "ident" and tokens[0].lower_value in {"not", "only"} else tokens
    if rest and rest[0].type == "ident":
        holds = rest[0].lower_value in {"all", "screen"}
        if len(rest) > 2:
            holds = holds and _condition(rest[2:], lambda token: _feature(token, SCREEN_PX))
        return bool(holds != negated)
    return _condition(tokens, lambda token: _feature(token, SCREEN_PX))


def _condition(tokens: list[Node], test: _Test, depth: int = 0) -> bool:
    """Evaluate `not`, `and`, `or` over blocks; a test gives one block's truth."""
    if depth > 8 or not tokens:
        return True
    if tokens[0].type == "ident" and tokens[0].lower_value == "not":
        return not _condition(tokens[1:], test, depth + 1)
    parts = [token for token in tokens if token.type in {"() block", "function"}]
    truths = [_part(part, test, depth) for part in parts]
    words = {token.lower_value for token in tokens if token.type == "ident"}
    return any(truths) if "or" in words else all(truths)


def _part(part: Node, test: _Test, depth: int) -> bool:
    if part.type == "() block":
        inner = _significant(part.content)
        first = inner[0] if inner else None
        if first is not None and (
            first.type == "() block" or (first.type == "ident" and first.lower_value == "not")
        ):
            return _condition(inner, test, depth + 1)
    return test(part)


def _supported(part: Node) -> bool:
    if part.type == "function":
        return True
    name, colon, value = serialize(part.content).partition(":")
    return bool(colon) and is_valid(name.strip().lower(), value.strip().lower())


def _feature(part: Node, screen_px: tuple[float, float]) -> bool:
    if part.type == "function":
        return True
    text = " ".join(serialize(part.content).lower().split())
    name, colon, value = (piece.strip() for piece in text.partition(":"))
    if not colon and (match := _COMPARED.fullmatch(text)):
        return _compares(match, screen_px)
    if match := _RESOLUTION.fullmatch(name):
        wanted = re.match(r"[\d.]+", value)
        ratio = float(wanted[0]) / (96 if "dpi" in value else 1) if wanted else 1.0
        return {"min": ratio <= 1, "max": ratio >= 1}.get(match[1], True)
    bound, _, axis = name.rpartition("-")
    axis = {"inline-size": "width", "block-size": "height", "device-width": "width"}.get(name, axis)
    if axis in {"width", "height"}:
        size = screen_px[axis == "height"]
        limit = length_px(value)
        if limit is None:
            return not colon
        return (
            size >= limit
            if bound.startswith("min")
            else size <= limit
            if bound.startswith("max")
            else size == limit
        )
    return value in _FEATURES.get(name, set())


def _compares(match: re.Match[str], screen_px: tuple[float, float]) -> bool:
    """Evaluate `400px <= width < 800px`, whole or half."""
    values = [_side(match[number].strip(), screen_px) for number in (1, 3, 5) if match[number]]
    signs = [match[number] for number in (2, 4) if match[number]]
    return all(
        left is not None and right is not None and _ORDER[sign](left, right)
        for sign, left, right in zip(signs, values, values[1:], strict=False)
    )


_ORDER = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "=": lambda left, right: left == right,
}


def _side(text: str, screen_px: tuple[float, float]) -> float | None:
    named = {
        "width": screen_px[0],
        "inline-size": screen_px[0],
        "height": screen_px[1],
        "block-size": screen_px[1],
    }
    return named.get(text.strip()) if text.strip() in named else length_px(text.strip())


def _significant(tokens: list[Node]) -> list[Node]:
    return [token for token in tokens if token.type not in {"whitespace", "comment"}]


def _split(tokens: list[Node], mark: str) -> list[list[Node]]:
    parts: list[list[Node]] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == mark:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts
