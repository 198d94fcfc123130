"""Words however they are spaced: pages break their lines where they like."""

import re


def folded(text: str) -> str:
    """Return a text with each run of whitespace as one space, none around it."""
    return " ".join(text.split())


def spaced_anyhow(words: str) -> str:
    """Return a regular expression for words with any whitespace between them; empty where there are none."""
    return r"\s+".join(map(re.escape, words.split()))


def shortened(text: str, most: int) -> str:
    """Return a text of at most so many characters, cut at a space where one is near the end: Chinese has none."""
    plain = folded(text)
    if len(plain) <= most:
        return plain
    cut = plain[: most - 2]
    head, _, tail = cut.rpartition(" ")
    return f"{head if head and len(tail) <= most // 4 else cut} …"
