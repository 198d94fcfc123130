"""Whether a question asks for an amount or a date, and a sentence gives one: `AURORA-2` is neither."""

import re

from stepresearch.text.numbers.dates import dates
from stepresearch.text.numbers.quantities import quantities

_AMOUNT = re.compile(
    r"\b(?:how (?:many|much|large|long|far|fast|old)|cost|price|budget|number|rate)\b|多少|几|多[长高大远]|成本|费用",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(?:when|year|date|late|delay\w*|deliver\w*|promised|schedule)\b|何时|什么时候|哪一?[年天]|进度|晚了",
    re.IGNORECASE,
)


class FigureAsked:
    """What kind of figure a question asks for."""

    def __init__(self, question: str) -> None:
        self._amount, self._date = _AMOUNT.search(question) is not None, _DATE.search(question) is not None

    def is_given(self, text: str) -> bool:
        """Return whether a sentence gives such a figure."""
        return (self._amount and bool(quantities(text))) or (self._date and bool(dates(text)))
