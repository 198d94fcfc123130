"""Dates as sentences write them, in digits or with the names that the Unicode CLDR gives for the language."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from stepresearch.text.language.language import likely_languages
from stepresearch.text.numbers.characters import plain
from stepresearch.text.numbers.lexicon import Lexicon, lexicon
from stepresearch.text.numbers.nouns import counted_noun
from stepresearch.text.numbers.numerals import chinese_value
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


_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}
_HAN_PERIODS = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}
_TENS = {"twen": 2, "thir": 3, "for": 4, "fif": 5, "six": 6, "seven": 7, "eigh": 8, "nine": 9}
# The year before the first of each era.
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民国": 1911, "民國": 1911}
_YEAR_DIGITS = r"(?:1[5-9]|20)\d\d"
_YEAR = rf"(?<![\d.,])(?P<year>{_YEAR_DIGITS})(?!\d)"
_NAME = r"(?P<month>[^\W\d_\u3040-\u9fff][^\s\d_,.،;:()/\u3040-\u9fff-]{1,15})(?!\w)\.?"
_DAY = r"(?<![\d.,:])(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|\.|º|°)?"
_OF = r"(?:,? del? | of |[ ,،.]{1,3})"
_HAN_NUMBER = r"(?:\d{1,2}|[一二三]?十?[一二三四五六七八九十])"
_HAN_YEAR = rf"(?:(?P<era>{'|'.join(_ERAS)})(?P<era_year>{_HAN_NUMBER}|元)|{_YEAR}|(?P<han_year>[一二][零〇一二三四五六七八九]{{3}}))\s?[年년]"
_FISCAL = r"(?:(?i:the )?(?i:fiscal|financial) (?:(?i:year) )?|FY ?)?"
_PATTERNS = [
    re.compile(pattern)
    for pattern in (
        rf"{_YEAR}[-/.](?P<month>[01]?\d)(?:[-/.](?P<day>[0-3]?\d))?(?!\d|[-/.,]\d)",
        rf"(?<![\d./,-])(?P<first>[0-3]?\d)\u200f?(?P<mark>[/.-])(?P<second>[0-3]?\d)\u200f?(?P=mark)(?P<year>{_YEAR_DIGITS})(?!\d)",
        rf"{_YEAR}\. (?P<month>[01]?\d)\. (?P<day>[0-3]?\d)\.",
        rf"{_DAY}{_OF}{_NAME}{_OF}{_YEAR}",
        rf"(?<!\w){_NAME} {_DAY}(?:,? | de ){_YEAR}",
        rf"(?<!\w){_NAME}{_OF}{_YEAR}",
        rf"(?i:ngày )?(?P<day>[0-3]?\d) (?:tháng|thg) (?P<month>[01]?\d)(?:(?: năm|,) {_YEAR})?|(?i:tháng) (?P<month2>[01]?\d)(?:/| năm )(?P<year2>{_YEAR_DIGITS})",
        rf"\bQ(?P<quarter>[1-4])[ -]?(?:of )?{_FISCAL}{_YEAR}\b",
        rf"{_YEAR}[ -]?Q(?P<quarter>[1-4])\b",
        rf"\b(?i:(?P<period>first|second|third|fourth|last|final) (?P<kind>quarter|half)) (?:of )?{_FISCAL}{_YEAR}",
        rf"\b(?:H|HY|S)(?P<half>[12])[ -]?(?:of )?{_FISCAL}{_YEAR}",
        rf"{_YEAR}[ -]?H(?P<half>[12])\b",
        rf"{_HAN_YEAR}第?(?P<han_period>[一二三四1-4])季度",
        rf"{_HAN_YEAR}(?P<han_half>[上下])半年",
        rf"{_HAN_YEAR}\s?(?P<month>{_HAN_NUMBER})\s?[月월](?:\s?(?P<day>{_HAN_NUMBER})\s?[日号號일])?",
        rf"{_HAN_YEAR}(?!代)(?:度|間(?!に))?",
        rf"(?<![\d一二三四五六七八九十])(?P<month>{_HAN_NUMBER})[月월](?:份|\s?(?P<day>{_HAN_NUMBER})[日号號일])?",
        rf"{_DAY}(?: of | de |\.? ){_NAME}(?![ ,.]*\d)",
        rf"(?<!\w){_NAME} {_DAY}(?![,.]?\d)(?! ?(?:percent|per cent|%|million|billion|thousand))",
        r"(?<![\d.,])(?P<decade>(?:1[5-9]|20)\d)0(?: ?['’]s\b|s\b|er\b|年代|-[еих]{1,2}\b)",
        r"(?i:années|años|anos|anni) (?P<decade>(?:1[5-9]|20)\d)0\b",
        r"(?P<century>1[6-9]|2[01]|十[六七八九]|二十一?)世[纪紀](?P<tens>[1-9]0|[一二三四五六七八九]十)年代",
        r"(?:上世[纪紀])?(?<![\d一二三四五六七八九])(?P<tens>[2-9]0|[二三四五六七八九]十)年代",
        r"(?:\b(?i:the )|['’])(?:(?P<tens>[2-9]0)['’]?s|(?P<tens_word>(?i:twen|thir|for|fif|six|seven|eigh|nine))ties)\b",
        rf"(?<![\d.,$€£-]){_FISCAL}{_YEAR}[/–-]\d\d(?![\d%/-])",
        r"\bFY ?(?P<short>\d\d)\b",
    )
]
_BARE_YEAR = re.compile(
    rf"(?:(?<=\d\d\d\d[-–])|(?<![\d.,$€£¥#/+:–-]))(?<![A-Za-z])(?:(?:the )?(?:fiscal|financial)(?: year)? |FY ?)?(?P<year>{_YEAR_DIGITS})"
    r"(?![\d%])(?![.,'’]\d|/\d|[-–]\d(?!\d\d\d(?!\d))|[a-z]| ?(?:thousand|million|billion|trillion|bn|[百千万亿兆만억조천])| \d{3}(?!\d))"
)
_AFTER_YEAR_WORD = re.compile(
    r"(?:\b(?:in|since|by|from|during|until|till|of|for|to|between|and|late|early|mid|before|after|through|year|the|its|"
    r"their|our|this|than|end|im|seit|bis|ende|anfang|mitte|jahr|en|depuis|fin|année|año|desde|em|ano|nel|dal|anno|в|во|с|до|"
    r"w|od|do|rok|roku|sinds|jaar|tahun|năm|mwaka|सन्?|سنة|عام)|['’]s?|\()[ -]?$",
    re.IGNORECASE,
)
_YEAR_WORD = re.compile(
    r"\s?(?:[年년]|год|году|года|г\.|roku|r\.|yıl|में|سے|सन्|sonrası)|['’](?:[dt][ea]|[ıiuü]n|y[ıiuü]l)"
)
_SIGN_OF_A_DATE = re.compile(r"\d|[零〇一二三四五六七八九十]|ties\b")
_VERBS = ("may", "march", "mar")
_TO_YEAR = re.compile(rf"[-–]{_YEAR_DIGITS}(?!\d)")
_NEXT_WORD = re.compile(r" [a-zà-ÿß-ɏа-яऀ-෿]|[^\W\d_]")
_COUNTING = frozenset(("de", "nl", "fr", "es", "it", "pt", "ru", "pl", "tr", "id", "vi", "sv", "sw"))


def dates(sentence: str) -> list[DatePoint]:
    """Return the dates of `sentence` in order. Whether 03/05/2024 is in May or March follows the language."""
    return list(_read(sentence))


@lru_cache(maxsize=4096)
def _read(sentence: str) -> tuple[DatePoint, ...]:
    text = plain(sentence)
    if _SIGN_OF_A_DATE.search(text) is None:
        return ()
    languages = likely_languages(sentence)
    words = lexicon(languages)
    found: list[DatePoint] = []
    taken = bytearray(len(text))
    for pattern in [*_quarter_patterns(languages), *_PATTERNS]:
        for match in pattern.finditer(text):
            iso = _iso({name: group for name, group in match.groupdict().items() if group}, words)
            if iso and not any(taken[match.start() : match.end()]):
                found.append(DatePoint(iso, match.start(), match.end()))
                taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    found += (
        DatePoint(match["year"], match.start(), match.end())
        for match in _BARE_YEAR.finditer(text)
        if not any(taken[match.start() : match.end()]) and _is_year(text, match, languages[0])
    )
    return tuple(sorted(found, key=lambda point: point.start))


@cache
def _quarter_patterns(languages: tuple[str, ...]) -> list[re.Pattern[str]]:
    names = sorted(lexicon(languages).quarters, key=len, reverse=True)
    quarter = rf"(?P<quarter_name>(?i:{'|'.join(map(re.escape, names))}))"
    return [
        re.compile(rf"(?<!\w){quarter}(?!\w)(?: of the year| of| de| del|,)? {_FISCAL}{_YEAR}"),
        re.compile(rf"{_YEAR}\s?(?:年|년)?第?\s?{quarter}"),
    ]


def _is_year(text: str, match: re.Match[str], language: str) -> bool:
    """Tell a year from a count: `in 2023 sales` is a year, `with 1900 rooms` and `2000 people` are counts."""
    end = match.end()
    if span := _TO_YEAR.match(text, end):
        end = span.end()
    if _YEAR_WORD.match(text, end):
        return True
    if match_unit(text, end) is not None:
        return False
    if _AFTER_YEAR_WORD.search(text, max(0, match.start() - 20), match.start()):
        return True
    if language in _COUNTING:
        return _NEXT_WORD.match(text, end) is None
    return counted_noun(text, end)[0] == ""


def _iso(groups: dict[str, str], words: Lexicon) -> str:
    if decade := _decade(groups):
        return f"{decade}X"
    year, period = _year(groups), _period(groups, words)
    if period:
        return f"{year}-{period}"
    month, day = _month_and_day(groups, words)
    if month is None:
        return "" if "month" in groups or "first" in groups else year
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return ""
    return "-".join(
        [year or "-", f"{month:02d}", *([f"{day:02d}"] if "day" in groups or "first" in groups else [])]
    )


def _decade(groups: dict[str, str]) -> str:
    if "decade" in groups:
        return groups["decade"]
    tens = _TENS.get(groups["tens_word"].lower()) if "tens_word" in groups else None
    if "tens" in groups:
        tens = _small(groups["tens"]) // 10
    return "" if tens is None else f"{_small(groups.get('century', '20')) - 1}{tens}"


def _year(groups: dict[str, str]) -> str:
    if "short" in groups:
        return f"20{groups['short']}"
    if "han_year" in groups:
        return str(chinese_value(groups["han_year"]))
    if "era" in groups:
        return str(_ERAS[groups["era"]] + (1 if groups["era_year"] == "元" else _small(groups["era_year"])))
    return groups.get("year") or groups.get("year2", "")


def _period(groups: dict[str, str], words: Lexicon) -> str:
    if "quarter_name" in groups:
        return f"Q{words.quarters[groups['quarter_name'].lower()]}"
    if "period" in groups:
        number = _ORDINALS[groups["period"].lower()]
        return f"Q{number}" if groups["kind"].lower() == "quarter" else f"H{min(number, 2)}"
    if quarter := groups.get("quarter", groups.get("han_period")):
        return f"Q{_HAN_PERIODS.get(quarter, quarter)}"
    if half := groups.get("half", groups.get("han_half")):
        return f"H{_HAN_PERIODS.get(half, half)}"
    return ""


def _month_and_day(groups: dict[str, str], words: Lexicon) -> tuple[int | None, int]:
    if "first" in groups:
        first, second = int(groups["first"]), int(groups["second"])
        # Points are written by those who put the day first, whatever the language around them.
        day_first = words.day_first or groups["mark"] != "/"
        month_last = second <= 12 and (day_first or first > 12)
        return (second, first) if month_last else (first, second)
    written = groups.get("month", groups.get("month2", ""))
    if not written:
        return None, 1
    is_number = written[0].isdecimal() or chinese_value(written) is not None
    month = _small(written) if is_number else words.months.get(written)
    if month is not None and "year" not in groups and written in _VERBS:
        return None, 1
    return month, _small(groups["day"]) if "day" in groups else 1


def _small(written: str) -> int:
    return int(written) if written[0].isdecimal() else int(chinese_value(written) or 0)
