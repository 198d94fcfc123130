"""How parallel updates of one state key become one value.

Each reducer is pure, associative and idempotent: replaying an update after a crash changes nothing. Node code
never writes to a value it was given.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from langgraph.types import Overwrite

T = TypeVar("T")


def merge_records(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> dict[str, Any]:
    """Merge dictionaries of records; a record that both sides hold is merged field by field, the new field wins.

    None in a record's place says nothing of it: what a person removes is left out by `nodes/state/edited.py`.
    """
    merged: dict[str, Any] = {key: record for key, record in (old or {}).items() if record is not None}
    for key, record in (new or {}).items():
        if record is None:
            continue
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


_WHOLE = "__overwrite__"
"""LangGraph's own mark for a value that is not reduced, in the form that is JSON (langgraph/channels/binop.py)."""


def fresh(value: Any) -> Any:
    """Replace a reduced value as a whole: how a new question on an old thread starts clean."""
    return {_WHOLE: value}


def is_fresh(value: Any) -> bool:
    """Return whether a value replaces a reduced one as a whole, in any form that LangGraph takes."""
    return isinstance(value, Overwrite) or (
        isinstance(value, Mapping) and (set(value) == {_WHOLE} or value.get("type") == _WHOLE)
    )


def plain(value: Any) -> Any:
    """Return the value of an update without the mark that it replaces what was there."""
    if isinstance(value, Overwrite):
        return value.value
    return value[_WHOLE] if isinstance(value, Mapping) and set(value) == {_WHOLE} else value
