"""What code adds to written sentences in brackets: that a figure is doubted, and which value stands against it."""

import re
from typing import get_args

from stepresearch.nodes.locale.labels import LABELS, label
from stepresearch.nodes.state.schema import Resolution


def doubt(language: str, resolution: str) -> str:
    """Return the aside behind a figure that a dispute of this resolution leaves in doubt."""
    return label(language, "aside", told=label(language, f"doubt_{resolution}"))


def other_value(language: str, resolution: str, value: str, mark: str = "") -> str:
    """Return the aside, a sentence of its own, that gives the other value, with the citation `mark`."""
    told = label(language, f"other_{resolution}", value=value) + mark
    return label(language, "aside", told=label(language, "line", told=told))


_KINDS = [(language, resolution) for language in LABELS for resolution in get_args(Resolution)]
_DOUBT = re.compile("|".join(sorted({re.escape(doubt(*kind)) for kind in _KINDS})))


def without_caveats(sentence: str) -> str:
    """Return a sentence as its writer wrote it, without the doubts that code put in."""
    return _DOUBT.sub("", sentence)
