"""Cutting whole sentences out of a written text, and what was left around them."""

import re
from collections.abc import Callable

from stepresearch.text.language.layout_blocks import Kind, blocks
from stepresearch.text.language.sentences import split_sentences

_EMPTY_ITEM = re.compile(r"^\s*(?:[-*+•]|\d+[.)])\s*$")
_BLANK_LINES = re.compile(r"\n\s*\n(?:\s*\n)+")
_KEPT_KINDS = (Kind.HEADING, Kind.ROW)


def cut(text: str, is_unwanted: Callable[[str], bool]) -> str:
    """Return the text without its unwanted sentences, asked for in order; headings and rows of tables stay.

    A list item or paragraph of which nothing is left goes with them.
    """
    lines = [_without(line, is_unwanted) for line in text.split("\n")]
    return _BLANK_LINES.sub("\n\n", "\n".join(line for line in lines if line is not None)).strip()


def _without(line: str, is_unwanted: Callable[[str], bool]) -> str | None:
    """The line, None where all its words were cut."""
    if any(block.kind in _KEPT_KINDS for block in blocks(line)):
        return line
    spans = [span for span in split_sentences(line) if is_unwanted(line[span.start : span.end])]
    left = line
    for span in reversed(spans):
        left = left[: span.start] + left[span.end :].lstrip()
    if spans and (not left.strip() or _EMPTY_ITEM.match(left)):
        return None
    return left.rstrip() if spans else line
