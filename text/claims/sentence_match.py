"""Which sentence says what a claim says, in whatever language: by figures, dates and telling words."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from stepresearch.text.language.stop_words import QUESTION_WORDS, STOP_WORDS
from stepresearch.text.language.words import terms
from stepresearch.text.numbers.dates import dates
from stepresearch.text.numbers.equality import same_dimension
from stepresearch.text.numbers.quantities import Quantity, quantities
from stepresearch.text.numbers.units import counts_things, step_to_base, to_base

_WEIGHTS = {"figure": 3.0, "day": 2.0, "word": 1.0, "number": 0.5, "year": 0.5}
"""A figure of the same value tells as much as three words: it is all that two languages share."""

_TELLING = frozenset({"figure", "day", "word"})


def closest(claim: str, sentences: Sequence[str]) -> str | None:
    """Return the sentence that shares most with a claim, None where none shares a figure, a date or a word.

    What stands in many of the sentences tells the less. A year alone, or a number that is no quantity, decides
    between sentences and is no reason to take one.
    """
    wanted = _Shared(claim)
    found = [wanted.within(sentence) for sentence in sentences]
    spread = Counter(part for shared in found for part in shared)
    telling = [place for place, shared in enumerate(found) if any(kind in _TELLING for kind, _ in shared)]

    def weight(place: int) -> float:
        return sum(_WEIGHTS[part[0]] / spread[part] for part in sorted(found[place]))

    return sentences[max(telling, key=weight)] if telling else None


class _Shared:
    """The parts of a claim that a sentence may share with it."""

    def __init__(self, claim: str) -> None:
        self._figures = quantities(claim)
        self._days = {point.iso for point in dates(claim)}
        self._terms = frozenset(terms(claim)) - _joining()

    def within(self, sentence: str) -> set[tuple[str, str]]:
        """Return what a sentence shares, each part with its kind: `figure`, `day`, `word`, `number` or `year`."""
        given, days = quantities(sentence), {point.iso for point in dates(sentence)}
        figures = {
            str(place)
            for place, told in enumerate(self._figures)
            if any(_same_value(told, one) for one in given)
        }
        return {
            *(("figure", one) for one in figures),
            *(("day" if len(day) > 4 else "year", day) for day in self._days if _holds(day, days)),
            *(
                ("number" if one[0].isdecimal() else "word", one)
                for one in self._terms & frozenset(terms(sentence))
            ),
        }


def _same_value(told: Quantity, given: Quantity) -> bool:
    """Return whether two quantities are one value. What is counted may go by any noun, and a table leaves units out."""
    if same_dimension(told, given):
        units = (told.unit, given.unit)
    elif _is_measured(told) and _is_measured(given):
        return False
    else:
        units = ("", "")
    value, other = (to_base(one.value, unit) for one, unit in zip((told, given), units, strict=True))
    steps = (step_to_base(one.precision, unit) for one, unit in zip((told, given), units, strict=True))
    return abs(value - other) <= max(steps) / 2


def _is_measured(quantity: Quantity) -> bool:
    return bool(quantity.unit) and not counts_things(quantity.unit)


def _holds(day: str, days: Iterable[str]) -> bool:
    """Return whether a date is among others as exactly, or more; `--06-19` is any year's."""
    return any(one.startswith(day) or (one.startswith("--") and day.endswith(one[1:])) for one in days)


@cache
def _joining() -> frozenset[str]:
    lists = (QUESTION_WORDS, *STOP_WORDS.values())
    return frozenset(term for words in lists for word in words for term in terms(word))
