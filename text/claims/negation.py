"""Sentences that deny what another affirms in the same words, or affirm what it denies."""

from stepresearch.text.claims.content_words import content_terms
from stepresearch.text.claims.modality import is_negated, negated_word, turns_a_denial, without_negation
from stepresearch.text.language.sentences import split_sentences

_MIN_TERMS = 4
_MAX_LEFT_OUT = 0.3
"""Share of the other sentence's terms that may be missing: more, and another part of it may be denied."""


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
        if (
            len(there - said) <= _MAX_LEFT_OUT * len(there)
            and content_terms(negated_word(denying)) <= affirmed
        ):
            found = found or other
    return found
