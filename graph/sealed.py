"""Rows of checkpoints with a digest each, so that flipped bits are found when a row is read.

SQLite checks the structure of its file and not what is in it: a flipped bit in a value decodes to another text as often
as to an error.
"""

import hashlib
import sqlite3
from typing import Any

from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

SEALED = "+digest"
"""Ends the type of a row whose value begins with its digest; rows of earlier versions have none."""

DIGEST_BYTES = 8

DECODING_ERRORS = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    NotImplementedError,
    RecursionError,
    MemoryError,
)
"""What LangGraph's readers raise on a row that is not as it was written."""


class DamagedRow(ValueError):  # noqa: N818 - it is what happened to the row
    """A value that is not as it was written."""


class SealedSerializer(JsonPlusSerializer):
    """LangGraph's serializer, with a digest of type and value before each value."""

    def dumps_typed(self, obj: Any) -> tuple[str, bytes]:
        """Return the type and the value, sealed."""
        kind, value = super().dumps_typed(obj)
        return kind + SEALED, _digest(kind, value) + value

    def loads_typed(self, data: tuple[str, bytes]) -> Any:
        """Return what was written.

        Raises:
            DamagedRow: Something else stands there now.
        """
        kind, value = data
        if not kind.endswith(SEALED):
            return super().loads_typed(data)
        kind = kind.removesuffix(SEALED)
        digest, value = value[:DIGEST_BYTES], value[DIGEST_BYTES:]
        if digest != _digest(kind, value):
            raise DamagedRow(f"A row of the type {kind!r} is not as it was written.")
        return super().loads_typed((kind, value))


def is_damaged_text(error: sqlite3.Error) -> bool:
    """Return whether a column holds no text any more: the one error of `sqlite3` that is not SQLite's and has no code."""
    return getattr(error, "sqlite_errorcode", None) is None


def is_damaged_file(error: sqlite3.Error) -> bool:
    """Return whether the file itself is damaged: no reading and no writing goes on from there."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def _digest(kind: str, value: bytes) -> bytes:
    return hashlib.blake2b(value, digest_size=DIGEST_BYTES, key=kind.encode()).digest()
