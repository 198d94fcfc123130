"""Pieces that several prompts share: lists, lengths, kinds of checklist items."""

from collections.abc import Sequence

from stepresearch.nodes.state.schema import Brief

CHARACTERS_A_WORD = {"zh": 1.7, "ja": 1.7}
"""Where a length is given in characters, how many say as much as an English word."""
KINDS = {"asked": "", "implied": "", "must_not": "Must not be there: ", "form": "Form: "}


def wanted_text(brief: Brief) -> str:
    """Return who reads the text and the orders on its form, a line before each; empty where nothing is known of them."""
    lines = [f"Reader: {brief['reader']}"] if brief.get("reader") else []
    lines += [f"Wanted of the whole text: {'; '.join(form)}"] if (form := brief.get("form")) else []
    return "".join(f"\n{line}" for line in lines)


def length_of(words: int, language: str) -> str:
    """Return a length as it is counted in a language: `250 words`, in Chinese and Japanese `420 characters`."""
    if language not in CHARACTERS_A_WORD:
        return f"{words} words"
    return f"{round(words * CHARACTERS_A_WORD[language], -1):.0f} characters"


def listed(lines: Sequence[str]) -> str:
    """Return lines as a list for a prompt; a dash where there is none."""
    return "\n".join(f"- {line}" for line in lines) or "-"
