"""Denial: whether a sentence denies something, and sentences that deny what another affirms in the same words."""

import re

from stepresearch.text.claims.content_words import content_terms
from stepresearch.text.language.sentences import split_sentences

_MIN_TERMS = 4
_MAX_LEFT_OUT = 0.3
"""Share of the other sentence's terms that may be missing: more, and another part of it may be denied."""

_NEGATION = re.compile(
    r"\b(?:not|never|no longer|no evidence|none|neither|cannot|without|failed to|fails to|denied|denies)\b|n['’]t\b|"
    r"\bno (?=\w)|没有|尚未|并未|从未|未能|未(?![来知])|并非|不(?=[是会能存含符再具])|否认",
    re.IGNORECASE,
)
_NO_DENIAL = re.compile(
    r"\bnot (?:only|just|merely|simply|least|until|till|before|all|every|always|necessarily)\b|"
    r"\bno (?:less|more|fewer|later|earlier|sooner|doubt|matter)\b|"
    r"\bn['’]t .{0,40}\b(?:until|till|before|only)\b|\bnot\b.{0,40}\b(?:until|till|before)\b|"
    r"\bwithout (?:delay|doubt|exception|question)\b|不仅|不但|不只|不少于|不低于|不超过|不到|不足|不晚于|不断|不同",
    re.IGNORECASE,
)


def is_negated(sentence: str) -> bool:
    """Return whether the sentence denies something."""
    return _NEGATION.search(sentence) is not None


def without_negation(sentence: str) -> str:
    """Return the sentence without the words that deny."""
    return _NEGATION.sub("", sentence)


def turns_a_denial(sentence: str) -> bool:
    """Return whether a word of denial denies nothing, as in `not only`, `no later than`, `not until`, or there are two."""
    return _NO_DENIAL.search(sentence) is not None or len(_NEGATION.findall(sentence)) > 1


def denied_sentence(sentence: str, text: str) -> str | None:
    """Return the sentence of a text that says the contrary in nearly the same words, None where none does.

    Nothing is said where the sentence has a word that the other has not: `refused` is `not accepted`.
    """
    said = content_terms(without_negation(sentence))
    if len(said) < _MIN_TERMS or turns_a_denial(sentence):
        return None
    found = None
    negated = is_negated(sentence)
    for span in split_sentences(text):
        other = text[span.start : span.end]
        there = content_terms(without_negation(other))
        if not said <= there or turns_a_denial(other):
            continue
        if is_negated(other) == negated:
            return None
        denying, affirmed = (sentence, there) if negated else (other, said)
        if len(there - said) <= _MAX_LEFT_OUT * len(there) and _denied_words(denying) <= affirmed:
            found = found or other
    return found


def _denied_words(sentence: str) -> frozenset[str]:
    """The words behind the first denial, as many as say what is denied; none where nothing is."""
    found = _NEGATION.search(sentence)
    rest = sentence[found.end() :].lstrip() if found else ""
    return content_terms(" ".join(rest.split()[:3]) if rest[:1].isascii() else rest[:2])
