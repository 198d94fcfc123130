"""Quantities of a sentence: value, range, unit and how exactly they are meant."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from stepresearch.text.numbers.amounts import Amount, amounts
from stepresearch.text.numbers.dates import DatePoint, dates
from stepresearch.text.numbers.nouns import counted_noun
from stepresearch.text.numbers.units import match_unit


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity of a sentence.

    Attributes:
        value: The number, magnitudes applied; of a range its lower end.
        high: The upper end of a range, else None.
        unit: Canonical (`%`, `USD`, `km`, `people`), or the stem of the noun counted, or empty.
        approximate: It says about, nearly, more than and the like.
        bound: 1 for at least and more than, -1 for at most and less than, else 0.
        precision: The rounding step that its way of writing implies, in its unit.
        start: Offset of its first character.
        end: Offset after its last character, the unit included.
    """

    value: Decimal
    high: Decimal | None
    unit: str
    approximate: bool
    bound: int
    precision: Decimal
    start: int
    end: int


_LABEL = re.compile(
    r"(?:\b(?:sections?|chapters?|figures?|tables?|pages?|articles?|version|no\.|codes?(?: of)?|nos\.|number|steps?|parts?|phase|"
    r"level|appendix|volume|issue|grade|class|rule|item|room|route|highway|flight|model|layer|v|group|unit|line)\s?|"
    r"§\s?|#|[A-Za-z\d][-/:.]|[A-Za-z]|\+|第|[统唯同单专均周之])$",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(r"(?<=[A-Za-z,;] )[A-Z][A-Za-z]+ $")
_CONTINUES = re.compile(r"(?:st|nd|rd|th)\b|[A-Za-z]|[/:]\d|\.\d|-\d{3}")
_PHONE = re.compile(r"(?<!\d)\+?\(?\d[\d() -]{5,40}\d(?:[ -]\d+)+")
_LIST_NUMBER = re.compile(r"^\s*(?:\(?\d{1,2}[.)、]|[一二三四五六七八九十]+、)\s?")
_RANGE = re.compile(r"\s?(?:–|—|-|~|～|to|and|至|到)\s?$")
_CHANGE = re.compile(
    r"\b(?:r[io]se|ris\w+|gr[eo]w\w*|f[ae]ll\w*|increas\w+|decreas\w+|drop\w*|up|down|cut\w*|climb\w*)\b"
)
_BEFORE = {
    1: r"(?<!no )more than|over|at least|above|exceed(?:s|ed|ing)|upwards of|a minimum of|超过|逾|超|至少|不少于|突破|>",
    -1: r"less than|under|fewer than|below|up to|at most|no more than|as (?:many|much) as|不到|不足|至多|最多|多达|<",
    0: r"about|around|nearly|almost|roughly|approximately|some|an estimated|circa|ca\.|close to|just|约为|大约|约|近|接近|将近|~|≈",
}
_AFTER = {1: "多|余|以上|\\+| or more| plus", -1: "以下| or less| or fewer", 0: "左右|上下| or so"}
_CUES_BEFORE = [(bound, re.compile(rf"(?:{cues})\s?$", re.IGNORECASE)) for bound, cues in _BEFORE.items()]
_CUES_AFTER = [(bound, re.compile(rf"(?:{cues})")) for bound, cues in _AFTER.items()]


def quantities(sentence: str) -> list[Quantity]:
    """Return the quantities of `sentence` in order.

    Dates, ordinals, list and section numbers, versions, telephone numbers and numbers inside names are none.
    """
    return list(_read(sentence))


@lru_cache(maxsize=4096)
def _read(sentence: str) -> tuple[Quantity, ...]:
    points = dates(sentence)
    kept = [amount for amount in amounts(sentence) if _counts(amount, sentence, points)]
    found: list[Quantity] = []
    skipped = -1
    for index, amount in enumerate(kept):
        if amount.start < skipped:
            continue
        following = kept[index + 1] if index + 1 < len(kept) else None
        quantity = _range(amount, following, sentence) or _single(amount, sentence)
        if quantity is not None:
            found.append(quantity)
            skipped = quantity.end
    return tuple(found)


def _counts(amount: Amount, sentence: str, points: Sequence[DatePoint]) -> bool:
    before, written = sentence[: amount.start], sentence[amount.start : amount.end]
    if any(point.start < amount.end and amount.start < point.end for point in points):
        return False
    if (_LABEL.search(before) and not amount.prefix) or _within(_PHONE, amount, sentence):
        return False
    if amount.start == 0 or not before.strip():
        number = _LIST_NUMBER.match(sentence)
        if number and number.end() >= amount.end:
            return False
    if amount.form == "digits" and _CONTINUES.match(sentence, amount.end):
        return match_unit(sentence, amount.end) is not None
    if amount.form == "han":
        return len(written) > 1 or match_unit(sentence, amount.end) is not None
    return not (_NAME_BEFORE.search(before) and _unit(amount, sentence)[0] == "")


def _within(pattern: re.Pattern[str], amount: Amount, sentence: str) -> bool:
    return any(m.start() <= amount.start and amount.end <= m.end() for m in pattern.finditer(sentence))


def _single(amount: Amount, sentence: str) -> Quantity | None:
    approximate, bound, position = _exactness(amount, sentence)
    unit, end = _unit(replace(amount, end=position), sentence)
    if amount.form == "han" and not unit:
        return None
    return Quantity(amount.value, None, unit, approximate, bound, amount.precision, amount.start, end)


def _exactness(amount: Amount, sentence: str) -> tuple[bool, int, int]:
    before = sentence[max(0, amount.start - 20) : amount.start]
    for bound, cues in _CUES_BEFORE:
        if cues.search(before):
            return True, bound, amount.end
    for bound, cues in _CUES_AFTER:
        if match := cues.match(sentence, amount.end):
            return True, bound, match.end()
    _, end = _unit(amount, sentence)
    for bound, cues in _CUES_AFTER:
        if cues.match(sentence, end):
            return True, bound, amount.end
    return False, 0, amount.end


def _range(low: Amount, high: Amount | None, sentence: str) -> Quantity | None:
    """Return `3 to 5 million euros` as one quantity: the low end takes magnitude and unit of the high one."""
    if high is None:
        return None
    first_unit, first_end = _unit(low, sentence)
    between = sentence[first_end if first_unit else low.end : high.start]
    joined = _RANGE.fullmatch(between)
    if joined is None or not _is_range(between.strip(), sentence[: low.start]):
        return None
    unit, end = _unit(high, sentence)
    if first_unit and unit and first_unit != unit:
        return None
    scale = high.scale if low.scale == 1 and low.value < high.value / high.scale else Decimal(1)
    if low.value * scale >= high.value:
        return None
    unit = unit or first_unit
    approximate, bound, _ = _exactness(low, sentence)
    return Quantity(low.value * scale, high.value, unit, approximate, bound, high.precision, low.start, end)


def _is_range(joint: str, before: str) -> bool:
    if joint == "and":
        return bool(re.search(r"\bbetween\s(?:about )?$", before, re.IGNORECASE))
    if joint == "to" and re.search(r"\bfrom\s$", before):
        return _CHANGE.search(before) is None
    return True


def _unit(amount: Amount, sentence: str) -> tuple[str, int]:
    """Return the unit of an amount and where it ends: written, implied by a currency sign, or the noun counted."""
    if amount.form == "share":
        return "%", amount.end
    if amount.prefix:
        sign = match_unit(amount.prefix.strip(), 0)
        return (sign[0] if sign else ""), amount.end
    known = match_unit(sentence, amount.end)
    if known is not None:
        return known
    return counted_noun(sentence, amount.end)
