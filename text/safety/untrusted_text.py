"""The gate for what comes from outside: search answers, pages, model replies, file names, what people type.

Behind it a string is valid Unicode that any database and any file takes, and no longer than somebody wanted.
"""

import json
from typing import Any

_TWO_HALVES = "surrogatepass"
_NO_DATABASE_TAKES = {"\x00": None}
_NUL_DROPPED = str.maketrans(_NO_DATABASE_TAKES)


def whole_text(text: str) -> str:
    """Return `text` as valid Unicode without NUL.

    The two halves of a character, which JSON escapes and chunks of a stream set apart, become that character; a half
    that stands alone becomes U+FFFD. PostgreSQL, SQLite and msgpack refuse lone halves, PostgreSQL refuses NUL.
    """
    if text.isascii():
        return text.translate(_NUL_DROPPED) if "\x00" in text else text
    return text.encode("utf-16", _TWO_HALVES).decode("utf-16", "replace").translate(_NUL_DROPPED)


def text_of(value: object, *, max_chars: int) -> str:
    """Return a value of foreign JSON as text: strings cut at `max_chars`, plain numbers spelt, everything else empty."""
    if isinstance(value, str):
        return whole_text(value[:max_chars])
    return f"{value:g}" if isinstance(value, float) else str(value) if _is_short_integer(value) else ""


def json_of(data: bytes | str) -> Any:
    """Return the JSON value in `data`.

    Raises:
        ValueError: It is none, or nested more deeply than Python's parser follows.
    """
    try:
        return json.loads(data)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def _is_short_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 63
