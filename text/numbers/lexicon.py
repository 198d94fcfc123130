"""Scale words, months, quarters, units and separators of a language, from the Unicode CLDR by way of Babel."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from stepresearch.text.numbers.characters import plain
from stepresearch.text.numbers.number_words import more_words, number_words
from stepresearch.text.numbers.units import cldr_names, currencies
from stepresearch.text.numbers.word_table import WordTable

_QUOTED = re.compile(r"'([^']*)'")
_CASE_VOWELS = "аяьйaieu"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What figures and dates need to know of one or more languages.

    Attributes:
        is_english: The likeliest language is English.
        decimal_comma: The decimal separator is a comma.
        day_first: The day stands before the month in a date of digits.
        scales: Words behind a number, with what they multiply it by.
        leading_scales: Words before a number that multiply it, as in Swahili.
        months: Names and abbreviations.
        quarters: Names and abbreviations.
        units: Names of units and currencies, with their canonical ones.
    """

    is_english: bool
    decimal_comma: bool
    day_first: bool
    scales: WordTable[Decimal]
    leading_scales: Mapping[str, Decimal]
    months: WordTable[int]
    quarters: Mapping[str, int]
    units: WordTable[str]


@cache
def lexicon(languages: tuple[str, ...]) -> Lexicon:
    """Return the lexicon of `languages`; where words clash, an earlier language has precedence."""
    data = [(code, _locale_data(code)) for code in languages]
    scales: dict[str, Decimal] = {}
    leading: dict[str, Decimal] = {}
    months: dict[str, int] = {}
    quarters: dict[str, int] = {}
    units: dict[str, str] = {}
    months["sept"] = 9  # British, beside the American `Sep` of the CLDR's `en`
    scales["dozen"] = Decimal(12)
    for code, locale in reversed(data):
        own: dict[tuple[str, bool], int] = {}
        for word, exponent, leads in _scale_words(code, locale):
            own[word, leads] = min(exponent, own.get((word, leads), exponent))
        for (word, leads), exponent in own.items():
            (leading if leads else scales)[word] = Decimal(10) ** exponent
        months |= _period_names(locale["months"], ("wide", "abbreviated"), more_words("case_endings", code))
        quarters.update(_period_names(locale["quarters"], ("wide", "abbreviated")))
        units.update(_unit_names(code, locale))
    symbols, short = data[0][1]["number_symbols"]["latn"], data[0][1]["date_formats"]["short"].pattern
    return Lexicon(
        is_english=languages[0] == "en",
        decimal_comma=symbols["decimal"] == ",",
        day_first=short.find("d") < short.find("M"),
        scales=WordTable(scales, caseless_from=2),
        leading_scales=leading,
        months=WordTable(months, caseless_from=1),
        quarters=quarters,
        units=WordTable(units, caseless_from=2),
    )


@cache
def _locale_data(code: str) -> Any:
    from babel import localedata  # noqa: PLC0415 - most commands read no figure, and this takes 50 ms

    data: Any = localedata.load(code)
    return localedata.LocaleDataDict(data)


def _scale_words(code: str, locale: Any) -> Iterator[tuple[str, int, bool]]:
    formats = locale["compact_decimal_formats"]
    for width in ("short", "long"):
        for by_size in formats[width].values():
            for size, pattern in by_size.items():
                written = _QUOTED.sub(r"\1", pattern.pattern.partition(";")[0])
                leads = not written.startswith("0")
                exponent = len(str(size)) - written.count("0")
                for word in _spellings(written.strip("0 \u00a0")):
                    if (
                        code != "en" or len(word) > 1
                    ):  # `5 K` and `3T` are more often no thousands and trillions
                        yield word, exponent, leads
    for word, exponent in more_words("scales", code).items():
        yield from ((spelling, exponent, False) for spelling in _spellings(word))


def _spellings(word: str) -> Iterator[str]:
    """A word as a text may have it: composed, in any case unless it is a symbol, with or without its full stop."""
    composed = plain(unicodedata.normalize("NFC", word)).replace("\u200f", "").strip()
    if composed:
        folded = composed if len(composed) < 2 else composed.lower()
        yield folded
        if len(folded.removesuffix(".")) > 1:
            yield folded.removesuffix(".")


def _period_names(
    periods: Any, widths: Iterable[str], endings: Iterable[str] = ()
) -> Iterator[tuple[str, int]]:
    for context in ("format", "stand-alone"):
        for width in widths:
            for number, name in periods[context][width].items():
                for spelling in _spellings(name):
                    yield spelling.lower(), number
                    # The CLDR has the nominative and the genitive; "in March" takes another case.
                    stem = spelling.lower().rstrip(_CASE_VOWELS)
                    yield from ((stem + ending, number) for ending in endings if len(stem) > 1)


def _unit_names(code: str, locale: Any) -> Iterator[tuple[str, str]]:
    for canonical, cldr in cldr_names().items():
        for width in ("long", "short"):
            forms = locale["unit_patterns"].get(cldr, {}).get(width, {})
            for form, pattern in forms.items():
                if form != "per" and pattern.startswith("{0}"):
                    spellings = _spellings(pattern[3:].strip(" \u00a0"))
                    # A lone letter is too often a word: `a` for years in Spanish, `d` for days in French.
                    yield from ((spelling, canonical) for spelling in spellings if not _is_letter(spelling))
    own = more_words("currencies", code)
    for currency in dict.fromkeys([*currencies(), *([own] if own else [])]):
        names = [*locale["currency_names_plural"].get(currency, {}).values()]
        for name in [name for name in (*names, locale["currency_names"].get(currency)) if name]:
            for spelling in _spellings(name):
                yield spelling, currency
                if currency in ("USD", own):
                    noun_first = code in number_words()["noun_first"] and (code, currency) != ("ru", "RUB")
                    yield spelling.split()[0 if noun_first else -1], currency
    if own and (symbol := locale["currency_symbols"].get(own)):
        yield plain(symbol), own
    yield from ((word.lower(), unit) for word, unit in more_words("units", code).items())


def _is_letter(word: str) -> bool:
    return len(word) == 1 and word.isalpha() and word < "\u2e80"
