"""Answers in another language than the report's."""

import re

from stepresearch.nodes.conversation.model_calls import LANGUAGES
from stepresearch.text.language.language import KNOWN_LANGUAGES, detect_language
from stepresearch.text.language.stop_words import STOP_WORDS

TELLING_CHARS = 60
"""In shorter texts a few names decide which language is seen."""

TELLING_CHARS_OF_A_SCRIPT = 20
"""Where not one character is of the script asked for, less tells; words without a function word are names still."""

UNSPACED = ("zh", "ja", "ko")
_WORD = re.compile(r"[^\W\d_]+")


def language_fault(text: str, language: str) -> str | None:
    """Return that a text is in another language than asked, in words for the model; None as far as that cannot be told."""
    written = detect_language(text)
    if language not in KNOWN_LANGUAGES or written == language or not _tells(text, written, language):
        return None
    return f"it is written in {LANGUAGES.get(written, written)}, and {LANGUAGES.get(language, language)} was asked for"


def _tells(text: str, written: str, language: str) -> bool:
    if len(text) >= TELLING_CHARS:
        return True
    if len(text) < TELLING_CHARS_OF_A_SCRIPT or language not in UNSPACED or not text.isascii():
        return False
    return any(word in STOP_WORDS[written] for word in _WORD.findall(text.casefold()))
