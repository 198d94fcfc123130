"""Whether a text gives a figure."""

import re
from functools import lru_cache

_FIGURE = re.compile(r"\d[\d.,]*\s*[%％]|\b(?!(?:19|20)\d\d\b)\d[\d.,]*|[〇一二三四五六七八九十百千万亿]{2,}")
_NUMERAL = re.compile("[〇一二三四五六七八九十百千万亿]|\\d")


@lru_cache(maxsize=8192)
def has_figure(text: str) -> bool:
    """Return whether a text gives a figure that is not merely a year."""
    return _NUMERAL.search(text) is not None and _FIGURE.search(text) is not None


@lru_cache(maxsize=8192)
def figures_in(text: str) -> frozenset[str]:
    """Return the figures of a text as they are written, without years."""
    return frozenset(found.group().strip(".,% ％") for found in _FIGURE.finditer(text))
