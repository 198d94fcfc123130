"""What the sources say, cut into statements that can be compared: sentences, list items, table rows, with their findings."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from stepresearch.nodes.state.schema import Finding, PassageRecord, ResearchState, Source
from stepresearch.text.claims.content_words import content_terms
from stepresearch.text.claims.statement import MAX_CHARS, Statement, taken_apart
from stepresearch.text.language.sentences import split_sentences
from stepresearch.text.safety.prompt_injection import gives_orders

MAX_STATEMENTS = 3_500
"""Beside the findings, those with a number first: as many as are taken apart and paired in a second."""

MAX_OF_SOURCE = 800
"""A table of thousands of rows is compared by its first ones; a finding is always compared."""

_NUMBER = re.compile(r"\d|[一二三四五六七八九十百千万亿]")
MIN_WORDS = 2
ASKED_WORTH, LEAST_WORTH, WORDS_ASKED = 0.6, 0.3, 3
"""What a statement matters that is no finding: all of 0.6 from so many words of the plan on."""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement of a source.

    Attributes:
        key: Its place: the passage and the offset in it. It stays the same for the life of a run.
        passage: Where it stands.
        source: Whose passage it is.
        text: As it stands there.
        statement: Taken apart.
        findings: Those that quote it.
        worth: How much it matters for the plan, 0 to 1.
    """

    key: str
    passage: PassageRecord
    source: Source
    text: str
    statement: Statement
    findings: tuple[Finding, ...]
    worth: float


def statements_of(state: ResearchState) -> list[Said]:
    """Return the statements of the passages read, findings first, none twice."""
    quoting: dict[tuple[str, str], list[Finding]] = {}
    for finding in state["findings"].values():
        quoting.setdefault((finding["passage_ids"][0], finding["quote"]), []).append(finding)
    asked = content_terms(
        " ".join([state["question"], *(task["question"] for task in state["plan"]["tasks"])])
    )
    found: dict[str, Said] = {}
    for (passage_id, quote), findings in quoting.items():
        passage = state["passages"].get(passage_id)
        if passage and quote and (at := passage["text"].find(quote)) >= 0:
            one = _said(_Slice(passage, at, quote), state["sources"], asked, findings)
            found[one.key] = one
    for one in _of_passages(state, found, asked):
        found.setdefault(one.key, one)
    return list(found.values())


def _of_passages(state: ResearchState, known: Mapping[str, Said], asked: frozenset[str]) -> Iterator[Said]:
    slices = [
        _Slice(passage, start, passage["text"][start:end], head)
        for passage in state["passages"].values()
        for start, end, head in _slices(passage["text"])
        if f"{passage['passage_id']}@{start}" not in known
    ]
    slices.sort(key=lambda one: not _NUMBER.search(one.text, 0, MAX_CHARS))
    of_source: Counter[str] = Counter()
    for one in slices:
        source_id = one.passage["source_id"]
        if of_source.total() >= MAX_STATEMENTS:
            break
        if of_source[source_id] >= MAX_OF_SOURCE or gives_orders(one.text[:MAX_CHARS]):
            continue
        found = _said(one, state["sources"], asked)
        if len(found.statement.words) >= MIN_WORDS:
            of_source[source_id] += 1
            yield found


def _slices(text: str) -> Iterator[tuple[int, int, str]]:
    """Each sentence, item and row of a text with the head of its table; headings and heads themselves are none."""
    head = ""
    for span in split_sentences(text):
        words = text[span.start : span.end]
        if not words.startswith("|"):
            head = ""
        elif not head:
            head = words
            continue
        if not words.startswith("#"):
            yield span.start, span.end, head


@dataclass(frozen=True, slots=True)
class _Slice:
    passage: PassageRecord
    start: int
    text: str
    head: str = ""


def _said(
    one: _Slice, sources: Mapping[str, Source], asked: frozenset[str], findings: Sequence[Finding] = ()
) -> Said:
    passage, text = one.passage, one.text
    source = sources[passage["source_id"]]
    statement = taken_apart(
        text, source["title"], f"{passage['heading']} {one.head}"[:MAX_CHARS], source.get("published")
    )
    met = len(statement.words & asked)
    worth = 1.0 if findings else LEAST_WORTH + (ASKED_WORTH - LEAST_WORTH) * min(1.0, met / WORDS_ASKED)
    return Said(
        key=f"{passage['passage_id']}@{one.start}",
        passage=passage,
        source=source,
        text=text[:MAX_CHARS],
        statement=statement,
        findings=tuple(findings),
        worth=worth,
    )
