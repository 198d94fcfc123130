"""Values as the ledger writes them, and where a text gives them."""

import re

from stepresearch.nodes.citations.marks import without_marks
from stepresearch.text.language.whitespace import spaced_anyhow
from stepresearch.text.numbers.equality import quantities_agree, same_dimension
from stepresearch.text.numbers.quantities import quantities

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def written(value: str) -> re.Pattern[str]:
    """Return what finds a value as it is written, however spaced, and not as the end or start of a longer number."""
    return re.compile(rf"(?<![\d.,]){spaced_anyhow(value)}(?![.,]?\d)", re.IGNORECASE)


def numbers(text: str) -> frozenset[str]:
    """Return the numbers of a text without its citations, without commas."""
    return frozenset(number.replace(",", "") for number in _NUMBER.findall(without_marks(text)))


def gives(text: str, value: str) -> bool:
    """Return whether a text gives a value: as it is written, or the same quantity in other words."""
    plain = without_marks(text)
    if written(value).search(plain):
        return True
    wanted = quantities(value)
    return bool(wanted) and any(
        same_dimension(wanted[0], stated) and quantities_agree(wanted[0], stated)
        for stated in quantities(plain)
    )
