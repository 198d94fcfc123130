"""How parallel updates of one state key become one value.

Each reducer is pure, associative and idempotent: replaying an update after a crash changes nothing. Node code
never writes to a value it was given.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from langgraph.types import Overwrite

T = TypeVar("T")


def merge_records(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> dict[str, Any]:
    """Merge dictionaries of records; a record that both sides hold is merged field by field, the new field wins."""
    merged: dict[str, Any] = dict(old or {})
    for key, record in (new or {}).items():
        before = merged.get(key)
        merged[key] = (
            {**before, **record} if isinstance(before, dict) and isinstance(record, dict) else record
        )
    return merged


def union(old: Sequence[T] | None, new: Sequence[T] | None) -> list[T]:
    """Append what is not there yet, in order."""
    kept = list(old or [])
    for item in new or []:
        if item not in kept:
            kept.append(item)
    return kept


def fresh(value: Any) -> Any:
    """Replace a reduced value as a whole: how a new question on an old thread starts clean."""
    return Overwrite(value)
