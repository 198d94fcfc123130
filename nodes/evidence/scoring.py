"""How well each sentence of the passages answers each task."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from stepresearch.nodes.evidence.answer_type import FigureAsked
from stepresearch.nodes.evidence.sentences import Coverage, Sentence, self_containment
from stepresearch.nodes.evidence.subject_match import worth_for_subject
from stepresearch.nodes.state.schema import PassageRecord, Query, Source, Task
from stepresearch.text.language.language import is_han
from stepresearch.text.language.stop_words import QUESTION_WORDS, STOP_WORDS
from stepresearch.text.language.words import terms
from stepresearch.text.ranking.synonyms import expanded, known_aspects

FOREIGN_LANGUAGE = 0.85
"""What a sentence is worth that is not in the writing of the question: its reader wants quotations that he can read."""


SILENT = 0.3
"""What a sentence is worth that holds no word of one task of several, nor a related one."""


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
