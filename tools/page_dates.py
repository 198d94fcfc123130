"""The dates that documents write for themselves: in a line of their front, in a label, in a file name."""

import re
from datetime import date

from stepresearch.text.numbers.dates import dates

_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})[-/.](\d{1,2})[-/.]((?:1[5-9]|20)\d\d)(?!\d)")
_EIGHT_DIGITS = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_DASHED_NAME = re.compile(r"(?<=\d)-(?=[A-Za-z]{3,9}-\d{4})|(?<=[A-Za-z])-(?=\d{4}(?!\d))")
_ISO = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_LONGEST_LINE = 120
_MOST_WORDS = 8
_WEEKDAY = re.compile(
    r"(?:\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\b(?:mon|tue|wed|thu|fri|sat|sun)|\b(?:mon|diens|donners|frei|sams|sonn)tag"
    r"|\bmittwoch|\b(?:lun|mar|mercre|jeu|vendre|same)di|\bdimanche|星期.|周.)[,.，]?\s*$",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:as (?:of|at)|prepared|compiled|drafted|written|issued|published|posted|released|signed|adopted|approved|held|made|done"
    r"|given|sent|printed|updated|revised|reviewed|last \w+|dated?|version|edition|status|state|stand|vom|erstellt|veröffentlicht"
    r"|ausgestellt|fait|publié|rédigé|établi|mis à jour|version|dado|hecho|publicado|elaborado|fatto|pubblicato|redatto|lisboa"
    r"|от|по состоянию|截至|编制|发布|印发|发文|成文|制定|通过|修订)\b|(?:截至|编制|发布|印发|成文|修订|日期)",
    re.IGNORECASE,
)
_IN_FORCE = re.compile(
    r"(?:effective|valid|in force|in effect|applies|applicable|gültig|in kraft|en vigueur|valable|vigente|válido|valido|in vigore"
    r"|действует)\b|自$|生效日期|施行日期|实施日期",
    re.IGNORECASE,
)
_BEFORE_END = re.compile(
    r"(?:[,，|·•(（:：、]|\b(?:on|of|at|den|am|le|el|em|il|dated|from|since)|—|^\W*)$", re.IGNORECASE
)
_BARE_END = re.compile(r"[,，|·•(（:：]$")
_AFTER = re.compile(
    r"\W*$|\s?(?:年|г\.?|r\.)?\s?(?:[|·•,，(（/–—-]\s*[A-Z\d\u2e80-\u9fff]|起(?:施行|实施|生效)|,?\s*\d\d?[:.]\d\d)"
)
_IN_NAME = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)"
    r"(?:[-_.](?P<month>\d\d)(?:[-_.](?P<day>\d\d))?|(?P<month8>\d\d)(?P<day8>\d\d))(?!\d)"
)
_REFERENCE_YEAR = re.compile(r"[〔\[【（]((?:19|20)\d\d)[〕\]】）]\s?第?\s?\d{1,6}\s?号")
_BEFORE_TITLE_DATE = frozenset(" -–—:|,，(（")


def iso_date(value: str) -> str | None:
    """Return the first date in a short string as `2024`, `2024-05` or `2024-05-03`, else None.

    `03/05/2024` gives only its year: nothing in it says which number is the month.
    """
    return next((iso for iso, _, _ in _dates(value)), None)


def leading_date(value: str) -> tuple[str, int] | None:
    """Return the date that a string begins with and where it ends, else None."""
    found = next(iter(_dates(value)), None)
    return (found[0], found[2]) if found and not value[: found[1]].strip() else None


def date_line(line: str) -> str | None:
    """Return the date that a line above a text gives as the document's, to the month or day, else None.

    The line is a date, or a date beside who wrote and where (`COO office, April 14, 2026`), or it says that something
    was prepared, held or issued then. A date within a sentence or a title is none.
    """
    return _own_date(line, _DATED)


def in_force_line(line: str) -> str | None:
    """Return the date from which a line says that the document is valid, else None."""
    found = _own_date(line, _IN_FORCE)
    return found if found and _IN_FORCE.search(line) else None


def is_date(line: str) -> bool:
    """Return whether a line is a date of month or day precision and nothing else."""
    found = _dates(line) if len(line) <= 40 else []
    if len(found) != 1 or len(found[0][0]) == 4:
        return False
    rest = _WEEKDAY.sub("", line[: found[0][1]]) + line[found[0][2] :]
    return not re.search(r"[^\W_]", rest)


def title_date(title: str) -> str | None:
    """Return the date that a title ends with (`Price sheet - March 2025`), to the month or day, else None."""
    found = _dates(title)
    if not found or len(found[-1][0]) == 4:
        return None
    iso, start, end = found[-1]
    is_apart = not start or title[start - 1] in _BEFORE_TITLE_DATE
    return iso if is_apart and len(found) == 1 and not title[end:].strip(" )）.]】") else None


def reference_year(line: str) -> str | None:
    """Return the year in the number under which a Chinese authority issued a document (`〔2025〕38号`), else None."""
    match = _REFERENCE_YEAR.search(line)
    return match[1] if match else None


def date_in_name(name: str) -> str | None:
    """Return the date in a file name (`minutes-2023-04.txt`, `20230405 notes.md`), else None.

    A year alone does not count: it is more often what the file is about.
    """
    for match in _IN_NAME.finditer(name):
        month, day = match["month"] or match["month8"], match["day"] or match["day8"]
        if found := _valid(int(match["year"]), int(month), int(day) if day else None):
            return found
    return None


def _own_date(line: str, label: re.Pattern[str]) -> str | None:
    if len(line) > _LONGEST_LINE:
        return None
    found = _dates(line)
    if len(found) != 1 or len(found[0][0]) == 4:
        return None
    iso, start, end = found[0]
    before = _WEEKDAY.sub("", line[:start]).strip(" *_>")
    if not _AFTER.match(line[end:]) or len(line[end:].split()) > _MOST_WORDS:
        return None
    if label.fullmatch(before):
        return iso
    if not _BEFORE_END.search(before):
        return None
    is_beside = (
        _BARE_END.search(before) is not None
        and len(before.split()) <= _MOST_WORDS
        and not _is_sentence(before)
    )
    return iso if not before or is_beside or label.match(before) or _place_before(before) else None


def _is_sentence(words: str) -> bool:
    """Return whether words in front of a date read on like prose: most of them are small."""
    small = [word for word in words.split() if word[:1].islower() and len(word) > 2]
    return len(small) > 3 or bool(
        re.search(r"\b(?:is|was|are|were|has|had|will|born|ist|war|est|es|fue)\b", words)
    )


def _place_before(before: str) -> bool:
    """Return whether a place stands in front of a date, as in letters: `Norderoog, den 17. Mai`, `Lyon, le 3 mars`."""
    return re.fullmatch(r"[A-Z\u00c0-\u00de][\w' -]{1,40},\s*(?:den|le|el|il|em|am|op)?", before) is not None


def _dates(value: str) -> list[tuple[str, int, int]]:
    """Return the dates of a string in order, each with where it starts and ends; only those with a year."""
    found = [
        (iso, match.start(), match.end())
        for match in _NUMERIC.finditer(value)
        if (iso := _from_ambiguous(int(match[3]), int(match[1]), int(match[2])))
    ]
    found += [
        (iso, match.start(), match.end())
        for match in _EIGHT_DIGITS.finditer(value)
        if (iso := _valid(int(match[1]), int(match[2]), int(match[3])))
    ]
    for point in dates(_DASHED_NAME.sub(" ", value)):
        parts = _ISO.fullmatch(point.iso)
        if parts is None or any(point.start < end and start < point.end for _, start, end in found):
            continue
        year, month, day = parts.groups()
        iso = year if month is None else _valid(int(year), int(month), int(day) if day else None)
        if iso:
            found.append((iso, point.start, point.end))
    return sorted(found, key=lambda one: one[1])


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
