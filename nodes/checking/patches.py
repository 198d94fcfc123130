"""Patches of the written report: one sentence found by its words, one text in its place, or nothing at all."""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from stepresearch.nodes.checking.batches import cited_sentences
from stepresearch.nodes.checking.sentences import judged_by_code
from stepresearch.nodes.citations.marks import without_marks
from stepresearch.nodes.citations.resolution import cited_text
from stepresearch.nodes.conversation.answer_schemas import Patch
from stepresearch.nodes.state.schema import PassageRecord, Source
from stepresearch.text.language.sentences import split_sentences

CLOSE_ENOUGH = 0.85
"""Ratio of `difflib` from which a sentence is the one meant: models change a comma when they copy."""

_STOP = re.compile(r"[.!?。！？]$")


def patched(
    texts: Mapping[str, str],
    patches: Sequence[Patch],
    passages: Mapping[str, PassageRecord],
    sources: Mapping[str, Source],
    question: str,
) -> tuple[dict[str, str], list[str]]:
    """Apply patches to texts by id; return the texts, and why a patch was refused.

    A patch is applied as a whole or not at all: its sentence must be found, what it cites must have been shown, and
    its figures and names must stand in what it cites.
    """
    changed = dict(texts)
    refused: list[str] = []
    for patch in patches:
        place = _place(changed, patch.find)
        replacement, unknown = cited_text(patch.replace.strip(), passages)
        reason = (
            _reason(patch, replacement, unknown, passages, sources, question=question)
            if place
            else "its sentence does not stand in the report"
        )
        if place is None or reason:
            refused.append(f"A change to “{patch.find[:80]}” was refused: {reason}.")
            continue
        text_id, start, end = place
        text = changed[text_id]
        before = text[:start] if replacement else text[:start].rstrip(" ")
        replacement += _lost_stop(text[start:end], replacement)
        changed[text_id] = (before + replacement + text[end:]).strip()
    return changed, refused


def _lost_stop(sentence: str, replacement: str) -> str:
    """The full stop of a sentence, where the words that take its place end without one."""
    stop = _STOP.search(sentence)
    ends = not replacement or re.search(r"[.!?。！？…:：;；\"”』」)）|]$", without_marks(replacement))
    return "" if ends or not stop else stop[0]


def _place(texts: Mapping[str, str], words: str) -> tuple[str, int, int] | None:
    """Where the sentence stands that comes closest to the words, with its citations, or None."""
    wanted = without_marks(words)
    best, place = CLOSE_ENOUGH, None
    for text_id, text in texts.items():
        for span in split_sentences(text):
            ratio = SequenceMatcher(
                None, wanted, without_marks(text[span.start : span.end]), autojunk=False
            ).ratio()
            if ratio >= best:
                best, place = ratio, (text_id, span.start, span.end)
    return place


def _reason(
    patch: Patch,
    replacement: str,
    unknown: Sequence[str],
    passages: Mapping[str, PassageRecord],
    sources: Mapping[str, Source],
    *,
    question: str,
) -> str | None:
    if unknown:
        return f"it cites {', '.join(unknown)}, which was not shown"
    for sentence in cited_sentences("patch", replacement):
        verdict = judged_by_code(sentence, passages, sources, question)
        if verdict.verdict != "supported":
            return verdict.reason
    if patch.replace.strip() and not any(cited_sentences("patch", replacement)):
        return "it cites nothing"
    return None
