"""Figures of a sentence that none of the texts it rests on bears out."""

import re
from collections.abc import Sequence

from stepresearch.text.grounding.table_units import figures_of_tables
from stepresearch.text.numbers.arithmetic import is_calculated
from stepresearch.text.numbers.dates import dates
from stepresearch.text.numbers.equality import borne_out
from stepresearch.text.numbers.quantities import Quantity, quantities

_NUMBER = re.compile(r"\d(?:[\d.,]*\d)?")
# Not of a time, a list's number, a word or a longer number.
_LOOSE = re.compile(r"(?<![\w.,:/+'’^–-])(?<!^)\d{2,}(?![\w:/–-]|[.,]\d)")
_MAX_OWN_COUNT = 12
_UNIT = re.compile(r"[^\W\d_]+|[%€$£¥]")


def absent_figure(sentence: str, texts: Sequence[str], heads: Sequence[str] = ()) -> str | None:
    """Return the first quantity of a sentence that no text gives, as written, None where all are given.

    A small count in words may be the writer's own, and is absent only where a text counts the same thing otherwise. What
    the sentence says it calculated is given where two figures of the texts come to it. The heads, titles and headings, may
    give the unit of a table, never a figure.
    """
    told = quantities(sentence)
    given = [quantity for text in texts for quantity in quantities(text)] if told else []
    given += figures_of_tables(texts, heads) if told else ()
    if loose := _absent_number(sentence, told, texts):
        return loose
    for quantity in told:
        words = sentence[quantity.start : quantity.end]
        if (
            borne_out(quantity, given)
            or _in_parts(words, texts)
            or _is_bare_and_given(quantity, words, texts)
            or is_calculated(quantity, sentence, texts)
        ):
            continue
        if not _is_own_count(quantity, words) or _has_rival(quantity, words, given, texts):
            return words
    return None


def _absent_number(sentence: str, told: Sequence[Quantity], texts: Sequence[str]) -> str | None:
    """Return the first number that is neither a quantity nor of a date, as in `Article 12`, and in no text."""
    spans = [(one.start, one.end) for one in told] + [(one.start, one.end) for one in dates(sentence)]
    for found in _LOOSE.finditer(sentence):
        if not any(start <= found.start() < end for start, end in spans) and not any(
            re.search(rf"(?<![\d.,]){re.escape(found[0])}(?!\d)", text) for text in texts
        ):
            return found[0]
    return None


def _is_own_count(quantity: Quantity, words: str) -> bool:
    """Return whether who writes may have counted himself, or told a date or share anew: `six months`, `half`, `三艘`."""
    in_words = not any(char.isdigit() for char in words)
    return in_words and (quantity.value <= _MAX_OWN_COUNT or quantity.unit == "%")


def _has_rival(quantity: Quantity, words: str, given: Sequence[Quantity], texts: Sequence[str]) -> bool:
    """Return whether the texts count the same thing otherwise: `eight months` for `six months`."""
    if any(words.casefold() in text.casefold() for text in texts):
        return False
    return bool(quantity.unit) and any(one.unit == quantity.unit for one in given)


def _is_bare_and_given(quantity: Quantity, words: str, texts: Sequence[str]) -> bool:
    """Return whether a number without a unit, as in a cell below a head that has it, stands in a text with whatever unit."""
    number = _NUMBER.fullmatch(words)
    if quantity.unit or number is None:
        return False
    written = re.compile(rf"(?<![\d.,]){re.escape(number[0])}(?!\d|[.,]\d)")
    return any(written.search(text) for text in texts)


def _in_parts(words: str, texts: Sequence[str]) -> bool:
    """Return whether a text has the number without a unit, as in a table, and the unit elsewhere."""
    number = _NUMBER.search(words)
    if number is None:
        return False
    unit = _UNIT.findall(words.casefold())
    return any(
        all(part in text.casefold() for part in unit)
        and any(text[one.start : one.end] == number[0] for one in quantities(text) if not one.unit)
        for text in texts
    )
