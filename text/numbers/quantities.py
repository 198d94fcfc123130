"""Quantities of a sentence: value, range, unit and how exactly they are meant."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from stepresearch.text.language.language import likely_languages
from stepresearch.text.numbers.amounts import Amount, amounts, may_hold_amounts
from stepresearch.text.numbers.bounds import bound_after, bound_before
from stepresearch.text.numbers.characters import plain
from stepresearch.text.numbers.dates import dates
from stepresearch.text.numbers.lexicon import Lexicon, lexicon
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
    r"(?:\b(?:sections?|sect\.|chapters?|ch\.|figures?|fig\.|tables?|pages?|pp?\.|articles?|art\.|paragraphs?|clauses?|version|release|"
    r"no\.|codes?(?: of)?|nos\.|number|steps?|parts?|phase|level|appendix|annex|volume|vol\.|issue|ticket|bug|grade|class|rule|"
    r"item|room|route|highway|flight|model|layer|v|ver\.|group|unit|line|runway|platform|gate|see|see also|compare|cf\.|vgl\.|siehe|voir|"
    r"artikel|seite|kapitel|abs\.|absatz|nr\.|page|article|artículo|página|capítulo|статья|стр\.|глава|№|№\s|n[o°º]\.?)\s?|"
    r"§\s?|#|[A-Za-z][-/:.]|[A-Za-z\d]\.|[A-Za-z]|\S\+|第|附件|附录|附表|(?<![代发])表|(?<![企试意])图|[統统唯同单专均周之])\Z",
    re.IGNORECASE,
)
# `PEP 489`, `RFC 8259`, `ISO 9001`: what a name in capitals counts is a thing of that name, unless a unit follows.
_NAME_BEFORE = re.compile(r"(?<=[A-Za-z,;] )[A-Z][A-Za-z]+ \Z|(?<![A-Za-z])[A-Z]{2,6}[ -]\Z")
_CONTINUES = re.compile(
    r"(?:st|nd|rd|th|e|er|ère|ème|º|ª|-й|-я|-го)\b|[A-Za-z]|[/:]\d|\.\d|[-–]\d+-|-0|\. [a-zß-ÿ]|-[а-я]{1,2}\b"
)
_NAME_NUMBER = re.compile(r"\d{1,5}(?:\.\d{1,2})?")
_REACH = 40
_PHONE = re.compile(r"(?<!\d)\+?\(?\d[\d() -]{5,40}\d(?:[ -]\d+)+")
_GROUPED = re.compile(r"[\d ,.]+")
_LIST_NUMBER = re.compile(r"^\s*(?:\(?\d{1,2}[.)、]|[一二三四五六七八九十]+、)\s?(?!\d)")
_RANGE = re.compile(
    r"\s?(?:[-–]|~|to|and|bis|à|a|ai|al|alle|ao|aos|au|aux|até|до|по|至|到|から|và|y|und|et)\s?\$?"
)
# Of a score, a telephone number, an identifier.
_HYPHENATED = re.compile(r"\d[-–]\d")
_BETWEEN = re.compile(
    r"(?<!\w)(?:between|zwischen|entre|tra|fra|между|tussen|między)\s(?:about )?$", re.IGNORECASE
)
_BETWEEN_JOINTS = {"and", "und", "et", "y", "e"}
_CHANGE = re.compile(
    r"\b(?:r[io]se|ris\w+|gr[eo]w\w*|f[ae]ll\w*|increas\w+|decreas\w+|drop\w*|up|down|cut\w*|climb\w*)\b"
)
_BELOW_ZERO = re.compile(
    r"\s?(?:below zero|below freezing|unter Null|sous zéro|bajo cero|sotto zero|ниже нуля|abaixo de zero)"
)
_OF = re.compile(r"\s(?:of|de|di)\s|\sd'")
_GROWN = re.compile(r"(?:增长|增加|提高|上升|扩大|上涨)了?(?:近|约|超过|逾)?$")


def quantities(sentence: str) -> list[Quantity]:
    """Return the quantities of `sentence` in order.

    Dates, ordinals, list and section numbers, references, versions, telephone numbers and numbers inside names are none.
    """
    return list(_read(sentence))


@lru_cache(maxsize=4096)
def _read(sentence: str) -> tuple[Quantity, ...]:
    text = plain(sentence)
    if not may_hold_amounts(text):
        return ()
    words = lexicon(likely_languages(sentence))
    taken = bytearray(len(text))
    spans = [match.span() for match in _PHONE.finditer(text) if not _GROUPED.fullmatch(match[0])]
    for start, end in [*spans, *((point.start, point.end) for point in dates(sentence))]:
        taken[start:end] = b"\1" * (end - start)
    kept = [one for one in amounts(text, words) if _counts(one, text, words, taken)]
    found: list[Quantity] = []
    skipped = -1
    for index, amount in enumerate(kept):
        if amount.start < skipped:
            continue
        following = kept[index + 1] if index + 1 < len(kept) else None
        quantity = _range(amount, following, text, words)
        if quantity is None and _HYPHENATED.search(text, max(0, amount.start - 2), amount.end + 2):
            continue
        quantity = quantity or _single(amount, text, words)
        if quantity is not None:
            found.append(quantity)
            skipped = quantity.end
    return tuple(found)


def _counts(amount: Amount, text: str, words: Lexicon, taken: bytearray) -> bool:
    """Return whether an amount is no part of a date or telephone number, which are `taken`, and no label."""
    if any(taken[amount.start : amount.end]):
        return False
    return amount.form in ("share", "multiple") or not _is_label(amount, text, words)


def _is_label(amount: Amount, text: str, words: Lexicon) -> bool:
    """Return whether a number only tells things apart: of a section, a list item, a standard, a product, an ordinal."""
    # As far back as a label goes: the whole of a long text would be copied for each of its numbers.
    before = text[max(0, amount.start - _REACH) : amount.start]
    if _LABEL.search(before) and not amount.prefix:
        return True
    if amount.start < _REACH and not before.strip():
        number = _LIST_NUMBER.match(text)
        if number and number.end() >= amount.end:
            return True
    if amount.form == "han":
        return amount.end - amount.start < 2 and match_unit(text, amount.end, words.units) is None
    if amount.form == "digits" and _CONTINUES.match(text, amount.end):
        return match_unit(text, amount.end, words.units) is None
    return (
        (amount.form == "words" or _NAME_NUMBER.fullmatch(text, amount.start, amount.end) is not None)
        and _NAME_BEFORE.search(before) is not None
        and _unit(amount, text, words)[0] == ""
    )


def _single(amount: Amount, text: str, words: Lexicon) -> Quantity | None:
    bound, position = _exactness(amount, text, words)
    unit, end = _unit(replace(amount, end=position), text, words)
    if amount.form == "han" and not unit:
        return None
    value = amount.value
    if below := _BELOW_ZERO.match(text, end):
        value, end = -abs(value), below.end()
    if (
        unit == "times"
        and amount.form != "multiple"
        and _GROWN.search(text[max(0, amount.start - 8) : amount.start])
    ):
        value += 1
    return Quantity(value, None, unit, bound is not None, bound or 0, amount.precision, amount.start, end)


def _exactness(amount: Amount, text: str, words: Lexicon) -> tuple[int | None, int]:
    """Return the bound that the words around an amount set, 0 for about and None for none, and where the number ends."""
    if amount.is_exceeded:
        return 1, amount.end
    if (bound := bound_before(text, amount.start)) is not None:
        return bound, amount.end
    if after := bound_after(text, amount.end):
        return after
    _, end = _unit(amount, text, words)
    after = bound_after(text, end)
    return (after[0] if after else None), amount.end


def _range(low: Amount, high: Amount | None, text: str, words: Lexicon) -> Quantity | None:
    """Return `3 to 5 million euros` as one quantity: the low end takes magnitude and unit of the high one."""
    if high is None or low.form in ("share", "multiple"):
        return None
    first_unit, first_end = _unit(low, text, words)
    between = text[first_end if first_unit else low.end : high.start]
    joined = _RANGE.fullmatch(between)
    if joined is None or not _is_range(between.strip(), text[max(0, low.start - 40) : low.start]):
        return None
    unit, end = _unit(high, text, words)
    if first_unit and unit and first_unit != unit:
        return None
    scale = high.scale if low.scale == 1 and low.value < high.value / high.scale else Decimal(1)
    if low.value * scale >= high.value:
        return None
    unit = unit or first_unit
    bound, _ = _exactness(low, text, words)
    return Quantity(
        low.value * scale, high.value, unit, bound is not None, bound or 0, high.precision, low.start, end
    )


def _is_range(joint: str, before: str) -> bool:
    if joint in _BETWEEN_JOINTS:
        return _BETWEEN.search(before) is not None
    if joint == "to" and re.search(r"\bfrom\s$", before):
        return _CHANGE.search(before) is None
    return True


def _unit(amount: Amount, text: str, words: Lexicon) -> tuple[str, int]:
    """Return the unit of an amount and where it ends: written, implied by a currency sign, or the noun counted."""
    if amount.form == "share":
        return "%", amount.end
    if amount.form == "multiple":
        return "times", amount.end
    if amount.prefix:
        sign = words.units.match(amount.prefix, 0) or match_unit(amount.prefix, 0)
        return (sign[0] if sign else ""), amount.end
    known = match_unit(text, amount.end, words.units)
    if known is None and (joint := _OF.match(text, amount.end)):
        known = match_unit(text, joint.end(), words.units)
    # The plural that ends in an s is an English one.
    return known or (counted_noun(text, amount.end) if words.is_english else ("", amount.end))
