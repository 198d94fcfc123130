"""Which time a figure is for, and which of two is the older edition."""

from datetime import date, timedelta
from typing import Literal

from stepresearch.text.claims.claim import Claim, Figure
from stepresearch.text.claims.events import Event

Side = Literal["", "a", "b"]
"""One of two claims that are compared, or neither."""

_YEAR_APART = timedelta(days=365)


def times_meet(a: frozenset[str], b: frozenset[str]) -> bool:
    """Return whether two sets of ISO dates can mean one time; a year is no quarter of itself."""
    return not a or not b or any(_meet(x, y) for x in a for y in b)


def _meet(x: str, y: str) -> bool:
    if x.startswith("-") or y.startswith("-"):
        return not _month(x) or not _month(y) or _month(x) == _month(y)
    shorter, longer = sorted((x, y), key=len)
    return longer.startswith(shorter) and not (len(shorter) == 4 and longer[4:6] in {"-Q", "-H"})


def _month(iso: str) -> str:
    month = iso.lstrip("-")[:2] if iso.startswith("-") else iso[5:7]
    return month if month.isdigit() else ""


def dates_agree(a: Event, b: Event) -> bool:
    """Return whether two dates of one event can both hold: they meet, or the one is not before the other allows."""
    if _meet(a.iso, b.iso):
        return True
    return (a.earliest and a.iso <= b.iso) or (b.earliest and b.iso <= a.iso)


def earlier_edition(a: Claim, b: Claim) -> Side:
    """Return `a` or `b` for the claim that was published a year or more before the other, else an empty string."""
    published_a, published_b = (_days(claim.published) if claim.published else None for claim in (a, b))
    if published_a is None or published_b is None:
        return ""
    if published_b[0] - published_a[1] >= _YEAR_APART:
        return "a"
    return "b" if published_a[0] - published_b[1] >= _YEAR_APART else ""


def is_history(claim: Claim, figure: Figure) -> bool:
    """Return whether a source tells the figure of a time that lay a year or more behind it: never its current one."""
    published = _days(claim.published) if claim.published else None
    spans = [span for span in map(_days, figure.dates) if span]
    if published is None or not spans or claim.current:
        return False
    return published[0] - max(last for _, last in spans) >= _YEAR_APART


def older_side(a: Claim, figure_a: Figure, b: Claim, figure_b: Figure) -> Side:
    """Return `a` or `b` for the claim whose figure is an older edition by a year or more, else an empty string.

    Only figures that are tied to a time can grow old: one of them says now, names its year, or stands under a
    title that does. Two figures for the same year are rivals, not editions.
    """
    tied = a.current or b.current or figure_a.dates or figure_b.dates or (a.context_years and b.context_years)
    same_year = figure_a.dates and figure_b.dates and not (a.current or b.current)
    edition_a, edition_b = _edition(a, figure_a), _edition(b, figure_b)
    if not tied or same_year or edition_a is None or edition_b is None:
        return ""
    if edition_b[0] - edition_a[1] >= _YEAR_APART:
        return "a"
    return "b" if edition_a[0] - edition_b[1] >= _YEAR_APART else ""


def _edition(claim: Claim, figure: Figure) -> tuple[date, date] | None:
    """Return the first and last day that the figure can be of: now, its year, its publication, its title's year."""
    published = _days(claim.published) if claim.published else None
    if claim.current and published:
        return published
    spans = [span for span in map(_days, figure.dates) if span and (not published or span[0] <= published[1])]
    if spans:
        return max(spans)
    if published:
        return published
    return max((span for span in map(_days, claim.context_years) if span), default=None)


def _days(iso: str) -> tuple[date, date] | None:
    year, month, day = iso[:4], iso[5:7], iso[8:10]
    if not year.isdigit():
        return None
    try:
        first = date(int(year), int(month) if month.isdigit() else 1, int(day) if day.isdigit() else 1)
    except ValueError:
        return None
    if day.isdigit():
        return first, first
    return first, first + timedelta(days=30 if month.isdigit() else 364)
