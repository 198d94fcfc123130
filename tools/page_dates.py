"""The date a page or file names as its own."""

import re
from datetime import date

HEAD_CHARS = 1500

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier enero",
            "february feb februar février febrero",
            "march mar märz mars marzo",
            "april apr avril abril",
            "may mai mayo",
            "june jun juni juin junio",
            "july jul juli juillet julio",
            "august aug août agosto",
            "september sep sept septembre septiembre",
            "october oct oktober octobre octubre",
            "november nov novembre noviembre",
            "december dec dezember décembre diciembre",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)(?!\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"

_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<!\d){_YEAR}\s*年\s*(?P<month>\d{{1,2}})\s*月(?:\s*(?P<day>\d{{1,2}})\s*[日号號])?",
        rf"(?<!\d){_YEAR}[-/.](?P<month>\d{{1,2}})(?:[-/.](?P<day>\d{{1,2}}))?(?!\d)",
        r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?!\d)",
        rf"(?<!\d){_DAY}\s*(?:de\s+)?{_MONTH},?\s+(?:de\s+)?{_YEAR}",
        rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}",
        rf"\b{_MONTH},?\s+{_YEAR}",
        rf"(?<!\d)(?P<first>\d{{1,2}})[-/.](?P<second>\d{{1,2}})[-/.]{_YEAR}",
        rf"(?<!\d){_YEAR}(?:\s*年)?(?![-/.]?\d)",
    )
)
# The first group of labels that is found wins: when a page was published says more than when it was touched.
_LABELS = tuple(
    re.compile(
        rf"(?:^(?:[>*_#-]|[^\S\n])*+|[|•·]\s*+)(?:{words})(?![a-z])[*_]*+\s*+(?P<colon>[:：]?)[*_]*+\s*+(?:on\s++)?(?P<value>[^\n|]{{4,60}})",
        re.IGNORECASE | re.MULTILINE,
    )
    for words in (
        (
            r"(?:first |date )?published(?: online)?|publication date|date of publication|posted|issued|issue date"
            r"|release date|released|veröffentlicht(?: am)?|erschienen(?: am)?|publié(?: le)?|publicado(?: el)?"
            r"|发布日期|发布时间|發布日期|發佈日期|发表时间|发表日期|出版日期|发布于|发表于"
        ),
        r"date|dated|datum|fecha|日期|时间|時間",
        r"(?:last )?(?:updated|modified|revised|reviewed)|更新日期|更新时间|更新時間|修订日期",
    )
)
# "Published 3 May 1970, the novel …" is prose: without a colon the date must close its line or clause.
_CLOSES = re.compile(r"\W*$|\s*(?:by|at)\b|\s*[•·(]", re.IGNORECASE)
_LONE_LINE = re.compile(r"^[^\w\n]*+([^\n]{5,29}\w)[^\w\n]*+$", re.MULTILINE)
_IN_NAME = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)"
    r"(?:[-_.](?P<month>\d\d)(?:[-_.](?P<day>\d\d))?|(?P<month8>\d\d)(?P<day8>\d\d))(?!\d)"
)


def find_date(text: str) -> str | None:
    """Return the date that the top of a text states for itself, as an ISO date as exact as stated, else None.

    Looked at are the first 1500 characters: a labelled date (`Published: 3 May 2024`, `Date: …`,
    `发布日期：2024年5月3日`), then a line that holds nothing but a date of month or day precision.
    """
    head = text[:HEAD_CHARS]
    for label in _LABELS:
        for match in label.finditer(head):
            if found := _labelled(match["value"], has_colon=bool(match["colon"])):
                return found
    return next(filter(None, (_alone(line[1]) for line in _LONE_LINE.finditer(head))), None)


def iso_date(value: str) -> str | None:
    """Return the first date in a short string as `2024`, `2024-05` or `2024-05-03`, else None.

    `03/05/2024` gives only its year: nothing in it says which number is the month.
    """
    found = [match for form in _FORMS if (match := form.search(value))]
    for match in sorted(found, key=lambda match: match.start()):
        if (date_found := _as_iso(match)) is not None:
            return date_found
    return None


def _labelled(value: str, *, has_colon: bool) -> str | None:
    if has_colon:
        return iso_date(value)
    for form in _FORMS:
        if (match := form.match(value)) and _CLOSES.match(value, match.end()):
            return _as_iso(match)
    return None


def _alone(line: str) -> str | None:
    """Return the date that is all of a line; a bare year is not enough."""
    for form in _FORMS[:-1]:
        if match := form.fullmatch(line):
            return _as_iso(match)
    return None


def date_in_name(name: str) -> str | None:
    """Return the date in a file name (`minutes-2023-04.txt`, `20230405 notes.md`), else None.

    A year alone does not count: it is more often what the file is about.
    """
    for match in _IN_NAME.finditer(name):
        month, day = match["month"] or match["month8"], match["day"] or match["day8"]
        if found := _valid(int(match["year"]), int(month), int(day) if day else None):
            return found
    return None


def _as_iso(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    year = int(parts["year"])
    if parts.get("first"):
        return _from_ambiguous(year, int(parts["first"]), int(parts["second"]))
    month = parts.get("month")
    if month is None:
        return str(year)
    number = int(month) if month.isdigit() else _MONTHS[month.lower()]
    day = parts.get("day")
    return _valid(year, number, int(day) if day else None)


def _from_ambiguous(year: int, first: int, second: int) -> str | None:
    if first > 12 or first == second:
        return _valid(year, second, first)
    if second > 12:
        return _valid(year, first, second)
    return str(year)


def _valid(year: int, month: int, day: int | None) -> str | None:
    try:
        exact = date(year, month, day or 1)
    except ValueError:
        return None
    return exact.isoformat() if day else exact.isoformat()[:7]
