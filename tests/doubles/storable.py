"""Whether a value can be stored: each string in it is valid Unicode without NUL."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any


def unstorable(value: Any) -> list[str]:
    """Return the strings of a value that databases refuse, escaped."""
    return [ascii(text) for text in _strings(value) if "\x00" in text or not _is_unicode(text)]


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _strings(key)
            yield from _strings(one)
    elif isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from _strings(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _strings(getattr(value, field.name))
