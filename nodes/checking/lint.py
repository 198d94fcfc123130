"""What is wrong with a written text whatever its passages say: a figure without a source, a sentence in another language."""

import re
from collections.abc import Iterator

from stepresearch.nodes.citations.marks import sentences_with_ids
from stepresearch.nodes.conversation.language_check import language_fault
from stepresearch.nodes.evidence.figures import has_figure
from stepresearch.nodes.writing.absence_words import says_absent
from stepresearch.nodes.writing.caveat_labels import without_caveats

MAX_FAULTS = 4
"""Of one kind in one text: a text full of them is not mended sentence by sentence."""

_QUOTED = re.compile(r"[\"“「『《].*?[\"”」』》]")


def form_faults(text: str, language: str) -> list[str]:
    """Return the faults of a section or short answer, each with its sentence, in words for the model."""
    sentences = sentences_with_ids(text)
    uncited = [one.text for one in sentences if not one.ids and _gives_figure(one.text)]
    others = [one.text for one in sentences if one.text not in uncited]
    named = [f"No source is cited: {sentence}" for sentence in uncited]
    return [*named[:MAX_FAULTS], *list(_foreign(others, language))[:MAX_FAULTS]]


def _gives_figure(sentence: str) -> bool:
    return has_figure(without_caveats(sentence)) and not says_absent(sentence) and "|" not in sentence


def _foreign(sentences: list[str], language: str) -> Iterator[str]:
    """The sentences in another language; what they quote may be in any."""
    for sentence in sentences:
        fault = language_fault(_QUOTED.sub("", sentence), language)
        if fault:
            yield f"{fault[:1].upper()}{fault[1:]}: {sentence}"
