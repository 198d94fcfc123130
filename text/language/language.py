"""Which language a text is in, told by its script and its stop words."""

import re
from collections import Counter
from functools import lru_cache

from stepresearch.text.language.stop_words import STOP_WORDS

HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30ff\u31f0-\u31ff\uff66-\uff9f"
HANGUL = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"
CJK = HAN + KANA + HANGUL
"""Ranges for a regular expression's character class: Han, kana, Hangul (Unicode 15, Blocks.txt)."""

_SCRIPTS = {
    "zh": re.compile(f"[{HAN}]"),
    "ja": re.compile(f"[{KANA}]"),
    "ko": re.compile(f"[{HANGUL}]"),
    "ru": re.compile("[\u0400-\u052f]"),
    "ar": re.compile("[\u0620-\u064a\u066e-\u06d3]"),
    "el": re.compile("[\u0370-\u03ff]"),
    "he": re.compile("[\u05d0-\u05ea]"),
    "th": re.compile("[\u0e01-\u0e4e]"),
    "hi": re.compile("[\u0900-\u0963]"),
    "bn": re.compile("[\u0980-\u09e3]"),
    "ta": re.compile("[\u0b82-\u0bd7]"),
    "te": re.compile("[\u0c00-\u0c63]"),
}
_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")
_LATIN_WORD = re.compile("[a-z\u00df-\u024f]+")
_LATIN_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "pl", "tr", "id", "vi", "sw", "ha")
# Letters that English lacks and few other languages share, for a phrase too short to hold a function word.
_OWN_LETTERS = {
    "de": "äöüß",
    "fr": "àçèêëîïœù",
    "es": "ñ¿¡áíú",
    "it": "ìòù",
    "pt": "ãõâêç",
    "sv": "åäö",
    "pl": "ąćęłńśźż",
    "tr": "ğışçöü",
    "vi": "ăđơưạảấầậắặẹếềểệỉịọốồộớờợụủứừửữựỳ",
}
_URDU_LETTER = re.compile("[ٹڈڑںےہھ]")
_CJK_CHARACTER = re.compile(f"[{CJK}]")

KNOWN_LANGUAGES = frozenset((*_SCRIPTS, *_LATIN_LANGUAGES))
"""What `detect_language` can tell."""

# A Chinese character says about as much as this many Latin letters, so that a Chinese question about
# "Retrieval-Augmented Generation" counts as Chinese.
_LETTERS_PER_HAN = 2.5
_DENSE = ("zh", "ja", "ko")
# Japanese prose is about half kana; Chinese has none but for the odd brand name.
_KANA_SHARE = 0.1


def is_cjk(char: str) -> bool:
    """Return whether `char` is a Han character, kana or Hangul; punctuation is none of them."""
    return _CJK_CHARACTER.fullmatch(char) is not None


@lru_cache(maxsize=8192)
def is_han(text: str) -> bool:
    """Return whether a text is Chinese, names in Latin letters aside."""
    return not text.isascii() and sum(map(is_cjk, text)) > len(text) / 4


def detect_language(text: str) -> str:
    """Return the ISO 639-1 code of the language that most of `text` is in, `en` where nothing tells.

    A script stands for its most common language: Cyrillic for `ru`, Arabic for `ar`, Devanagari for `hi`.
    """
    hits = _stop_word_hits(text)
    # On a tie the first listed wins, English before all.
    latin = max(hits, key=lambda code: hits[code])
    if text.isascii():
        return latin
    # Latin words without one function word are names and terms inside another language.
    latin_letters = len(_LATIN_LETTER.findall(text)) if hits[latin] else 0
    letters = _letters_by_script(text)
    best = max(letters, key=lambda code: letters[code])
    return best if letters[best] > 0 and letters[best] >= latin_letters else latin


@lru_cache(maxsize=8192)
def likely_languages(text: str) -> tuple[str, ...]:
    """Return the languages that a sentence may be in, the likeliest first and English last, for its words of number."""
    language = detect_language(text)
    if language == "ar" and _URDU_LETTER.search(text):
        return ("ur", "en")
    if language == "hi":
        return ("hi", "mr", "en")
    if language not in _LATIN_LANGUAGES:
        return (language, "en")
    hits = _stop_word_hits(text)
    if not text.isascii():
        lowered = text.lower()
        for code, letters in _OWN_LETTERS.items():
            hits[code] += sum(lowered.count(letter) for letter in letters)
    most = max(hits.values())
    likely = [code for code, count in hits.items() if count == most and count and code != "en"]
    return ("en",) if not likely or hits["en"] == most else (*likely[:5], "en")


def _letters_by_script(text: str) -> dict[str, float]:
    counts = {code: float(len(pattern.findall(text))) for code, pattern in _SCRIPTS.items()}
    if counts["ja"] > _KANA_SHARE * counts["zh"]:
        counts["ja"] += counts["zh"]
    return {code: count * (_LETTERS_PER_HAN if code in _DENSE else 1) for code, count in counts.items()}


def _stop_word_hits(text: str) -> dict[str, int]:
    words = Counter(_LATIN_WORD.findall(text.casefold()))
    return {
        code: sum(count for word, count in words.items() if word in STOP_WORDS[code])
        for code in _LATIN_LANGUAGES
    }
