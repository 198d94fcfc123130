"""The dated events of a sentence: what happened, or is to happen, and when."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from stepresearch.text.claims.measures import event_words
from stepresearch.text.claims.modality import is_base_year
from stepresearch.text.numbers.dates import DatePoint


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event of a claim.

    Attributes:
        group: Which group of `measures.event_words`.
        iso: When, as in `DatePoint`.
        written: The date as the sentence writes it.
        earliest: The date is the earliest possible one: `not before May 2026`.
    """

    group: str
    iso: str
    written: str
    earliest: bool


# Characters between an event word and its date, and between it and a date that only says since when.
_REACH = 40
_SINCE_REACH = 20
_NOT_BEFORE = re.compile(
    r"\b(?:not (?:[a-z]+ ){0,4}(?:before|until)|no (?:earlier|sooner) than)(?: the)? $|(?:最早也?要?[到在]?|不早于)$",
    re.IGNORECASE,
)
_DEADLINE = re.compile(r"\b(?:by|before)(?: the)?(?: end of)? $", re.IGNORECASE)


def events(said: str, points: Sequence[DatePoint]) -> list[Event]:
    """Return the events of `said`: each date with the word nearest to it, each word with the date nearest to it.

    Dates without a year are none, nor are deadlines: what must be done by May can be done in April.
    """
    words = event_words(said) if points else []
    nearest: dict[tuple[str, int], tuple[int, Event]] = {}
    for point in points if words else ():
        earliest = _NOT_BEFORE.search(said, 0, point.start) is not None
        if point.iso.startswith("-") or (not earliest and _DEADLINE.search(said, 0, point.start)):
            continue
        word = min(words, key=lambda word: _distance(word[1], point))
        reach = _SINCE_REACH if is_base_year(said, point.start) else _REACH
        if abs(word[1] - (point.start if word[1] < point.start else point.end)) <= reach:
            event = Event(word[0], point.iso, said[point.start : point.end], earliest)
            found = (_distance(word[1], point), event)
            nearest[word] = min(nearest.get(word, found), found, key=lambda pair: pair[0])
    return [event for _, event in nearest.values()]


def _distance(word: int, date: DatePoint) -> int:
    # `Opened in 1989`, `was opened on`: the word stands before its date, far more often than after it.
    return date.start - word if word < date.start else 3 * (word - date.start)
