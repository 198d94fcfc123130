"""Dates of a sentence that none of the texts it rests on bears out."""

import re
from collections.abc import Sequence

from stepresearch.text.numbers.dates import DatePoint, dates

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_PERIODS = {"Q": 3, "H": 6}
"""Months of a quarter and of a half."""


def absent_date(
    sentence: str, texts: Sequence[str], heads: Sequence[str] = (), beside: Sequence[str] = ()
) -> str | None:
    """Return the first date of a sentence that the texts do not give, as written, None where all are given.

    Args:
        sentence: May give a date less exactly than the texts, never more.
        texts: What it rests on.
        heads: Titles, headings and dates of their sources: minutes that say "on 19 June" tell the year in their head.
        beside: Other texts of the same sources, which date what the texts say where these give no date as exact of their own.
    """
    told = dates(sentence)
    if not told:
        return None
    years = {iso[:4] for iso in _given([*texts, *heads]) if iso[0] != "-"}
    given, near = _dated([*texts, *heads], years), _dated(beside, years)
    for point in told:
        words = sentence[point.start : point.end]
        if not (
            any(_covers(point.iso, iso) for iso in given)
            or _without_year(words, point, years, texts)
            or (any(_covers(point.iso, iso) for iso in near) and not _has_rival(point, told, texts))
        ):
            return words
    return None


def _given(texts: Sequence[str]) -> set[str]:
    return {point.iso for text in texts for point in dates(text)}


def _dated(texts: Sequence[str], years: set[str]) -> set[str]:
    """The dates of the texts, those without a year in each of the years."""
    given = _given(texts)
    return given | {f"{year}{iso[1:]}" for iso in given if iso[0] == "-" for year in years}


def _has_rival(point: DatePoint, told: Sequence[DatePoint], texts: Sequence[str]) -> bool:
    """Return whether the texts give a date as exact that the sentence does not: that one is likely meant."""
    return any(
        len(iso) == len(point.iso) and not any(_covers(one.iso, iso) for one in told) for iso in _given(texts)
    )


def _covers(told: str, given: str) -> bool:
    """Return whether `told` says at most what `given` says: its year, its month, its quarter, its day of any year."""
    if told.startswith("--"):
        return given[given.index("-", 1) if given[0] == "-" else 4 :].startswith(told[1:])
    if told.endswith("X"):
        return given.startswith(told[:-1])
    if given.startswith(told):
        return True
    year, _, period = told.partition("-")
    month = given[5:7]
    if period[:1] not in _PERIODS or not given.startswith(f"{year}-"):
        return False
    if month[0] == "Q":
        return period == f"H{(int(month[1]) + 1) // 2}"
    return month.isdigit() and (int(month) - 1) // _PERIODS[period[0]] + 1 == int(period[1])


def _without_year(words: str, point: DatePoint, years: set[str], texts: Sequence[str]) -> bool:
    """Return whether a text has the words without the year, and no other year with them; the year stands elsewhere."""
    rest = _YEAR.sub("", words).strip(" ,")
    if not rest or point.iso[:4] not in years:
        return False
    return any(
        not any(other.start <= found.start() < other.end and other.iso[0] != "-" for other in dates(text))
        for text in texts
        for found in re.finditer(re.escape(rest), text)
    )
