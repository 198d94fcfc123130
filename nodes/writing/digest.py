"""What the written sections say, in lines: what the short answer and the judge of the checklist are shown."""

import re
from collections.abc import Iterable

from stepresearch.nodes.citations.marks import CitedSentence, sentences_with_ids
from stepresearch.nodes.evidence.sentences import LEANS_BACK
from stepresearch.nodes.state.schema import ResearchState, Section
from stepresearch.nodes.writing.absence_words import says_absent

MAX_LINES = 11
"""Of one section, those that others lean on not counted."""

MAX_UNKNOWN = 2
MAX_IDS = 5
"""As many as a sentence of the short answer may cite."""


def section_digest(sections: Iterable[Section]) -> list[str]:
    """Return the telling sentences of each section under its title, behind their passages; none where none cites.

    They are the first one, what says that a thing is not known, and of those that cite the ones with a figure first. One
    that leans on the sentence before it ("It includes …") brings that one along.
    The summary and the judge are shown the same lines first, so that the server reads them once.
    """
    lines: list[str] = []
    for section in sections:
        lines += [f"## {section['title']}", *map(_line, _telling(sentences_with_ids(section["text"])))]
    return lines if any(line.startswith("[") for line in lines) else []


def _telling(sentences: list[CitedSentence]) -> list[CitedSentence]:
    unknown = [one for one in sentences if says_absent(one.text)][-MAX_UNKNOWN:]
    cited = [one for one in sentences if one.ids]
    figures_first = sorted(cited, key=lambda one: not any(char.isdigit() for char in one.text))
    best = list(dict.fromkeys([*sentences[:1], *unknown, *figures_first]))[:MAX_LINES]
    kept: list[CitedSentence] = []
    for before, one in reversed(list(zip([None, *sentences], sentences, strict=False))):
        if one in best:
            kept.insert(0, one)
            leans = LEANS_BACK.match(one.text) and not says_absent(
                one.text
            )  # "It is not known": leans on nothing
            best += [before] if before and leans else []
    return list(dict.fromkeys(kept))


def _line(sentence: CitedSentence) -> str:
    if not sentence.ids:
        return f"(no source) {sentence.text}"
    return f"[{sentence.ids[0].partition('.')[0]}] {sentence.text} [{', '.join(sentence.ids[:MAX_IDS])}]"


def sections_text(state: ResearchState) -> str:
    """Return the sections as one text, in the order of the outline."""
    ordered: list[Section] = [state["sections"][plan["section_id"]] for plan in state["outline"]]
    return "\n\n".join(f"## {section['title']}\n{section['text']}" for section in ordered)


def joined(sentences: Iterable[str]) -> str:
    """Return sentences as a paragraph: a space between two, none behind a full stop of Chinese or Japanese."""
    return re.sub(r"(?<=[。！？]) ", "", " ".join(sentences))
