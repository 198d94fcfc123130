"""Words that are looked up where they stand in a text, without a regular expression of thousands of alternatives."""

import unicodedata
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
        self._longest = max(map(len, words), default=0)
        self._openings = {char for word in words for char in (word[0], word[0].upper())}

    def match(self, text: str, position: int) -> tuple[V, int] | None:
        """Return what the longest word that starts at `position` stands for, and where it ends."""
        if text[position : position + 1] not in self._openings:
            return None
        for end in range(min(position + self._longest, len(text)), position, -1):
            value = self.get(text[position:end])
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
