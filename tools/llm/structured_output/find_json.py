"""Finds the JSON values in what a model answered."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from stepresearch.text.language.visible_characters import visible_characters
from stepresearch.text.safety.untrusted_text import whole_text
from stepresearch.tools.llm.structured_output.lenient_json import (
    DEPTH,
    CutOffError,
    MalformedError,
    number,
    read_leniently,
)

STARTS = 40
"""Brackets tried in one answer: prose full of braces must not cost more than the answer did."""

_INTENDED = re.compile(r"""\{\s*(?:["'“]|\w+\s*:)|\[\s*[\[{]""")


@dataclass(frozen=True, slots=True)
class JsonValue:
    """One value found.

    Attributes:
        value: Plain data that a checkpoint can hold.
        text: The characters it was read from.
        end: Position after it in the answer.
        was_repaired: It was not JSON to the letter.
    """

    value: Any
    text: str
    end: int
    was_repaired: bool


@dataclass(slots=True)
class JsonFound:
    """All that was found in one answer.

    Attributes:
        values: Objects, and arrays that hold objects, in order; none inside another.
        fault: Why the reading stopped, in words; empty where nothing was wrong, or nothing looked like a value.
        is_cut: The last value began and did not end.
    """

    values: list[JsonValue] = field(default_factory=list)
    fault: str = ""
    is_cut: bool = False


def find_json(text: str, *, closes_open: bool = False) -> JsonFound:
    """Return the objects and arrays in `text`, wherever they stand: alone, fenced, or in prose.

    A value that is cut off or broken ends the search, since all that follows would be a part of it. Brackets left open
    at the end are closed with `closes_open`, which is for a text that its writer ended and nobody cut.
    """
    found = JsonFound()
    at = 0
    for _ in range(STARTS):
        at = _next_start(text, at)
        if at < 0:
            break
        try:
            value, end, was_repaired = _read(text, at, closes_open=closes_open)
        except CutOffError as cut:
            found.fault, found.is_cut = str(cut), True
            break
        except MalformedError as malformed:
            if _INTENDED.match(text, at):
                found.fault = str(malformed)
                break
            at += 1
            continue
        if isinstance(value, dict) or any(isinstance(item, dict) for item in value):
            found.values.append(JsonValue(value, text[at:end], end, was_repaired))
            at = end
        else:
            at += 1
    return found


def _next_start(text: str, at: int) -> int:
    starts = [start for start in (text.find("{", at), text.find("[", at)) if start >= 0]
    return min(starts, default=-1)


def _read(text: str, start: int, *, closes_open: bool) -> tuple[Any, int, bool]:
    """Return (value, end, whether it was repaired): to the letter where possible, else leniently."""
    try:
        value, end = _STRICT.raw_decode(text, start)
    except (ValueError, RecursionError):
        value, end = read_leniently(text, start, closes_open=closes_open)
        return _plain(value, 0), end, True
    return _plain(value, 0), end, False


def _plain(value: Any, depth: int) -> Any:
    """Return the value without what a checkpoint cannot hold, halves of surrogate pairs and deep nests, and what nobody sees."""
    if depth > DEPTH:
        raise MalformedError("nested too deeply")
    if isinstance(value, str):
        return visible_characters(whole_text(value))
    if isinstance(value, list):
        return [_plain(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {_plain(key, depth + 1): _plain(item, depth + 1) for key, item in value.items()}
    return value


_STRICT = json.JSONDecoder(parse_int=number, parse_float=number, parse_constant=lambda _: None, strict=False)
