"""What a sentence talks about: its content terms, without function words."""

import re
from functools import cache, lru_cache

from stepresearch.text.language.language import HAN
from stepresearch.text.language.stop_words import STOP_WORDS, chinese_chunks
from stepresearch.text.language.words import terms

_HAN_RUN = re.compile(f"[{HAN}]+")


@lru_cache(maxsize=20_000)
def content_terms(text: str) -> frozenset[str]:
    """Return the index terms of `text` that carry meaning: no function words, no numbers."""
    cut = _HAN_RUN.sub(lambda run: f" {' '.join(chinese_chunks(run[0]))} ", text)
    return frozenset(term for term in terms(cut) if term not in _stops() and not term[0].isdigit())


def number_terms(text: str) -> frozenset[str]:
    """Return the index terms of `text` that are numbers."""
    return frozenset(term for term in terms(text) if term[0].isdigit())


@cache
def _stops() -> frozenset[str]:
    """Function words of all languages that have a list, as index terms."""
    return frozenset(term for words in STOP_WORDS.values() for word in words for term in terms(word))
