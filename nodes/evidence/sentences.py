"""Sentences as evidence: what each says, where it stands, and how much of a question it answers."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from stepresearch.nodes.state.schema import PassageRecord, Source
from stepresearch.text.language.sentences import split_sentences
from stepresearch.text.language.words import terms
from stepresearch.text.safety.prompt_injection import gives_orders

MIN_TERMS = 4
MAX_CHARS = 600
CONTEXT_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a passage.

    `own` are its index terms, `context` those of the title and heading above it; `place` counts sentences within
    the source, from 0.
    """

    passage: PassageRecord
    source: Source
    text: str
    own: frozenset[str]
    context: frozenset[str]
    place: int


def sentences_of(passages: Iterable[PassageRecord], sources: Mapping[str, Source]) -> list[Sentence]:
    """Return the sentences of the passages that can stand alone, in order: not headings, crumbs, walls of text or orders."""
    found: list[Sentence] = []
    places: Counter[str] = Counter()
    for passage in passages:
        source = sources[passage["source_id"]]
        context = frozenset(terms(f"{source['title']} {passage['heading']}"))
        for span in split_sentences(passage["text"]):
            text = passage["text"][span.start : span.end]
            own = frozenset(terms(text))
            if text.startswith("#") or len(own) < MIN_TERMS or len(text) > MAX_CHARS or gives_orders(text):
                continue
            found.append(Sentence(passage, source, text, own, context, places[source["source_id"]]))
            places[source["source_id"]] += 1
    return found


LEANS_BACK = re.compile(
    r"^(?:(?:for|of|on) )?(?:this|these|those|it|they|he|she|his|her|their|its|that|such|the (?:other|others|rest|difference|latter|former)"
    r"|both|neither|first|firstly|second|secondly|third|thirdly|finally)\b|^[这那它他她其该]|^(?:其中|前者|后者|两者|第[一二三]，)",
    re.IGNORECASE,
)
"""A sentence that begins so says of what it is only in the one before it."""

_STATEMENT_END = re.compile(r"[.!?…。！？][”’\"')\]】》」]*$")
_LIST_OF_PERSONS = re.compile(
    r"^(?:in attendance|in the chair|present|apologies|from|to|cc|subject|attendees|出席|列席)\b[^.]*:",
    re.IGNORECASE,
)
_LEANS_ON_ANOTHER = re.compile(
    r"^(?:this|these|those|it|they|he|she|his|her|their|that|such|but|and|however)\b|^(?:这|那|它|他|她|其|该)",
    re.IGNORECASE,
)
MIN_STATEMENT_TERMS = 4
FULL_STATEMENT_TERMS = 10


def self_containment(text: str) -> float:
    """Return how far a sentence can be understood alone, 0.6 to 1: short ones and those that say "it" less."""
    length = min(1.0, 0.5 + 0.5 * len(terms(text)) / FULL_STATEMENT_TERMS)
    return length * (0.85 if _LEANS_ON_ANOTHER.match(text) else 1.0)


@lru_cache(maxsize=8192)
def reads_as_statement(text: str) -> bool:
    """Return whether a sentence says something: not a signature, a list of persons, or an order to its reader."""
    return (
        len(terms(text)) >= MIN_STATEMENT_TERMS
        and text[0] not in ">|"
        and bool(_STATEMENT_END.search(text))
        and not _LIST_OF_PERSONS.match(text)
        and not gives_orders(text)
    )


class Coverage:
    """Scores sentences by how much of a query's weight they carry, between 0 and 1.

    A term weighs its inverse document frequency over the sentences; one that stands only in the title or heading
    counts half. Unlike BM25 the score is comparable across queries and rounds.
    """

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._total = len(sentences)
        self._own: defaultdict[str, list[int]] = defaultdict(list)
        self._near: defaultdict[str, list[int]] = defaultdict(list)
        for number, sentence in enumerate(sentences):
            for term in sentence.own:
                self._own[term].append(number)
            for term in sentence.context - sentence.own:
                self._near[term].append(number)

    def weight(self, term: str) -> float:
        """Return the inverse document frequency of a term, greater than 0."""
        frequency = len(self._own.get(term, ())) + len(self._near.get(term, ()))
        return math.log(1 + (self._total - frequency + 0.5) / (frequency + 0.5))

    def scores(self, query: frozenset[str]) -> list[float]:
        """Return for each sentence the share of the query's weight that it carries."""
        weights = {term: self.weight(term) for term in sorted(query)}
        whole = sum(weights.values())
        scores = [0.0] * self._total
        for term, weight in weights.items():
            for number in self._own.get(term, ()):
                scores[number] += weight / whole
            for number in self._near.get(term, ()):
                scores[number] += CONTEXT_WEIGHT * weight / whole
        return scores
