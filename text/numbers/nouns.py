"""The noun that a number counts."""

import re

from stepresearch.text.language.stop_words import STOP_WORDS
from stepresearch.text.language.words import terms
from stepresearch.text.numbers.units import match_unit

_NOUN = re.compile(r" ?([A-Za-z]+(?:-[A-Za-z]+)*)")
_IRREGULAR = "aircraft women men children mice media data offspring sheep fish feet teeth series species"
_PLURALS = frozenset(_IRREGULAR.split())
_ENDS_IN_S = "was has is its this thus across less as plus us various previous does"
_NO_PLURALS = frozenset(_ENDS_IN_S.split())


def counted_noun(sentence: str, position: int) -> tuple[str, int]:
    """Return the stem of the first plural among the next words and where it ends: `new housing permits`.

    A function word, a name or punctuation ends the search; without a plural the stem is empty.
    """
    end = position
    for _ in range(4):
        match = _NOUN.match(sentence, end)
        if match is None or match[1].lower() in STOP_WORDS["en"] or match[1][0].isupper():
            break
        word, end = match[1], match.end()
        if word.lower() in _PLURALS or (
            word.endswith("s") and not word.endswith("ss") and word not in _NO_PLURALS
        ):
            unit = match_unit(" " + word, 0)
            return (unit[0] if unit else "".join(terms(word)[-1:])), end
    return "", position
