"""The letterhead of a paper: the body whose name stands in capitals above its text."""

import re

from stepresearch.text.language.stop_words import STOP_WORDS, word_set

_KINDS = word_set(
    """agenda annual article bulletin circular confidential contents copy draft final immediate internal letter
    media memo memorandum minutes news newsletter note notes notice page paper press private public release report
    restricted review statement strictly summary table tender update version"""
)
_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 8


def letterhead(text: str) -> str:
    """Return the name in the first line of `text`, empty where there is none.

    It stands alone there in capitals, in two words or more that do not merely say what kind of paper it is, and
    the text names it again: a headline in capitals is not named again.
    """
    first, _, rest = text.lstrip("# \n").partition("\n")
    name = first.strip(" *_:·-–—")
    words = _WORD.findall(name.casefold())
    if not name.isupper() or not 2 <= len(words) <= _MOST_WORDS:
        return ""
    is_kind = all(word in _KINDS or word in STOP_WORDS["en"] or word.isdecimal() for word in words)
    return name if not is_kind and name.casefold() in rest.casefold() else ""
