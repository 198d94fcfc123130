"""Where words that a reader copied from a passage stand, however they are punctuated, spaced or capitalised."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from stepresearch.nodes.state.schema import PassageRecord

LEAST_CHARACTERS = 6
"""Letters and digits that copied words must have: fewer stand anywhere. A Chinese character counts as two."""


@dataclass(frozen=True, slots=True)
class Stated:
    """Words as they stand in a passage."""

    passage_id: str
    words: str


def stated(words: str, cited: Iterable[str], passages: Mapping[str, PassageRecord]) -> Stated | None:
    """Return where copied words stand: in one of the passages cited, else in any other; None where nowhere."""
    wanted = _letters(words)[0]
    if sum(1 if char.isascii() else 2 for char in wanted) < LEAST_CHARACTERS:
        return None
    own = [one for one in cited if one in passages]
    for passage_id in dict.fromkeys((*own, *passages)):
        found = _within(wanted, passages[passage_id]["text"])
        if found:
            return Stated(passage_id, found)
    return None


def _within(wanted: str, text: str) -> str:
    letters, places = _letters(text)
    start = letters.find(wanted)
    return text[places[start] : places[start + len(wanted) - 1] + 1] if start >= 0 else ""


def _letters(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text, case folded to one character each, and where each stands."""
    places = [place for place, char in enumerate(text) if char.isalnum()]
    return "".join(text[place].casefold()[:1] for place in places), places
