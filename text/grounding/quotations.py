"""Words in quotation marks, held against a text however either of them is typeset."""

import re
import unicodedata
from collections.abc import Iterator

from stepresearch.text.language.language import CJK

_MARKS = "\"'`´ʼ‘’‚‛“”„‟‹›«»「」『』〝〞＂＇*"
_FOLD = str.maketrans(
    dict.fromkeys(f"{_MARKS}\u00ad\u200b\u200c\u200d\u2060\ufeff") | dict.fromkeys("‐‑‒–—―−﹣－", "-")
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_LOOSE_SPACE = re.compile(rf"(?<=[-{CJK}]) | (?=[-{CJK}])")
# What an author leaves out of a quotation, or puts in brackets for its readers.
_GAP = re.compile(r"\[[^\[\]]{0,80}\]|\.{3,}|…")
_CURLED = re.compile(r"“([^“”]*)”|„([^„“”]*)[“”]|«([^«»]*)»|「([^「」]*)」")
_STRAIGHT = re.compile(r"\"([^\"]*)\"")
_CJK_CHARACTER = re.compile(f"[{CJK}]")
_SHORTEST, _SHORTEST_CJK = 12, 6


def comparable(text: str) -> str:
    """Return a text as it is compared: without escapes, quotation marks and soft hyphens, one kind of dash, space and width."""
    plain = unicodedata.normalize("NFKC", _ESCAPE.sub(r"\1", text)).translate(_FOLD)
    return _LOOSE_SPACE.sub("", " ".join(plain.split())).casefold()


def without_escapes(text: str) -> str:
    """Return Markdown text as it is shown."""
    return _ESCAPE.sub(r"\1", text)


def quotations(sentence: str) -> list[tuple[int, int, str]]:
    """Return what a sentence quotes, with where the quotation marks begin and end; single words and terms are left out."""
    patterns = [_CURLED] if sentence.count('"') % 2 else [_CURLED, _STRAIGHT]
    found = [
        (match.start(), match.end(), match[match.lastindex or 0])
        for pattern in patterns
        for match in pattern.finditer(sentence)
    ]
    return sorted(quoted for quoted in found if _is_long(quoted[2]))


def _is_long(words: str) -> bool:
    return len(words) >= (_SHORTEST_CJK if _CJK_CHARACTER.search(words) else _SHORTEST)


def holds(text: str, words: str) -> bool:
    """Return whether a text in comparable form has the words, all that stands between gaps in their order."""
    at = 0
    for part in _parts(words):
        at = _end_of(text, part, at)
        if at < 0:
            return False
    return True


def _parts(words: str) -> Iterator[str]:
    for part in _GAP.split(words):
        folded = comparable(part).strip(" .,;:!?。，；：！？")
        if folded:
            yield folded


def _end_of(text: str, part: str, start: int) -> int:
    """Return where the words end in the text: not `cost 41` in `cost 412` or `cost 41.5`; -1 if they do not stand in it."""
    at = text.find(part, start)
    while at >= 0:
        end = at + len(part)
        is_cut = _is_one_word(text[at - 1 : at], part[0]) or _is_one_word(part[-1], text[end : end + 1])
        if not is_cut and not (text[end : end + 1] in (".", ",") and text[end + 1 : end + 2].isdecimal()):
            return end
        at = text.find(part, at + 1)
    return -1


def _is_one_word(before: str, after: str) -> bool:
    return before.isalnum() and after.isalnum() and _CJK_CHARACTER.search(before + after) is None
