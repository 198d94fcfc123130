"""Parts of a whole and multiples that are written as words: `two thirds of`, `三分之二`, `doubled`, `翻一番`."""

import re
from decimal import Decimal

from stepresearch.text.numbers.numerals import chinese_value

_HAN = "零〇一二两三四五六七八九十百千万"
_SHARES = """
1/2: half, Hälfte, moitié, mitad, metade, metà, половина, половину, половины
1/3: (?:a|one) third, ein Drittel, un tiers, un tercio, um terço, un terzo, треть
2/3: two[ -]thirds, zwei Drittel, deux tiers, dos tercios, dois terços, due terzi, две трети
1/4: (?:a|one) quarter, ein Viertel, un quart, un cuarto, um quarto, un quarto, четверть
3/4: three[ -]quarters, drei Viertel, trois quarts, tres cuartas partes, três quartos, tre quarti, три четверти
1/5: (?:a|one) fifth, ein Fünftel, un cinquième, un quinto, пятая часть
1/10: (?:a|one) tenth, ein Zehntel, un dixième, un décimo, un decimo, десятая часть
"""
_MULTIPLES = """
2: doubled, doubling, twofold, two-fold, verdoppelte?n?, doublé, se duplicó, duplicado, dobrou, duplicou, raddoppiat[oaie], удвоил\\w{1,3}, 翻番, 翻一番, 翻了一番
3: tripled, trebled, tripling, threefold, three-fold, verdreifachte?n?, triplé, se triplicó, triplicou, triplicat[oaie], утроил\\w{1,3}
4: quadrupled, fourfold, four-fold, vervierfachte?n?, quadruplé, 翻两番, 翻了两番
10: tenfold, ten-fold, verzehnfachte?n?, décuplé
0.5: halved, halbierte?n?, 减半
"""

_OF = r" (?:of|the|all|der|des|de|du|d'|la|el|le|les|los|las|dos|das|do|da|dei|della|degli|delle)\b| [а-я]"


def _rows(table: str) -> list[tuple[str, list[str]]]:
    return [
        (head, words.split(", ")) for head, words in (line.split(": ") for line in table.strip().splitlines())
    ]


_SHARE_WORDS = "|".join(word for _, words in _rows(_SHARES) for word in words)
_MULTIPLE_WORDS = "|".join(word for _, words in _rows(_MULTIPLES) for word in words)
RATIO_PATTERN = (
    rf"\b(?i:{_SHARE_WORDS})\b(?={_OF})"
    rf"|(?<![A-Za-zа-яß-ɏ])(?i:{_MULTIPLE_WORDS})(?![A-Za-zа-яß-ɏ])"
    rf"|(?<![{_HAN}])[{_HAN}]{{1,6}}分之(?:\d{{1,9}}(?:\.\d{{1,9}})?|[{_HAN}点]{{1,9}})"
    r"|[一二两三四五六七八九]成(?![立本为功员果就都长交])"
    r"|(?<![\d/.,-])[1-9]\d?/[1-9]\d?(?= (?:of|der|des|de)\b)"
)
_FACTORS = [
    (re.compile(word, re.IGNORECASE), Decimal(head)) for head, words in _rows(_MULTIPLES) for word in words
]
_PARTS = [(re.compile(word, re.IGNORECASE), head) for head, words in _rows(_SHARES) for word in words]


def ratio(written: str) -> tuple[Decimal, str]:
    """Return what RATIO_PATTERN matched: a share in percent, or a factor, and which of the two."""
    for pattern, factor in _FACTORS:
        if pattern.fullmatch(written):
            return factor, "multiple"
    if written.endswith("成"):
        return 10 * (chinese_value(written[0]) or Decimal(0)), "share"
    above, below = _parts(written)
    return round(100 * above / below, 2) if below else Decimal(0), "share"


def _parts(written: str) -> tuple[Decimal, Decimal]:
    if "分之" in written:
        below, _, above = written.partition("分之")
        return _value(above), _value(below)
    fraction = next((head for pattern, head in _PARTS if pattern.fullmatch(written)), written)
    above, _, below = fraction.partition("/")
    return Decimal(above), Decimal(below)


def _value(written: str) -> Decimal:
    return (Decimal(written) if written[0].isdecimal() else chinese_value(written)) or Decimal(0)
