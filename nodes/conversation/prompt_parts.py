"""Pieces that several prompts share: lists, lengths, kinds of checklist items."""

from collections.abc import Sequence

CHARACTERS_A_WORD = {"zh": 1.7, "ja": 1.7}
"""Where a length is given in characters, how many say as much as an English word."""
KINDS = {"asked": "", "implied": "", "must_not": "Must not be there: "}


def length_of(words: int, language: str) -> str:
    """Return a length as it is counted in a language: `250 words`, in Chinese and Japanese `420 characters`."""
    if language not in CHARACTERS_A_WORD:
        return f"{words} words"
    return f"{round(words * CHARACTERS_A_WORD[language], -1):.0f} characters"


def listed(lines: Sequence[str]) -> str:
    """Return lines as a list for a prompt; a dash where there is none."""
    return "\n".join(f"- {line}" for line in lines) or "-"
