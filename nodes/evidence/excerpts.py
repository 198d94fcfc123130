"""What is shown of one passage: the sentences chosen, in order, with marks where some are left out; tables whole."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from stepresearch.nodes.evidence.sentences import reads_as_statement
from stepresearch.text.language.sentences import split_sentences

OMITTED = "[…]"
LEANS_BACK = re.compile(
    r"^(?:(?:for|of|on) )?(?:this|these|those|it|they|he|she|his|her|their|its|that|such|the (?:other|others|rest|difference|latter|former)"
    r"|both|neither|first|firstly|second|secondly|third|thirdly|finally)\b|^[这那它他她其该]|^(?:其中|前者|后者|两者|第[一二三]，)",
    re.IGNORECASE,
)
"""A sentence that begins so says of what it is only in the one before it."""

_TABLE_ROW = re.compile(r"^[^\S\n]*+\|.*$|^.*\S \| \S.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown of a passage, and the numbers of the sentences shown."""

    text: str
    sentences: Sequence[int]


def excerpt(text: str, chosen: set[str], shown: Collection[int] = (), *, gap_chars: int = 0) -> Excerpt:
    """Return the chosen sentences of a passage in order, a line each run of them, with a mark where some are left out.

    A sentence that leans on the one before it brings that one along; a passage with a table is shown whole.

    Args:
        text: Of the passage.
        chosen: Sentences to show.
        shown: Numbers of the sentences shown before.
        gap_chars: What lies between two chosen sentences and is no longer than this is shown too.
    """
    spans = split_sentences(text)
    sentences = [text[span.start : span.end] for span in spans]
    kept = {n for n, sentence in enumerate(sentences) if sentence in chosen and n not in shown}
    kept |= {n - 1 for n in kept if n and LEANS_BACK.match(sentences[n])}
    kept |= _in_gaps(sentences, sorted(kept), gap_chars) - set(shown)
    if len(kept) == len(sentences) or is_table(text):
        return Excerpt(re.sub(r"\n\s*\n+", "\n", text), range(len(sentences)))
    lines: list[str] = []
    next_number = 0
    for n in sorted(kept):
        if n and n - 1 in kept:
            lines[-1] += f" {sentences[n]}"
        else:
            lines += [*_omission(sentences[next_number:n]), sentences[n]]
        next_number = n + 1
    return Excerpt("\n".join([*lines, *_omission(sentences[next_number:])]), sorted(kept))


def _in_gaps(sentences: Sequence[str], kept: Sequence[int], gap_chars: int) -> set[int]:
    """The numbers of the sentences in short gaps: a list or a story with a hole in it misleads."""
    gaps = [range(before + 1, after) for before, after in pairwise(kept)]
    return {
        n
        for gap in gaps
        if sum(len(sentences[one]) for one in gap) <= gap_chars
        and all(reads_as_statement(sentences[one]) for one in gap)
        for n in gap
    }


def _omission(left_out: Iterable[str]) -> list[str]:
    """The mark for sentences that are left out; titles and headings are none."""
    return [OMITTED] if any(reads_as_statement(one) or is_row(one) for one in left_out) else []


@lru_cache(maxsize=4096)
def is_table(text: str) -> bool:
    """Whether a passage has a table, in Markdown or as rows with bars between their cells."""
    return len(_TABLE_ROW.findall(text)) > 1


def is_row(text: str) -> bool:
    """Whether a text is the row of a table that gives a figure or a year."""
    return "|" in text.strip("| ") and any(char.isdigit() for char in text)
