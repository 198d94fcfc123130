"""Bare amounts of a sentence, in digits or words, with magnitudes applied and without units."""

import re
from dataclasses import dataclass
from decimal import Decimal

from stepresearch.text.numbers.numerals import (
    CHINESE_MAGNITUDES,
    CHINESE_PATTERN,
    ENGLISH_MAGNITUDES,
    ENGLISH_PATTERN,
    NUMBER_WORDS,
    chinese_value,
    english_value,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as written.

    Attributes:
        value: With its magnitude applied.
        precision: The rounding step that the way of writing implies.
        scale: The magnitude, 1 where none is written.
        prefix: The currency sign or code before it, else empty.
        form: `digits`, `words`, `han` or `share` (`half of`, `百分之四十`, `三成`: the value is in percent).
        start: Offset of its first character, the currency included.
        end: Offset after its last character.
    """

    value: Decimal
    precision: Decimal
    scale: Decimal
    prefix: str
    form: str
    start: int
    end: int


_FRACTIONS = {
    "half": Decimal(50),
    "a third": Decimal(33),
    "one third": Decimal(33),
    "two thirds": Decimal(67),
    "two-thirds": Decimal(67),
    "a quarter": Decimal(25),
    "one quarter": Decimal(25),
    "three quarters": Decimal(75),
    "three-quarters": Decimal(75),
}
_PREFIX = r"(?:US\$|HK\$|A\$|C\$|[$€£¥￥₹]|\b(?:USD|EUR|GBP|CNY|RMB|HKD|JPY|INR|CHF|DKK|SEK|NOK)\b|人民币)\s?"
_DIGITS = r"\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?!\d)(?:\.\d+)?|\d+,\d{1,2}(?!\d)|\d+(?:\.\d+)?"
_MAGNITUDE = (
    r"(?:[ -]?(?:(?i:hundred|thousand|million|billion|trillion|dozen)|bn|mn|mln|tn)(?![A-Za-z])){1,2}"
)
# 2250万千瓦 is a count of kilowatts: a magnitude ends before the thousand that belongs to the unit.
_HAN_MAGNITUDE = rf"\s?(?:{'|'.join(sorted(CHINESE_MAGNITUDES.keys() - {'千'}, key=len, reverse=True))}|千(?![瓦克米伏卡赫]))"
_AMOUNT = re.compile(
    rf"(?P<prefix>{_PREFIX})?(?:"
    rf"(?<![A-Za-z\d.])(?P<digits>{_DIGITS})(?:(?P<magnitude>{_MAGNITUDE}|{_HAN_MAGNITUDE})|(?P<letter>[kKmMbB](?![A-Za-z\d²³])))?"
    rf"|(?P<fraction>\b(?i:{'|'.join(_FRACTIONS)}))(?= (?:of|the|all)\b)"
    rf"|(?P<words>\b(?i:{ENGLISH_PATTERN})\b)(?P<word_magnitude>{_MAGNITUDE})?"
    rf"|百分之(?P<percent>[\d.]+|{CHINESE_PATTERN})"
    r"|(?P<tenths>[一二两三四五六七八九])成(?![立本为功员果就都长交])"
    rf"|(?P<han>{CHINESE_PATTERN})(?![瓦克米伏卡赫]))"
)
_NUMERAL = re.compile(f"{CHINESE_PATTERN}|\\d")
_WORD = re.compile("[a-z]+")
_WORDS = NUMBER_WORDS | {word for part in _FRACTIONS for word in _WORD.findall(part)} - {"a"}
_LENGTH_CONTEXT = re.compile(
    r" (?:tall|high|long|wide|deep|above|below|from|of|in|at|to|by|and|or)\b|[^\w ]|$| ?$"
)
_NEEDS_MAGNITUDE = {"a", "an", "one", "half a", "half an"}
_MAGNITUDE_WORD = re.compile("|".join(sorted(ENGLISH_MAGNITUDES, key=len, reverse=True)))


def amounts(sentence: str) -> list[Amount]:
    """Return the amounts of `sentence` in order."""
    if not _may_hold_one(sentence):
        return []
    found = (_amount(match, sentence) for match in _AMOUNT.finditer(sentence))
    return [amount for amount in found if amount is not None]


def _may_hold_one(sentence: str) -> bool:
    """Return whether a sentence has a numeral or a word of number; most have none, and that is quickly seen."""
    return _NUMERAL.search(sentence) is not None or not _WORDS.isdisjoint(_WORD.findall(sentence.lower()))


def _amount(match: re.Match[str], sentence: str) -> Amount | None:
    if match["digits"]:
        return _digits(match, sentence)
    if match["words"]:
        return _words(match)
    if match["fraction"]:
        share = _FRACTIONS[match["fraction"].lower()]
        return Amount(share, Decimal(1), Decimal(1), "", "share", match.start(), match.end())
    if match["percent"] or match["tenths"]:
        return _share(match)
    value = chinese_value(match["han"])
    if value is None:
        return None
    return Amount(
        value, rounding_step(value), Decimal(1), match["prefix"] or "", "han", match.start(), match.end()
    )


def _digits(match: re.Match[str], sentence: str) -> Amount:
    scale, end = _scale(match["magnitude"]), match.end()
    if letter := match["letter"]:
        if _is_magnitude(letter, bool(match["prefix"]), sentence, end):
            scale = ENGLISH_MAGNITUDES[letter.lower()]
        else:
            end -= 1
    written = re.sub("[\u00a0\u202f]", "", match["digits"])
    written = written.replace(",", ".") if re.fullmatch(r"\d+,\d{1,2}", written) else written.replace(",", "")
    value = Decimal(written)
    return Amount(
        value * scale,
        rounding_step(value) * scale,
        scale,
        match["prefix"] or "",
        "digits",
        match.start(),
        end,
    )


def _is_magnitude(letter: str, after_currency: bool, sentence: str, end: int) -> bool:
    """Tell `€75m` and `1.3m people` from `55m tall`."""
    if after_currency or letter in "kK":
        return True
    return letter in "mb" and _LENGTH_CONTEXT.match(sentence, end) is None


def _words(match: re.Match[str]) -> Amount | None:
    words = match["words"].lower()
    value = english_value(words)
    if value is None or (words in _NEEDS_MAGNITUDE and not match["word_magnitude"]):
        return None
    scale = _scale(match["word_magnitude"])
    step = (
        rounding_step(value * scale) if scale <= 12 else (Decimal("0.1") if value % 1 else Decimal(1)) * scale
    )
    return Amount(value * scale, step, scale, match["prefix"] or "", "words", match.start(), match.end())


def _share(match: re.Match[str]) -> Amount | None:
    if match["tenths"]:
        tenths = chinese_value(match["tenths"]) or Decimal(0)
        return Amount(tenths * 10, Decimal(10), Decimal(1), "", "share", match.start(), match.end())
    written = match["percent"]
    value = chinese_value(written) if re.fullmatch(CHINESE_PATTERN, written) else Decimal(written.rstrip("."))
    if value is None:
        return None
    return Amount(value, _decimal_step(value), Decimal(1), "", "share", match.start(), match.end())


def _scale(written: str | None) -> Decimal:
    if not written:
        return Decimal(1)
    if written.strip() in CHINESE_MAGNITUDES:
        return CHINESE_MAGNITUDES[written.strip()]
    scale = Decimal(1)
    for word in _MAGNITUDE_WORD.findall(written.lower()):
        scale *= ENGLISH_MAGNITUDES[word]
    return scale


def rounding_step(value: Decimal) -> Decimal:
    """Return the step to which `value` looks rounded: its last decimal, or its trailing zeros.

    Zeros count only up to a twentieth of the value: 5,800 looks rounded to hundreds, 40 does not to tens.
    """
    step = _decimal_step(value)
    while step >= 1 and value and value % (step * 10) == 0 and step * 10 * 20 <= value:
        step *= 10
    return step


def _decimal_step(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(min(int(exponent), 0))
