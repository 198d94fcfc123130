"""Figures of a table, whose unit stands once for all of them: `单位：万元`, `Cost, million crowns`, `€ million`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from stepresearch.text.numbers.quantities import Quantity, quantities

_DECLARED = re.compile(
    r"单位\s*[:：]\s*(?P<han>[^\s\d|，。；)）]{1,12})"
    r"|[(（](?:in |单位\s*[:：]\s*)?(?P<bracketed>[^()（）\d|\n]{1,30})[)）]"
    r"|(?:,| in) (?P<behind>[^,|\d\n]{1,30}?(?:'?000s?)?)\s?(?=\||$)"
    r"|(?:^|\|)\s?(?P<alone>[^,|\d\n.()（）]{1,30}?)\s?(?=\||$)",
    re.MULTILINE,
)
_CURRENCY_FIRST = re.compile(
    r"(?P<currency>[^\W\d]{3}|[$€£¥₹])\s?(?P<scale>thousands?|millions?|billions?|m|bn|k|'?000s?)"
)
_MANY = re.compile(r"^(thousand|million|billion)s(?: of)?\b", re.IGNORECASE)


def figures_of_tables(texts: Sequence[str], heads: Sequence[str]) -> Iterator[Quantity]:
    """Yield the figures of `texts` that have no unit in each unit that a table's head, in `texts` or `heads`, declares."""
    units = [unit for text in (*heads, *texts) for unit in _declared(text)]
    if units:
        bare = [figure for text in texts for figure in quantities(text) if not figure.unit]
        yield from (_in_unit(figure, unit) for figure in bare for unit in units)


def _declared(text: str) -> Iterator[Quantity]:
    """One of each unit that a text declares, such as a million crowns."""
    seen: set[str] = set()
    for match in _DECLARED.finditer(text):
        phrase = match[match.lastgroup or 0].strip()
        if phrase in seen:
            continue
        seen.add(phrase)
        if first := _CURRENCY_FIRST.fullmatch(phrase):
            scale = "thousand" if first["scale"].strip("'s") == "000" else first["scale"].removesuffix("s")
            phrase = f"{scale} {first['currency']}"
        written = f"1 {_MANY.sub(_singular, phrase)}"
        one = quantities(written)
        # A phrase that is more than a unit declares none.
        if len(one) == 1 and one[0].unit and one[0].end == len(written):
            yield one[0]


def _singular(many: re.Match[str]) -> str:
    return many[1]


def _in_unit(figure: Quantity, unit: Quantity) -> Quantity:
    return replace(
        figure,
        value=figure.value * unit.value,
        high=None if figure.high is None else figure.high * unit.value,
        precision=figure.precision * unit.value,
        unit=unit.unit,
    )
