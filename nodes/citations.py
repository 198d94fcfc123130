"""Citations as they stand in written text, `[S3.2]`, and the sentences that carry them."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from stepresearch.text.sentences import split_sentences

_ID = r"S\d+(?:\.\d+)?"
MARK = re.compile(rf"[\[【(（]\s*({_ID}(?:\s*[,;，、；]\s*{_ID})*)\s*[\]】)）]")
"""One or several ids in brackets; models also write round, full-width and joined ones."""

_RUN = re.compile(rf"(?:\s*{MARK.pattern})+")


def cited_ids(text: str) -> list[str]:
    """Return the ids cited in a text, distinct, in order."""
    found = [one for mark in MARK.finditer(text) for one in re.findall(_ID, mark[1])]
    return list(dict.fromkeys(found))


def without_marks(text: str) -> str:
    """Return the text without its citations."""
    return _RUN.sub("", text).strip()


def replace_marks(text: str, render: Callable[[list[str]], str]) -> str:
    """Replace each run of neighbouring citations by what `render` makes of its ids."""
    return _RUN.sub(lambda run: render(cited_ids(run[0])), text)


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence of a written text with the ids that it cites."""

    text: str
    ids: tuple[str, ...]


def sentences_with_ids(text: str) -> list[CitedSentence]:
    """Return the sentences of a written text, headings left out; a citation after the full stop belongs before it."""
    found: list[CitedSentence] = []
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found += _of_line(line.strip())
    return found


def _of_line(line: str) -> Iterable[CitedSentence]:
    pieces = [line[span.start : span.end] for span in split_sentences(line)]
    joined: list[str] = []
    for piece in pieces:
        leading = _RUN.match(piece)
        if leading and joined:
            joined[-1] += " " + leading[0].strip()
            piece = piece[leading.end() :]  # noqa: PLW2901 - the rest of the piece is the next sentence
        if piece.strip():
            joined.append(piece.strip())
    return [CitedSentence(without_marks(piece), tuple(cited_ids(piece))) for piece in joined]
