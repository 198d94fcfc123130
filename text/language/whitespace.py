"""Words however they are spaced: pages break their lines where they like."""

import re


def folded(text: str) -> str:
    """Return a text with each run of whitespace as one space, none around it."""
    return " ".join(text.split())


def spaced_anyhow(words: str) -> str:
    """Return a regular expression for words with any whitespace between them; empty where there are none."""
    return r"\s+".join(map(re.escape, words.split()))
