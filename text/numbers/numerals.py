"""Numbers written as words, in English and in Han characters."""

import re
from decimal import Decimal

_EXPONENTS = {
    "百": 2,
    "千": 3,
    "万": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "十亿": 9,
    "百亿": 10,
    "千亿": 11,
    "万亿": 12,
}
HAN_SCALES = {scale: Decimal(10) ** exponent for scale, exponent in _EXPONENTS.items()} | {
    "兆": Decimal(10) ** 12
}
_ONES = re.findall(
    r"\w+",
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen""",
)
_TENS = re.findall(r"\w+", "twenty thirty forty fifty sixty seventy eighty ninety")
_WORDS = {word: Decimal(value) for value, word in enumerate(_ONES)} | {
    word: Decimal(10 * value) for value, word in enumerate(_TENS, start=2)
}
_SMALL = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_ONES[1:10])}))?|{'|'.join(reversed(_ONES))})"
NUMBER_WORDS = frozenset([*_WORDS, "hundred", "thousand", "million", "billion", "trillion", "dozen"])
"""Words one of which stands in every English number that is written out, but for parts of a whole."""
ENGLISH_PATTERN = rf"(?:{_SMALL}(?: and a half)?|half an?|an?)"
"""Small number words; magnitudes follow outside, and `a`, `half a` and `one` count only before one."""

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_LONGEST = 30
CHINESE_PATTERN = (
    "[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+(?![十百千分刻])(?:万亿|[万亿])?)?"
)


def english_value(words: str) -> Decimal | None:
    """Return the value of small number words such as `twenty-five` or `two and a half`, else None."""
    lowered = words.lower()
    if lowered in {"a", "an"}:
        return Decimal(1)
    if lowered.startswith("half a"):
        return Decimal("0.5")
    half = Decimal("0.5") if lowered.endswith(" and a half") else Decimal(0)
    parts = re.split(r"[- ]", lowered.removesuffix(" and a half"))
    if any(part not in _WORDS for part in parts):
        return None
    return sum((_WORDS[part] for part in parts), half)


def chinese_value(text: str) -> Decimal | None:
    """Return the value of a Chinese numeral, positional (`三千二百`, `三点二亿`) or digit by digit (`二〇二四`), else None."""
    if not text or len(text) > _LONGEST or re.fullmatch(CHINESE_PATTERN, text) is None:
        return None
    if all(char in _DIGITS for char in text):
        return Decimal("".join(str(_DIGITS[char]) for char in text))
    for char, scale in (("亿", 10**8), ("万", 10**4)):
        head, sign, tail = text.rpartition(char)
        if sign:
            above = chinese_value(head) if head else Decimal(1)
            below = chinese_value(tail) if tail else Decimal(0)
            return None if above is None or below is None else _whole(above * scale + below)
    whole, point, part = text.partition("点")
    if point:
        return Decimal(f"{chinese_value(whole)}.{''.join(str(_DIGITS[char]) for char in part)}")
    return Decimal(_below_ten_thousand(text))


def _whole(value: Decimal) -> Decimal:
    """The value without the `.0` that 3.2 times a hundred million leaves, which would look exact."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _below_ten_thousand(text: str) -> int:
    total, digit = 0, None
    for char in text:
        if char in _PLACES:
            total += (1 if digit is None else digit) * _PLACES[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + (digit or 0)
