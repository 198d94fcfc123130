"""The floors of reflect: findings are the sentences that best answer each task; queries come from what they name."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from stepresearch.nodes.floors.evidence import (
    Coverage,
    Sentence,
    reads_as_statement,
    self_containment,
    sentences_of,
)
from stepresearch.nodes.floors.figures_asked import FigureAsked
from stepresearch.nodes.floors.subject import worth_for_subject
from stepresearch.nodes.state import PassageRecord, Query, Source, Task
from stepresearch.text.diversity import select_diverse
from stepresearch.text.expansions import expanded, known_aspects
from stepresearch.text.language import is_han
from stepresearch.text.names import names, whole_names
from stepresearch.text.stop_words import QUESTION_WORDS, STOP_WORDS
from stepresearch.text.words import terms

FINDINGS_PER_TASK = 6
FINDINGS_AT_LEAST = 18
"""In a round, over all tasks: a plan of one task gets them all."""

MIN_SCORE = 0.12
MIN_OF_BEST = 0.75
"""A sentence that answers another task this much better is left to that one."""

FOREIGN_LANGUAGE = 0.85
"""What a sentence is worth that is not in the writing of the question: its reader wants quotations that he can read."""


SILENT = 0.3
"""What a sentence is worth that holds no word of one task of several, nor a related one."""

MAX_HOPS = 6
HOP_SENTENCES = 20
NAMING_SENTENCES = 80
"""Where a name's longer form is looked for: the best sentence may say `the Trust`, others whose it is."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Shares of a sentence's score: the words of the whole task, its aspect, the queries that found the source."""

    whole: float
    aspect: float
    query: float


WHOLE_WEIGHTS = Weights(whole=0.45, aspect=0.25, query=0.3)
"""A plan of one task: every word of it tells."""

ASPECT_WEIGHTS = Weights(whole=0.15, aspect=0.7, query=0.15)
"""A plan of several tasks about one subject: what a task asks of it tells, the subject stands in every source."""

RELATED_WEIGHT = 0.2
FIGURE_BONUS, LEAD_BONUS = 0.08, 0.05
AGE_PENALTY, MAX_AGE = 0.12, 4

_SMALL_WORD = re.compile(r"\b[a-z]+\b")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a reflection looks at: the passages of this round, and what is known of the run."""

    question: str
    tasks: Sequence[Task]
    passages: Sequence[PassageRecord]
    sources: Mapping[str, Source]
    queries: Mapping[str, Query]


@dataclass(frozen=True, slots=True)
class Extract:
    """A sentence that answers a task, and how well."""

    task_id: str
    sentence: Sentence
    score: float


@dataclass(frozen=True, slots=True)
class Extraction:
    """The best sentences of each task, and queries for names that the best ones bring up."""

    extracts: list[Extract]
    queries: list[str]


def draft_reflection(evidence: Evidence) -> Extraction:
    """Return the sentences that answer the tasks best, each for one task, and queries for what they name."""
    sentences = [s for s in sentences_of(evidence.passages, evidence.sources) if reads_as_statement(s.text)]
    scoring = Scoring(sentences, evidence.tasks, evidence.queries)
    count = max(FINDINGS_PER_TASK, FINDINGS_AT_LEAST // max(1, len(evidence.tasks)))
    by_task = {task["task_id"]: scoring.scores(task) for task in evidence.tasks}
    strength = [max(scores) for scores in zip(*by_task.values(), strict=True)]
    extracts: list[Extract] = []
    taken: set[int] = set()
    # First each task takes what answers it best, then what is left, so that none stays without.
    for share, wanted in ((MIN_OF_BEST, count), (0.0, FINDINGS_PER_TASK)):
        for task_id, scores in by_task.items():
            room = wanted - sum(extract.task_id == task_id for extract in extracts)
            own = [
                0.0 if n in taken or score < share * strength[n] else score for n, score in enumerate(scores)
            ]
            chosen = _chosen(sentences, own, max(0, room))
            taken.update(chosen)
            extracts += [Extract(task_id, sentences[n], round(scores[n], 4)) for n in chosen]
    return Extraction(extracts, _hops(evidence, sentences, strength, scoring.coverage))


def content_terms(text: str) -> frozenset[str]:
    """Return the index terms of a text without those that only ask or join."""
    return frozenset(terms(text)) - _common_terms()


@cache
def _common_terms() -> frozenset[str]:
    return frozenset(
        term for words in (QUESTION_WORDS, STOP_WORDS["en"]) for word in words for term in terms(word)
    )


def _shared_terms(tasks: Sequence[Task]) -> frozenset[str]:
    """What all tasks are about: the terms that the first query of each has. One task has no aspect of its own.

    The first query of the first task may be the whole question; then its second one says what is its own.
    """
    asked = [content_terms(query) for task in tasks[:1] for query in task["queries"][:2]]
    asked += [content_terms(task["queries"][0]) for task in tasks[1:] if task["queries"]]
    if len(tasks) < 2:
        return frozenset()
    return frozenset.intersection(*asked) if len(asked) > 1 else frozenset()


class Scoring:
    """Scores sentences for the tasks of a plan; what does not depend on the task is reckoned once.

    Args:
        sentences: To score.
        tasks: All of the plan.
        queries: By id, those that found the sources.
    """

    def __init__(
        self, sentences: Sequence[Sentence], tasks: Sequence[Task], queries: Mapping[str, Query]
    ) -> None:
        self._sentences = sentences
        self._shared = _shared_terms(tasks)
        self.coverage = Coverage(sentences)
        by_query = {
            query_id: self.coverage.scores(content_terms(query["text"]))
            for query_id, query in queries.items()
        }
        self._by_query = [
            max((by_query[query_id][number] for query_id in sentence.source["query_ids"]), default=0.0)
            for number, sentence in enumerate(sentences)
        ]
        self._about = worth_for_subject(sentences, tasks, queries, self._shared)
        newest = max(
            (int(published[:4]) for s in sentences if (published := s.source.get("published"))), default=0
        )
        self._standing = [self_containment(s.text) * _recency(s.source, newest) for s in sentences]

    def scores(self, task: Task) -> list[float]:
        """Return how well each sentence answers the task, about 0 to 1."""
        wanted = content_terms(" ".join([task["question"], *task["queries"][:1]]))
        words = content_terms(task["question"])
        aspect = words - self._shared
        aspect = aspect & known_aspects() or aspect or words & known_aspects() or words
        telling = wanted | expanded(aspect)
        weights = ASPECT_WEIGHTS if self._shared else WHOLE_WEIGHTS
        asked = FigureAsked(task["question"])
        asked_in_han = is_han(task["question"])
        scores: list[float] = []
        for sentence, of_whole, of_aspect, by_query, standing, about in zip(
            self._sentences,
            self.coverage.scores(wanted),
            self._aspect_scores(aspect),
            self._by_query,
            self._standing,
            self._about,
            strict=True,
        ):
            score = (
                weights.whole * of_whole
                + weights.aspect * of_aspect
                + weights.query * by_query
                + LEAD_BONUS / (1 + sentence.place)
                + FIGURE_BONUS * asked.is_given(sentence.text)
            )
            # Where only its title answers, the sentence itself says nothing of it.
            silent = SILENT if self._shared and not sentence.own & telling else 1.0
            readable = 1.0 if is_han(sentence.text) == asked_in_han else FOREIGN_LANGUAGE
            scores.append(score * standing * about * readable * silent)
        return scores

    def _aspect_scores(self, aspect: frozenset[str]) -> list[float]:
        """Return for each sentence the share of the aspect's own words, and a part for each related word, up to 1."""
        related = expanded(aspect)
        return [
            min(1.0, score + RELATED_WEIGHT * len(sentence.own & related))
            for sentence, score in zip(self._sentences, self.coverage.scores(aspect), strict=True)
        ]


def _recency(source: Source, newest: int) -> float:
    """An eighth less for each year that a dated source is older than the newest, for four years at most."""
    published = source.get("published")
    return 1.0 - AGE_PENALTY * min(MAX_AGE, newest - int(published[:4])) if published else 1.0


def _chosen(sentences: Sequence[Sentence], scores: Sequence[float], count: int) -> list[int]:
    good = [number for number, score in enumerate(scores) if score >= MIN_SCORE]
    places = select_diverse([scores[n] for n in good], [sentences[n].own for n in good], count=count)
    return [good[place] for place in places]


def _hops(
    evidence: Evidence, sentences: Sequence[Sentence], strength: Sequence[float], coverage: Coverage
) -> list[str]:
    """Queries for names that the best sentences bring up and that were not asked for yet.

    A name is worth the strength of its sentence, shared among the names there, the share of it that is new, and how
    seldom it stands in the sources: a town that all of them name leads nowhere.
    """
    asked = content_terms(
        " ".join([evidence.question, *(query["text"] for query in evidence.queries.values())])
    )
    standing = _standing(evidence.sources)
    best = sorted(range(len(sentences)), key=lambda number: -strength[number])[:NAMING_SENTENCES]
    named = {number: [name for name in names(sentences[number].text) if len(name) < 80] for number in best}
    titles = [name for source in evidence.sources.values() for name in names(source.get("title", ""))]
    wanted = _worth_asking([*(name for found in named.values() for name in found), *titles], sentences)
    worth: dict[str, float] = defaultdict(float)
    for number in best[:HOP_SENTENCES]:
        source_id, found = sentences[number].source["source_id"], named[number]
        for name in found:
            own = content_terms(name)
            weight = sum(map(coverage.weight, own - asked)) / (sum(map(coverage.weight, own)) or 1)
            telling = max(map(coverage.weight, own), default=0.0) / coverage.weight("")
            worth[name] += strength[number] * weight * telling * standing[source_id] / len(found) ** 0.5
    return sorted((name for name in wanted if worth[name] > 0), key=lambda name: (-worth[name], name))[
        :MAX_HOPS
    ]


def _worth_asking(found: Sequence[str], sentences: Sequence[Sentence]) -> list[str]:
    """Names without those that are cut from a longer one, and without single words that are written small too."""
    small = {word for sentence in sentences for word in _SMALL_WORD.findall(sentence.text)}
    return [name for name in whole_names(found) if name.lower() not in small]


def _standing(sources: Mapping[str, Source]) -> dict[str, float]:
    """How far each source is trusted to lead on: the share of its score in the best one of its round."""
    best: dict[int, float] = defaultdict(float)
    for source in sources.values():
        best[source["round"]] = max(best[source["round"]], source["score"])
    return {i: source["score"] / (best[source["round"]] or 1) for i, source in sources.items()}
