"""The name of an engine or model that is an embedder's own."""

from typing import Protocol

from stepresearch.text.safety.untrusted_text import text_of

_MAX_CHARS = 200


class Named(Protocol):
    """An engine or a chat model."""

    @property
    def name(self) -> str:
        """What people call it."""
        ...


def name_of(own: Named) -> str:
    """Return the name that it gives itself; that of its type where it gives none, since no name is worth a run."""
    try:
        name = text_of(own.name, max_chars=_MAX_CHARS)
    except Exception:  # noqa: BLE001 - a foreign property may do anything
        name = ""
    return name or type(own).__name__
