"""Bare amounts of a sentence, in digits or words, with magnitudes applied and without units."""

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal

from stepresearch.text.numbers.digits import NUMBER_PATTERN, number_value
from stepresearch.text.numbers.lexicon import Lexicon
from stepresearch.text.numbers.numerals import (
    CHINESE_PATTERN,
    ENGLISH_PATTERN,
    HAN_SCALES,
    NUMBER_WORDS,
    chinese_value,
    english_value,
)
from stepresearch.text.numbers.ratios import RATIO_PATTERN, ratio
from stepresearch.text.numbers.word_table import WordTable


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as written.

    Attributes:
        value: With its magnitude and sign applied.
        precision: The rounding step that the way of writing implies.
        scale: The magnitude, 1 where none is written.
        prefix: The currency sign or code before it, else empty.
        form: `digits`, `words`, `han`, `share` (`half of`, `百分之四十`, `三成`: the value is in percent) or
            `multiple` (`doubled`: the value is a factor).
        start: Offset of its first character, sign and currency included.
        end: Offset after its last character.
        is_exceeded: The number says that it is more, as `一百多万` does.
    """

    value: Decimal
    precision: Decimal
    scale: Decimal
    prefix: str
    form: str
    start: int
    end: int
    is_exceeded: bool = False


_CURRENCY = (
    r"(?:(?<![^\s(])%|(?:US|HK|NT|NZ|[ACRS])?\$|(?:CN|JP)?¥|[€£₹₽₩₺₫৳₦₪₨]|\b(?:Rs\.?|Rp\.?|zł|KSh|USD|EUR|GBP|CNY|RMB|HKD|JPY|INR|KRW|CHF|DKK|SEK|NOK|"
    r"AUD|CAD|RUB|BRL|TRY|PLN|IDR|VND|PKR|BDT|NGN)(?![A-Za-z])|人民币)"
)
_SIGN = r"(?<![^\s(\[|:：,，。;；为是至到从比/<>=~])(?<!\d )[+–-]|零下\s?|氷点下|マイナス|영하\s?|(?<![胜承])负(?=\d)|\b(?i:minus|(?<!au )moins|(?<!al )(?<!lo )menos|(?<!al)meno|минус|eksi)\s"
_VULGAR = "¼-¾⅐-⅞"
_AMOUNT = re.compile(
    rf"(?P<sign>{_SIGN})?(?P<prefix>{_CURRENCY}\s?[-–]?)?(?:"
    rf"(?P<ratio>{RATIO_PATTERN})"
    rf"|(?<![A-Za-z\d.])(?P<digits>{NUMBER_PATTERN})?(?P<vulgar>[{_VULGAR}])"
    rf"|(?(prefix)|(?<![A-Za-z\d.])(?<!\d[,:/']))(?P<number>{NUMBER_PATTERN})"
    rf"|(?P<words>\b(?i:{ENGLISH_PATTERN})\b)"
    rf"|(?P<han>{CHINESE_PATTERN})(?![瓦克米伏卡赫])(?:(?P<more>[多余])(?P<more_scale>万亿|[万亿])?)?)"
)
_SIGN_OF_ONE = re.compile(rf"\d|{CHINESE_PATTERN}|[{_VULGAR}]")
_WORD = re.compile("[a-z]+")
_MULTIPLE = re.compile(RATIO_PATTERN)
_HAN = WordTable({scale: value for scale, value in HAN_SCALES.items() if scale != "千"}, caseless_from=99)
# 2250万千瓦 is a count of kilowatts: a magnitude ends before the thousand that belongs to the unit.
_THOUSAND_UNIT = re.compile("[千兆][瓦克米伏卡赫字比]")
_LETTER = re.compile(r"[kKmMbB](?![A-Za-z\d²³])")
_LETTERS = {"k": Decimal(10) ** 3, "m": Decimal(10) ** 6, "b": Decimal(10) ** 9}
_LENGTH_CONTEXT = re.compile(
    r" (?:tall|high|long|wide|deep|above|below|from|of|in|at|to|by|and|or)\b|[^\w ]|$| ?$"
)
_NEEDS_SCALE = {"a", "an", "one", "half a", "half an"}
_NEXT_PART = re.compile(r"[ ,]?(\d{1,4}(?:[.,]\d+)?|[一二两三四五六七八九])(?![.,]?\d)")
_LEADING = re.compile(r"(\w{1,15}) $")


def amounts(text: str, lexicon: Lexicon) -> list[Amount]:
    """Return the amounts of a text in plain characters, in order."""
    found: list[Amount] = []
    for match in _AMOUNT.finditer(text):
        # The scale words of the amount before, 万 among them, are amounts of their own to the expression.
        amount = _amount(match, text, lexicon) if not found or match.start() >= found[-1].end else None
        if amount is not None:
            found.append(amount)
    return found


def may_hold_amounts(text: str) -> bool:
    """Return whether a text has a numeral or a word of number; most have none, and that is quickly seen."""
    if _SIGN_OF_ONE.search(text) is not None or _MULTIPLE.search(text) is not None:
        return True
    return not NUMBER_WORDS.isdisjoint(_WORD.findall(text.lower()))


def _amount(match: re.Match[str], text: str, lexicon: Lexicon) -> Amount | None:
    if match["ratio"]:
        value, form = ratio(match["ratio"])
        return Amount(value, Decimal(1), Decimal(1), "", form, match.start("ratio"), match.end())
    amount = _unsigned(match, text, lexicon)
    if amount is None:
        return None
    is_negative = (match["sign"] or "+") != "+" or (match["prefix"] or "").endswith(("-", "–"))
    return replace(amount, value=-amount.value) if is_negative else amount


def _unsigned(match: re.Match[str], text: str, lexicon: Lexicon) -> Amount | None:
    prefix = (match["prefix"] or "").rstrip("-– ")
    form, start, end = "digits", match.start(), match.end()
    if match["vulgar"]:
        whole = number_value(match["digits"] or "0", decimal_comma=lexicon.decimal_comma)
        value = None if whole is None else whole + _fraction(match["vulgar"])
        return None if value is None else Amount(value, Decimal("0.01"), Decimal(1), prefix, form, start, end)
    if match["number"]:
        value = number_value(match["number"], decimal_comma=lexicon.decimal_comma)
        return (
            None
            if value is None
            else _scaled(
                Amount(value, rounding_step(value), Decimal(1), prefix, form, start, end), text, lexicon
            )
        )
    if match["words"]:
        return _in_words(
            match["words"].lower(),
            Amount(Decimal(0), Decimal(1), Decimal(1), prefix, "words", start, end),
            text,
            lexicon,
        )
    value = chinese_value(match["han"])
    if value is None:
        return None
    scale = HAN_SCALES.get(match["more_scale"] or "", Decimal(1))
    step = rounding_step(value) * scale
    return Amount(value * scale, step, scale, prefix, "han", start, end, is_exceeded=bool(match["more"]))


def _fraction(char: str) -> Decimal:
    return round(Decimal(unicodedata.numeric(char)), 4)


def _in_words(words: str, amount: Amount, text: str, lexicon: Lexicon) -> Amount | None:
    value = english_value(words)
    if value is None:
        return None
    step = Decimal("0.1") if value % 1 else rounding_step(value)
    scaled = _scaled(replace(amount, value=value, precision=step), text, lexicon)
    if words in _NEEDS_SCALE and scaled.scale == 1:
        return None
    is_small = scaled.scale <= 12
    return replace(scaled, precision=rounding_step(scaled.value)) if is_small else scaled


def _scaled(amount: Amount, text: str, lexicon: Lexicon) -> Amount:
    """Apply the scale words behind or before a number, and add the parts that follow: `41亿5000万`, `2 crore 50 lakh`."""
    scale, end, is_exceeded = _scale_at(text, amount.end, lexicon)
    if scale == 1:
        return _with_letter(_with_leading(amount, text, lexicon), text)
    whole = replace(
        amount,
        value=amount.value * scale,
        precision=amount.precision * scale,
        scale=scale,
        end=end,
        is_exceeded=is_exceeded,
    )
    while (part := _NEXT_PART.match(text, whole.end)) and not is_exceeded:
        number = (
            number_value(part[1], decimal_comma=False) if part[1][0].isdecimal() else chinese_value(part[1])
        )
        smaller, end, _ = _scale_at(text, part.end(), lexicon)
        # Only where a myriad or a lakh was written may a bare rest follow: `12万3000`, not `5 million 300 units`.
        if number is None or number * smaller >= scale or (smaller == 1 and text[part.start()] in " ,"):
            break
        if smaller == 1 and len(part[1]) == 1:  # 6万6 is 6.6万
            smaller = scale / 10
        step = rounding_step(number) * smaller
        whole = replace(whole, value=whole.value + number * smaller, precision=step, end=end)
        scale = smaller
        if smaller == 1:
            break
    return whole


def _scale_at(text: str, position: int, lexicon: Lexicon) -> tuple[Decimal, int, bool]:
    """Return the product of the scale words at `position`, where they end, and whether `多` stands before them."""
    scale, is_exceeded = Decimal(1), text[position : position + 1] in ("多", "余")
    end = position + is_exceeded
    for _ in range(2):
        start = end + (text[end : end + 1] in (" ", "-"))
        found = lexicon.scales.match(text, start) or _HAN.match(text, start)
        if found is None or _THOUSAND_UNIT.match(text, found[1] - 1) or scale * found[0] > 10**16:
            break
        scale, end = scale * found[0], found[1]
    return (scale, end, is_exceeded) if scale != 1 else (scale, position, False)


def _with_leading(amount: Amount, text: str, lexicon: Lexicon) -> Amount:
    word = _LEADING.search(text, max(0, amount.start - 20), amount.start) if lexicon.leading_scales else None
    scale = lexicon.leading_scales.get(word[1].lower()) if word else None
    if word is None or scale is None:
        return amount
    return replace(
        amount,
        value=amount.value * scale,
        precision=amount.precision * scale,
        scale=scale,
        start=word.start(),
    )


def _with_letter(amount: Amount, text: str) -> Amount:
    """Tell `€75m` and `1.3m people` from `55m tall`."""
    letter = _LETTER.match(text, amount.end)
    if letter is None or amount.scale != 1:
        return amount
    is_figure = amount.end - amount.start > 1  # 3M is a company
    is_scale = (
        amount.prefix
        or letter[0] in "kK"
        or (letter[0] in "MB" and is_figure)
        or (letter[0] in "mb" and not _LENGTH_CONTEXT.match(text, letter.end()))
    )
    if not is_scale:
        return amount
    scale = _LETTERS[letter[0].lower()]
    return replace(
        amount, value=amount.value * scale, precision=amount.precision * scale, scale=scale, end=letter.end()
    )


def rounding_step(value: Decimal) -> Decimal:
    """Return the step to which `value` looks rounded: its last decimal, or its trailing zeros.

    Zeros count only up to a twentieth of the value: 5,800 looks rounded to hundreds, 40 does not to tens.
    """
    _, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int) or exponent < 0 or not value:
        return Decimal(1).scaleb(exponent) if isinstance(exponent, int) and exponent < 0 else Decimal(1)
    written = "".join(map(str, digits)) + "0" * exponent
    zeros = len(written) - len(written.rstrip("0"))
    # A twentieth: one digit less than the value, two where it begins with a 1.
    most = len(written) - (2 if written[0] != "1" else 3)
    return Decimal(10) ** max(0, min(zeros, most))
