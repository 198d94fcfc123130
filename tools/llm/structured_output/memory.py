"""Remembers what was learnt about a server and its model, so that it is learnt once."""

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from stepresearch.tools.llm.structured_output.formats import Rung


@dataclass(frozen=True, slots=True)
class Learnt:
    """What is known of one model at one server.

    Attributes:
        rung: The highest rung that works.
        left: Why each higher one does not, by its name.
        reasons: Whether the model has been seen to reason.
    """

    rung: Rung = Rung.JSON_SCHEMA
    left: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    reasons: bool = False


class RungMemory:
    """A small JSON file, readable by its owner only.

    A file that is missing or cannot be read counts as empty: what it held is learnt anew.

    Args:
        path: Of the file; its folder is made. None remembers nothing.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def load(self, server: str, model: str) -> Learnt:
        """Return what is known of a model; the top of the ladder where nothing is. Blocking."""
        known = self._entries().get(_key(server, model))
        if not isinstance(known, dict) or known.get("rung") not in set(Rung):
            return Learnt()
        left = known.get("left")
        reasons = {str(rung): str(why) for rung, why in left.items()} if isinstance(left, dict) else {}
        return Learnt(Rung(known["rung"]), reasons, known.get("reasons") is True)

    def save(self, server: str, model: str, learnt: Learnt) -> None:
        """Store what is known of a model, at once or not at all. Blocking.

        Raises:
            OSError: The folder cannot be written.
        """
        if self._path is None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        entry = {"rung": learnt.rung, "left": dict(learnt.left), "reasons": learnt.reasons}
        entries = self._entries() | {_key(server, model): entry}
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=self._path.name)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(entries, file, ensure_ascii=False, indent=1)
        Path(name).replace(self._path)

    def _entries(self) -> dict[str, Any]:
        try:
            entries = json.loads(self._path.read_text(encoding="utf-8")) if self._path else {}
        except (OSError, ValueError):
            return {}
        return entries if isinstance(entries, dict) else {}


def _key(server: str, model: str) -> str:
    return f"{server} {model}"
