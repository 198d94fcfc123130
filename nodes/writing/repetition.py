"""Sentences that a written text says twice."""

from collections.abc import Mapping

from stepresearch.nodes.citations.marks import bare, cited_ids, sentences_with_ids, without_marks
from stepresearch.nodes.citations.sentence_removal import cut

MIN_CHARS = 6
"""Letters and digits from which a sentence counts: a mere "No." may stand twice."""

MIN_SENTENCES = 4
"""In a shorter text one sentence said twice is no fault of the whole."""


def told_once(texts: Mapping[str, str]) -> dict[str, str]:
    """Return texts by id, in order, in which what was said before is not said again.

    The first of the same sentences stays. One that cites stays too where none before it does, and so does a text of
    which nothing would be left.
    """
    told: dict[str, bool] = {}
    once: dict[str, str] = {}
    for text_id, text in texts.items():
        heard = told.copy()
        left = _once(text, heard)
        once[text_id] = left or _once(text, {})
        told = heard if left else told
    return once


def _once(text: str, told: dict[str, bool]) -> str:
    """The text without what was told; what it tells is added, with whether that cites."""

    def is_told(sentence: str) -> bool:
        words, cites = bare(without_marks(sentence)), bool(cited_ids(sentence))
        if len(words) >= MIN_CHARS and words in told and (told[words] or not cites):
            return True
        told[words] = cites
        return False

    return cut(text, is_told)


def is_mostly_repetition(text: str) -> bool:
    """Return whether at most half of the sentences of a text say something that the others do not."""
    said = [words for one in sentences_with_ids(text) if len(words := bare(one.text)) >= MIN_CHARS]
    return len(said) >= MIN_SENTENCES and 2 * len(set(said)) <= len(said)
