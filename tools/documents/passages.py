"""What the document index searches: passages, the words of a query, and the excerpt to show."""

import re

from stepresearch.text.language.chunking import Passage, cut_passages
from stepresearch.text.language.language import CJK
from stepresearch.text.language.words import keywords, terms

EXCERPT_CHARS = 500
_QUERY_WORDS = 64

# CJK, Thai, Lao, Burmese and Khmer are written without spaces; SQLite would take a whole clause for one word.
_UNSPACED = re.compile(f"[{CJK}\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+")
_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?]\s+|[。！？]|\n+")
_SPACE = re.compile(r"\s+")
_POSSESSIVE = re.compile(r"['’]s\b")


def split_passages(text: str) -> list[Passage]:
    """Cut a page's text into passages; one of headings alone is a single passage, so that it can be found too."""
    return cut_passages(text) or [Passage(0, len(text), "")]


def searchable(text: str) -> str:
    """Return a text with the character pairs of its unspaced scripts added as words."""
    runs = _UNSPACED.findall(text)
    return f"{text} {' '.join(terms(' '.join(runs)))}" if runs else text


def query_words(query: str) -> list[str]:
    """Return the words that a query asks for, in lower case and each once: its keywords, or all of its words.

    Unspaced scripts give pairs of characters. At most 64 words count.
    """
    asked = " ".join(keywords(query)) or query
    asked = _POSSESSIVE.sub("", asked)
    spaced = _WORD.findall(_UNSPACED.sub(" ", asked).lower())
    unspaced = [term for run in _UNSPACED.findall(asked) for term in terms(run)]
    return list(dict.fromkeys(spaced + unspaced))[:_QUERY_WORDS]


def match_expression(words: list[str]) -> str:
    """Return the FTS5 query that finds any of the words. Quoted, no word can be an operator or column."""
    return " OR ".join(f'"{word}"' for word in words)


def excerpt(passage: str, words: list[str]) -> str:
    """Return the stretch of at most 500 characters with the most of the words in it, whole sentences if possible."""
    if len(passage) <= EXCERPT_CHARS:
        return passage
    starts = [0, *(match.end() for match in _SENTENCE_END.finditer(passage))]
    best = max(starts, key=lambda start: _weight(passage[start : start + EXCERPT_CHARS], words))
    window = passage[best : best + EXCERPT_CHARS]
    if best + EXCERPT_CHARS < len(passage):
        ends = [match.end() for match in _SENTENCE_END.finditer(window)] or [
            match.start() for match in _SPACE.finditer(window)
        ]
        window = window[: ends[-1]] if ends else window
    return window.strip()


def _weight(window: str, words: list[str]) -> float:
    lowered = window.lower()
    return sum((word in lowered) + 0.1 * lowered.count(word) for word in words)
