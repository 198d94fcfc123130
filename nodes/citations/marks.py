"""Citations as they stand in written text, `[S3.2]`, and the sentences that carry them."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from stepresearch.nodes.state.schema import PassageRecord, ResearchState
from stepresearch.text.language.sentences import split_sentences

_ID = r"S\d+(?:\.\d+)?"
MARK = re.compile(rf"[\[【(（]\s*({_ID}(?:\s*[,;，、；]\s*{_ID})*)\s*[\]】)）]")
"""One or several ids in brackets; models also write round, full-width and joined ones."""

_RUN = re.compile(rf"(?:(?<!\s)\s*{MARK.pattern})+")
_AFTER_STOP = re.compile(rf"(?P<stop>[.!?。！？])(?P<run>(?:[ \t]*{MARK.pattern})+)[.。]?")


def cited_ids(text: str) -> list[str]:
    """Return the ids cited in a text, distinct, in order."""
    found = [one for mark in MARK.finditer(text) for one in re.findall(_ID, mark[1])]
    return list(dict.fromkeys(found))


def bare(sentence: str) -> str:
    """Return the letters and digits of a sentence, their case folded: what is left of it however it is punctuated."""
    return "".join(char for char in sentence.casefold() if char.isalnum())


def without_marks(text: str) -> str:
    """Return the text without its citations."""
    return _RUN.sub("", text).strip()


def replace_marks(
    text: str, render: Callable[[list[str], str], str], *, plain: Callable[[str], str] = str
) -> str:
    """Replace each run of neighbouring citations.

    Args:
        text: One line or more.
        render: Gets the ids of a run and the words since the run before it, and returns what takes its place.
        plain: Applied to the words between the runs.
    """
    parts: list[str] = []
    end = 0
    for run in _RUN.finditer(text):
        words = text[end : run.start()]
        parts += [plain(words), render(cited_ids(run[0]), words)]
        end = run.end()
    return "".join([*parts, plain(text[end:])])


def before_stops(text: str) -> str:
    """Return the text with citations that follow a full stop put before it, where they belong to its sentence.

    Behind a quotation they stay: its full stop is the quotation's own.
    """
    return _AFTER_STOP.sub(lambda found: f" {found['run'].strip()}{found['stop']}", text)


def citable(state: ResearchState) -> dict[str, PassageRecord]:
    """Return the passages that the model may cite: those that it or the writer of a section was shown, and those of findings and disputes."""
    told = {passage_id for one in state["findings"].values() for passage_id in one["passage_ids"]}
    brought = {passage_id for plan in state.get("outline", []) for passage_id in plan.get("passage_ids", [])}
    known = told.union(state["shown"], brought)
    return {passage_id: one for passage_id, one in state["passages"].items() if passage_id in known}


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence of a written text with the ids that it cites."""

    text: str
    ids: tuple[str, ...]


def sentences_with_ids(text: str) -> list[CitedSentence]:
    """Return the sentences of a written text, headings left out, each with its citations."""
    lines = [line.strip() for line in text.splitlines() if not line.lstrip().startswith("#")]
    pieces = [line[span.start : span.end] for line in lines for span in split_sentences(line)]
    return [CitedSentence(without_marks(piece), tuple(cited_ids(piece))) for piece in pieces]


def with_warnings(text: str, doubted: Collection[str]) -> str:
    """Return a written text with a warning sign at the end of each sentence whose words, without citations, are doubted.

    It stands before the full stop, so that it cannot be taken for a sign of the next sentence.
    """
    return "\n".join(_warned(line, doubted) for line in text.split("\n"))


def _warned(line: str, doubted: Collection[str]) -> str:
    words = told = line.strip()
    for span in reversed(list(split_sentences(words))):
        sentence = words[span.start : span.end]
        if without_marks(sentence) in doubted:
            body = sentence.rstrip(".。!！?？…")
            told = f"{told[: span.start]}{body} ⚠{sentence[len(body) :]}{told[span.end :]}"
    return line.replace(words, told, 1)
