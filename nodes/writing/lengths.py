"""How long the text and its parts may be, and how long they are."""

import re
from collections.abc import Iterable, Sequence

from stepresearch.nodes.citations.marks import without_marks
from stepresearch.nodes.conversation.prompt_parts import CHARACTERS_A_WORD
from stepresearch.nodes.state.depth import Length
from stepresearch.nodes.state.options import options_from
from stepresearch.nodes.state.schema import Brief, ResearchState

SECTION_WORDS: dict[Length, int] = {"brief": 120, "standard": 250, "long": 450}
SUMMARY_WORDS: dict[Length, int] = {"brief": 80, "standard": 130, "long": 180}

SUMMARY_SHARE, SECTIONS_SHARE = 0.25, 0.65
"""Of a length that a person set. Writers overrun: a tenth is kept back."""

ONE_PART_WORDS = 700
"""A text that may not be longer than that has one part behind its short answer, where no headings were asked for."""

LEAST_WORDS = 25

_WORD = re.compile(r"[^\W_]+(?:['’\-.,][^\W_]+)*")
_TABLE_HEAD = re.compile(r"^[ \t]*\|[^\n]*\|[ \t]*\n[ \t]*\|[ \t:|-]+\|", re.MULTILINE)


def allowed_words(brief: Brief) -> int:
    """Return the length that the person set for the whole text, in words; 0 where none was set."""
    return round(brief.get("max_length", 0) / CHARACTERS_A_WORD.get(brief["language"], 1.0))


def section_words(state: ResearchState, parts: int) -> int:
    """Return how many words one of so many sections may have."""
    usual = SECTION_WORDS[options_from(state["options"]).report_length]
    allowed = allowed_words(state["brief"])
    return max(LEAST_WORDS, min(usual, round(allowed * SECTIONS_SHARE / max(1, parts)))) if allowed else usual


def summary_words(state: ResearchState) -> int:
    """Return how many words the short answer may have."""
    usual = SUMMARY_WORDS[options_from(state["options"]).report_length]
    allowed = allowed_words(state["brief"])
    return max(LEAST_WORDS, min(usual, round(allowed * SUMMARY_SHARE))) if allowed else usual


def measured(titles: Sequence[str], texts: Sequence[str], language: str) -> str:
    """Return what can be counted of a written text, in a sentence: its length, its tables and its headings."""
    whole = "\n".join(without_marks(text) for text in texts)
    unit = "characters" if language in CHARACTERS_A_WORD else "words"
    return (
        f"The text has {counted(whole, language)} {unit}, tables included, {len(_TABLE_HEAD.findall(whole))} tables, "
        f"and these headings: {'; '.join(titles)}."
    )


def counted(text: str, language: str) -> int:
    """Return the length of a text in words, of Chinese and Japanese in characters without spaces."""
    if language in CHARACTERS_A_WORD:
        return sum(not char.isspace() for char in text)
    return len(_WORD.findall(text))


def length_fault(brief: Brief, texts: Iterable[str]) -> str:
    """Return in a sentence by how much a text is longer than the person allowed; empty where it is not."""
    limit, language = brief.get("max_length", 0), brief["language"]
    length = counted("\n".join(without_marks(text) for text in texts), language)
    if not limit or length <= limit:
        return ""
    unit = "characters" if language in CHARACTERS_A_WORD else "words"
    return f"The text has {length:,} {unit}; {limit:,} were allowed."
