"""Words that are looked up where they stand in a text, without a regular expression of thousands of alternatives."""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from typing import Generic, TypeVar

V = TypeVar("V")

_UNSPACED = "\u2e80"
"""From here on scripts write no spaces, Hangul and Kana included: a word may go on at once with another."""


class WordTable(Generic[V]):
    """Words and phrases with what each stands for; of several that match, the longest counts."""

    def __init__(self, words: Mapping[str, V], *, caseless_from: int) -> None:
        """Words of at least `caseless_from` characters are listed in lower case and match in any."""
        self._words = words
        self._caseless_from = caseless_from
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for word in words:
            for opening in (word[0], word[0].upper()):
                lengths[opening].add(len(word))
        self._lengths = {opening: sorted(found, reverse=True) for opening, found in lengths.items()}

    def match(self, text: str, position: int) -> tuple[V, int] | None:
        """Return what the longest word that starts at `position` stands for, and where it ends."""
        for length in self._lengths.get(text[position : position + 1], ()):
            end = position + length
            value = self.get(text[position:end]) if end <= len(text) else None
            if value is not None and not _goes_on(text, end):
                return value, end
        return None

    def get(self, word: str) -> V | None:
        """Return what a whole word stands for."""
        value = self._words.get(word)
        if value is None and len(word) >= self._caseless_from:
            return self._words.get(word.lower())
        return value


def _goes_on(text: str, end: int) -> bool:
    before, after = text[end - 1], text[end : end + 1]
    return _is_spaced_letter(before) and after != "" and _is_spaced_letter(after)


def _is_spaced_letter(char: str) -> bool:
    return char < _UNSPACED and (char.isalpha() or unicodedata.category(char)[0] == "M")
