"""Dates as sentences write them, English, Chinese, European and ISO."""

import re
from dataclasses import dataclass
from functools import lru_cache

from stepresearch.text.numbers.nouns import counted_noun
from stepresearch.text.numbers.numerals import CHINESE_PATTERN, chinese_value
from stepresearch.text.numbers.units import match_unit


@dataclass(frozen=True, slots=True)
class DatePoint:
    """One date of a sentence.

    Attributes:
        iso: As exactly as it is known: `2024`, `2024-05`, `2024-05-03`; `2024-Q3` and `2024-H1` for quarters
            and halves; `199X` for a decade (EDTF, ISO 8601-2); `--05` and `--05-03` where no year is named
            (XML Schema, gMonth and gMonthDay).
        start: Offset of its first character.
        end: Offset after its last character.
    """

    iso: str
    start: int
    end: int


_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january|jan",
            "february|feb",
            "march|mar",
            "april|apr",
            "may",
            "june|jun",
            "july|jul",
            "august|aug",
            "september|sept|sep",
            "october|oct",
            "november|nov",
            "december|dec",
        ],
        start=1,
    )
    for name in names.split("|")
}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}
_CHINESE_PERIODS = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}
_MONTH_NAME = rf"(?i:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_MONTH = rf"(?P<month>{_MONTH_NAME})\b\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b"
_YEAR_DIGITS = r"(?:1[5-9]|20)\d\d"
_YEAR = rf"(?P<year>{_YEAR_DIGITS})"
_HAN_YEAR = rf"(?:{_YEAR}|(?P<han_year>[一二][零〇一二三四五六七八九]{{3}}))\s?年"
_HAN_NUMBER = r"(?:\d{1,2}|[一二三]?十?[一二三四五六七八九十])"
_SIGN_OF_A_DATE = re.compile(r"\d|[零〇一二三四五六七八九十]")
_FISCAL = r"(?:(?i:the )?(?i:fiscal|financial) (?:(?i:year) )?|FY ?)?"
_YEARS, _MONTH_NAMES, _HAN_PERIODS, _FISCAL_YEARS = "year", "month", "han", "fiscal"
_SIGNS = {
    _MONTH_NAMES: tuple(sorted({name[:3] for name in _MONTHS})),
    _HAN_PERIODS: ("年", "月"),
    _FISCAL_YEARS: ("fy",),
}
_FOUR_DIGITS = re.compile(_YEAR_DIGITS)
_PATTERNS = [
    (sign, re.compile(pattern))
    for sign, pattern in (
        (_YEARS, rf"(?<!\d){_YEAR}[-/.](?P<month>[01]\d)(?:[-/.](?P<day>[0-3]\d))?(?!\d|[-/.]\d)"),
        (_YEARS, rf"(?<!\d)(?P<day>[0-3]?\d)[/.](?P<month>[01]?\d)[/.]{_YEAR}(?!\d)"),
        (_MONTH_NAMES, rf"\b{_DAY} (?:of )?{_MONTH},? {_YEAR}\b"),
        (_MONTH_NAMES, rf"\b{_MONTH} {_DAY},? {_YEAR}\b"),
        (_MONTH_NAMES, rf"\b{_MONTH},? {_YEAR}\b"),
        (_YEARS, rf"\bQ(?P<quarter>[1-4])[ -]?(?:of )?{_FISCAL}{_YEAR}\b"),
        (_YEARS, rf"\b{_YEAR}[ -]?Q(?P<quarter>[1-4])\b"),
        (
            _YEARS,
            rf"\b(?i:(?P<period>first|second|third|fourth|last|final) (?P<kind>quarter|half)) (?:of )?{_FISCAL}{_YEAR}\b",
        ),
        (_YEARS, rf"\bH(?P<half>[12])[ -]?{_YEAR}\b"),
        (_HAN_PERIODS, rf"{_HAN_YEAR}第?(?P<han_period>[一二三四1-4])季度"),
        (_HAN_PERIODS, rf"{_HAN_YEAR}(?P<han_half>[上下])半年"),
        (
            _HAN_PERIODS,
            rf"{_HAN_YEAR}\s?(?P<month>{_HAN_NUMBER})\s?月(?:\s?(?P<day>{_HAN_NUMBER})\s?[日号])?",
        ),
        (_HAN_PERIODS, rf"{_HAN_YEAR}"),
        (
            _HAN_PERIODS,
            rf"(?<![\d一二三四五六七八九十])(?P<month>{_HAN_NUMBER})月(?:份|(?P<day>{_HAN_NUMBER})[日号])?",
        ),
        (_MONTH_NAMES, rf"\b{_DAY} (?:of )?{_MONTH}(?! ?\d)"),
        (
            _MONTH_NAMES,
            rf"\b{_MONTH} {_DAY}(?![,.]?\d)(?! ?(?:percent|per cent|%|million|billion))",
        ),
        (_YEARS, r"\b(?P<decade>(?:1[5-9]|20)\d)0s\b"),
        (_YEARS, rf"\b{_FISCAL}{_YEAR}[/–-]\d\d\b(?!\d)"),
        (_FISCAL_YEARS, r"\bFY ?(?P<short>\d\d)\b"),
    )
]
"""Each with what a sentence must hold for it to match at all: most sentences hold little of that."""

_BARE_YEAR = re.compile(
    rf"(?<![\d.,$€£¥#/+-])\b(?:(?:the )?(?:fiscal|financial)(?: year)? |FY ?)?{_YEAR}\b(?![.,]\d|[-/]\d|[a-z%]| ?(?:thousand|million|billion|trillion|bn|[百千万亿]))"
)
_AFTER_YEAR_WORD = re.compile(
    r"(?:\b(?:in|since|by|from|during|until|till|of|for|to|between|and|late|early|mid|before|after|through|year|the|its|"
    r"their|our|this|than|end)|['’]s?|\()[ -]?$",
    re.IGNORECASE,
)


def dates(sentence: str) -> list[DatePoint]:
    """Return the dates of `sentence` in order. Days of the form 03/05/2024 are read the European way."""
    return list(_read(sentence))


@lru_cache(maxsize=4096)
def _read(sentence: str) -> tuple[DatePoint, ...]:
    if _SIGN_OF_A_DATE.search(sentence) is None:
        return ()
    lowered = sentence.lower()
    signs = {sign for sign, marks in _SIGNS.items() if any(mark in lowered for mark in marks)}
    signs |= {_YEARS} if _FOUR_DIGITS.search(sentence) else set()
    found: list[DatePoint] = []
    for pattern in (pattern for sign, pattern in _PATTERNS if sign in signs):
        for match in pattern.finditer(sentence):
            iso = _iso(match.groupdict())
            if iso and not _overlaps(match, found):
                found.append(DatePoint(iso, match.start(), match.end()))
    if _YEARS in signs:
        for match in _BARE_YEAR.finditer(sentence):
            if not _overlaps(match, found) and _is_year(sentence, match):
                found.append(DatePoint(match["year"], match.start(), match.end()))
    return tuple(sorted(found, key=lambda point: point.start))


def _overlaps(match: re.Match[str], found: list[DatePoint]) -> bool:
    return any(match.start() < point.end and point.start < match.end() for point in found)


def _is_year(sentence: str, match: re.Match[str]) -> bool:
    """Tell a year from a count: `in 2023 sales` is a year, `with 1900 rooms` and `2000 people` are counts."""
    if match_unit(sentence, match.end()) is not None:
        return False
    if _AFTER_YEAR_WORD.search(sentence[: match.start()]):
        return True
    return counted_noun(sentence, match.end())[0] == ""


def _iso(groups: dict[str, str | None]) -> str:
    year = _year(groups)
    period = _period(groups)
    if period:
        return f"{year}-{period}"
    if decade := groups.get("decade"):
        return f"{decade}X"
    month = _month(groups.get("month"))
    if month is None:
        return year
    parts = [year or "-", f"{month:02d}"]
    if day := groups.get("day"):
        parts.append(f"{_small(day):02d}")
    return "-".join(parts) if 1 <= month <= 12 else year


def _year(groups: dict[str, str | None]) -> str:
    if short := groups.get("short"):
        return f"20{short}"
    if written := groups.get("han_year"):
        return str(chinese_value(written))
    return groups.get("year") or ""


def _period(groups: dict[str, str | None]) -> str:
    if quarter := groups.get("quarter"):
        return f"Q{quarter}"
    if half := groups.get("half"):
        return f"H{half}"
    if word := groups.get("period"):
        number = _ORDINALS[word.lower()]
        is_quarter = (groups.get("kind") or "").lower() == "quarter"
        return f"Q{number}" if is_quarter else f"H{min(number, 2)}"
    if han := groups.get("han_period"):
        return f"Q{_CHINESE_PERIODS.get(han, han)}"
    if han := groups.get("han_half"):
        return f"H{_CHINESE_PERIODS[han]}"
    return ""


def _month(written: str | None) -> int | None:
    if not written:
        return None
    return _MONTHS.get(written.lower()) or _small(written)


def _small(written: str) -> int:
    if re.fullmatch(CHINESE_PATTERN, written):
        return int(chinese_value(written) or 0)
    return int(written)
