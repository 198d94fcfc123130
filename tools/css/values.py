"""CSS lengths and colours as numbers (CSS Values 4, CSS Color 4 and 5)."""

import math
from collections.abc import Callable
from functools import lru_cache

from tinycss2 import parse_component_value_list
from tinycss2.ast import Node

# Pixels of each absolute unit, and of relative ones on a screen of 1280 by 800.
_PX = {
    "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "q": 0.945, "rem": 16.0, "rlh": 20.0,
    "vw": 12.8, "svw": 12.8, "lvw": 12.8, "dvw": 12.8, "cqw": 12.8, "cqi": 12.8, "vi": 12.8, "vmax": 12.8, "cqmax": 12.8,
    "vh": 8.0, "svh": 8.0, "lvh": 8.0, "dvh": 8.0, "cqh": 8.0, "cqb": 8.0, "vb": 8.0, "vmin": 8.0, "cqmin": 8.0,
}  # fmt: skip
_OF_FONT = {"em": 1.0, "ex": 0.5, "ch": 0.5, "cap": 0.7, "ic": 1.0, "lh": 1.2}
_MATH: dict[str, Callable[..., float]] = {
    "calc": lambda *parts: parts[0],
    "-webkit-calc": lambda *parts: parts[0],
    "-moz-calc": lambda *parts: parts[0],
    "min": min,
    "max": max,
    "clamp": lambda low, value, high: max(low, min(value, high)),
    "abs": abs,
    "sign": lambda value: math.copysign(1, value) if value else 0,
    "round": lambda value, step=1: round(value / step) * step,
    "mod": lambda value, step: value % step,
    "rem": math.fmod,
    "hypot": math.hypot,
    "sqrt": math.sqrt,
    "pow": pow,
    "exp": math.exp,
    "log": math.log,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
}
_CONSTANTS = {"pi": math.pi, "e": math.e, "infinity": math.inf, "-infinity": -math.inf}
_MAX_NESTING = 12
_MAX_BRACKETS = 30


def is_tangled(tokens: list[Node]) -> bool:
    """Say whether brackets stand deeper in each other than anyone writes them: the library's serializer recurses."""
    level = tokens
    for _ in range(_MAX_BRACKETS):
        level = [
            inner
            for token in level
            for inner in (getattr(token, "arguments", None) or getattr(token, "content", None) or ())
        ]
        if not level:
            return False
    return True


@lru_cache(maxsize=20_000)
def length_px(value: str, font_px: float = 16.0, percent_px: float = 10.0) -> float | None:
    """Return a length, number or formula in pixels, or None if it is not one.

    Args:
        value: One component value, such as `-2em` or `calc(100% - 3px)`; a bare number counts as itself.
        font_px: Pixels per `em`.
        percent_px: Pixels per percent.
    """
    tokens = [
        token for token in parse_component_value_list(value, skip_comments=True) if token.type != "whitespace"
    ]
    if len(tokens) != 1:
        return None
    try:
        return _number(tokens[0], font_px, percent_px, 0)
    except (ValueError, TypeError, ZeroDivisionError, OverflowError):
        return None


def _number(token: Node, font_px: float, percent_px: float, depth: int) -> float:
    if token.type == "number":
        return float(token.value)
    if token.type == "percentage":
        return float(token.value) * percent_px
    if token.type == "dimension":
        return float(token.value) * _unit_px(token.lower_unit, font_px)
    if token.type == "ident" and token.lower_value in _CONSTANTS:
        return _CONSTANTS[token.lower_value]
    if depth < _MAX_NESTING and token.type == "() block":
        return _sum(token.content, font_px, percent_px, depth + 1)
    if depth < _MAX_NESTING and token.type == "function" and token.lower_name in _MATH:
        parts: list[list[Node]] = [[]]
        for part in token.arguments:
            if part.type == "literal" and part.value == ",":
                parts.append([])
            else:
                parts[-1].append(part)
        return _MATH[token.lower_name](*(_sum(part, font_px, percent_px, depth + 1) for part in parts))
    raise ValueError(token.type)


def _unit_px(unit: str, font_px: float) -> float:
    if unit in _PX:
        return _PX[unit]
    if unit in _OF_FONT:
        return _OF_FONT[unit] * font_px
    return (
        {"deg": math.pi / 180, "rad": 1.0, "turn": 2 * math.pi, "grad": math.pi / 200}[unit]
        if unit in {"deg", "rad", "turn", "grad"}
        else _unknown(unit)
    )


def _unknown(unit: str) -> float:
    raise ValueError(unit)


def _sum(tokens: list[Node], font_px: float, percent_px: float, depth: int) -> float:
    """Evaluate a formula without its brackets: products first, then sums."""
    total, product, sign, operator = 0.0, None, 1.0, "*"
    for token in tokens:
        if token.type in {"whitespace", "comment"}:
            continue
        if token.type == "literal" and token.value in "*/":
            operator = token.value
        elif token.type == "literal" and token.value in "+-":
            total, product = total + sign * (product or 0.0), None
            sign, operator = (1.0 if token.value == "+" else -1.0), "*"
        else:
            number = _number(token, font_px, percent_px, depth)
            product = number if product is None else product * number if operator == "*" else product / number
    if product is None:
        raise ValueError(tokens)
    return total + sign * product
