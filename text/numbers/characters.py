"""Digits, separators and signs of every script, as the ASCII characters that mean the same."""

import unicodedata

# One character for one, so that an offset in the result is an offset in the text. The Arabic thousands separator becomes
# the Swiss one, which no language uses for decimals. Traditional numerals become the simplified ones.
# Dashes stay apart from hyphens: 2010–11 is a season, 2010-11 a month.
_SAME = str.maketrans("٫٬٪−‐‑—‒～〜’萬億兩點個負參", ".'%---––~~'万亿两点个负三")
_COMPATIBLE = ("<wide>", "<narrow>", "<noBreak>", "<compat> 0020")


class _Plain(dict[int, int | str]):
    """A translation table that is filled as characters turn up."""

    def __missing__(self, code: int) -> int | str:
        char = chr(code)
        if (digit := unicodedata.decimal(char, None)) is not None:
            self[code] = str(digit)
        elif char != "，" and unicodedata.decomposition(char).startswith(_COMPATIBLE):
            folded = unicodedata.normalize("NFKC", char)
            self[code] = folded if len(folded) == 1 else char
        else:
            self[code] = code
        return self[code]


_TABLE = _Plain(_SAME)


def plain(text: str) -> str:
    """Return `text` with digits, signs, spaces and wide characters in their ASCII form; no offset changes."""
    return text if text.isascii() else text.translate(_TABLE)
