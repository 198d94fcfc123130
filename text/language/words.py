"""Words of a text: as index terms that can be compared, and as keywords that can be searched for."""

import re
import unicodedata
from functools import lru_cache

from Stemmer import Stemmer  # type: ignore[import-not-found]  # a C extension without type stubs

from stepresearch.text.language.language import CJK, HAN, KANA, detect_language
from stepresearch.text.language.stop_words import QUESTION_WORDS, STOP_WORDS, chinese_chunks

# Python's \w leaves out vowel signs and points, which would cut words of Hebrew, Arabic and the Indic scripts.
MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u0900-\u0963\u0971-\u0df3\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u17b4-\u17d3"
)
"""Ranges for a character class: marks that are part of a word."""

# Written without spaces: CJK, Thai, Lao, Burmese, Khmer.
_UNSPACED = CJK + "\u0e01-\u0e4e\u0e81-\u0ecd\u1000-\u1049\u1780-\u17d3"
_LETTER = rf"(?:(?![{_UNSPACED}])[^\W_]|[{MARKS}])"
_TERM = re.compile(
    rf"(?P<unspaced>[{_UNSPACED}]+)"
    r"|(?P<grouped>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d))"
    r"|(?P<number>\d+(?:\.\d+)+|\d+,\d{1,2}(?!\d)|\d+)"
    rf"|(?P<word>{_LETTER}+)(?:['’](?:s|t|re|ve|ll|d|m)(?!\w))?"
)
_ASCII_TERM = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)+|\d+,\d{1,2}(?!\d)|\d+"
    r"|[a-z][a-z\d]*(?:'(?:s|t|re|ve|ll|d|m)(?!\w))?"
)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_GROUPED_BY_POINTS = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")
_DIACRITIC = re.compile("[\u0300-\u036f\u064b-\u0652]")
_LATIN_START = re.compile("[a-z]")

_KEPT_CHARS = 1500
# Sentences and passages are asked for again and again, by each step that ranks or compares; pages are not.

_KEYWORD = re.compile(
    r"(?P<number>\d+(?:[.,:]\d+)*(?:[%％‰]|(?:万亿|亿|万)?[年月日世纪个元]*))"
    rf"|(?P<cjk>[{HAN}{KANA}]+)"
    r"|(?P<acronym>(?:[^\W\d_]\.){2,})"
    rf"|(?P<word>{_LETTER}+(?:['’.&\-–+/]{_LETTER}+)*[+#]*)"
    rf"|(?P<unspaced>[{_UNSPACED}]+)"
)
_JAPANESE_CHUNK = re.compile(f"[{HAN}\u30a1-\u30ff\uff66-\uff9f]+")


def terms(text: str) -> list[str]:
    """Return the index terms of `text` in order.

    Case, width, diacritics and English endings are folded away. Latin words of every language go through the
    English stemmer, so that one index holds all languages. Numbers are whole (`1,250` is `1250`, `3,5` is
    `3.5`), and a unit that sticks to a number is a term of its own. Scripts without spaces become overlapping
    pairs of characters, a lone character itself (the pairs of Lucene's CJKBigramFilter).
    """
    return list(_kept_terms(text) if len(text) <= _KEPT_CHARS else _terms(text))


@lru_cache(maxsize=8192)
def _kept_terms(text: str) -> list[str]:
    return _terms(text)


def _terms(text: str) -> list[str]:
    if text.isascii():  # most text: the same terms in a third of the time
        return list(map(_ascii_term, _ASCII_TERM.findall(text.lower())))
    result: list[str] = []
    for match in _TERM.finditer(_folded(text)):
        token = match[match.lastgroup or 0]
        if match.lastgroup == "word":
            result.append(_stem(token) if _LATIN_START.match(token) else token)
        elif match.lastgroup == "unspaced":
            result.extend(token[i : i + 2] for i in range(max(1, len(token) - 1)))
        elif match.lastgroup == "grouped":
            result.append(token.replace(",", ""))
        else:
            result.append(_number(token))
    return result


@lru_cache(maxsize=100_000)
def _ascii_term(token: str) -> str:
    if token[0].isdecimal():
        return token.replace(",", "") if _GROUPED.fullmatch(token) else _number(token)
    return _stem(token.partition("'")[0])


def keywords(text: str) -> list[str]:
    """Return the content words of `text` in order and as written, each once, to build a search query from.

    Stop words and words that only ask are left out. Chinese is cut at them into chunks that may hold several
    words; of Japanese the runs of kanji and katakana are kept.
    """
    language = detect_language(text)
    ignored = QUESTION_WORDS | STOP_WORDS.get(language, frozenset())
    found: dict[str, str] = {}
    for match in _KEYWORD.finditer(unicodedata.normalize("NFKC", text)):
        token = match[0]
        if match.lastgroup == "cjk":
            chunks = _JAPANESE_CHUNK.findall(token) if language == "ja" else chinese_chunks(token)
        else:
            chunks = [] if token.casefold().replace("’", "'") in ignored else [token]
        for chunk in chunks:
            found.setdefault(chunk.casefold(), chunk)
    return list(found.values())


def _folded(text: str) -> str:
    if text.isascii():
        return text.casefold()
    plain = _DIACRITIC.sub("", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFKC", plain)


def _number(token: str) -> str:
    if _GROUPED_BY_POINTS.fullmatch(token):
        return token.replace(".", "")
    return token.replace(",", ".")


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    # A stemmer keeps the word it works on in itself; one for each word makes this safe in threads.
    stem: str = Stemmer("english").stemWord(word)
    return stem
