"""The floor of reflect: findings are the sentences that best answer each task; queries come from what they name."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from stepresearch.nodes.drafts import FindingDraft, QueryDraft, ReflectionDraft
from stepresearch.nodes.floors.evidence import Coverage, Sentence, sentences_of
from stepresearch.nodes.state import PassageRecord, Query, Source, Task
from stepresearch.text.diversity import select_diverse
from stepresearch.text.names import names
from stepresearch.text.stop_words import QUESTION_WORDS, STOP_WORDS
from stepresearch.text.words import terms

FINDINGS_PER_TASK = 8
FINDINGS_AT_LEAST = 16
"""In a round, over all tasks: a plan of one task gets them all."""

MIN_SCORE = 0.12
MAX_HOPS = 5
QUESTION_SHARE = 0.6
"""Of a sentence's score, the share of the task; the rest is that of the queries that found its source."""

COMMON = frozenset(term for words in (QUESTION_WORDS, STOP_WORDS["en"]) for word in words for term in terms(word))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a reflection looks at: the passages of this round, and what is known of the run."""

    question: str
    tasks: Sequence[Task]
    passages: Sequence[PassageRecord]
    sources: Mapping[str, Source]
    queries: Mapping[str, Query]


def draft_reflection(evidence: Evidence) -> ReflectionDraft:
    """Return the findings of the new passages, tasks without any, and queries for the names that they bring up."""
    sentences = sentences_of(evidence.passages, evidence.sources)
    coverage = Coverage(sentences)
    count = max(FINDINGS_PER_TASK, FINDINGS_AT_LEAST // max(1, len(evidence.tasks)))
    findings: list[FindingDraft] = []
    strength: dict[int, float] = defaultdict(float)
    for task in evidence.tasks:
        wanted = content_terms(task["question"]) | content_terms(task["queries"][0] if task["queries"] else "")
        scores = [_score(sentence, wanted, coverage, evidence.queries) for sentence in sentences]
        for number, score in enumerate(scores):
            strength[number] = max(strength[number], score)
        findings += _findings(task, sentences, scores, count)
    found = {finding.task_id for finding in findings}
    return ReflectionDraft(
        findings=_distinct(findings),
        missing=[task["question"] for task in evidence.tasks if task["task_id"] not in found],
        queries=_hops(evidence, sentences, strength, coverage),
    )


def content_terms(text: str) -> frozenset[str]:
    """Return the index terms of a text without those that only ask or join."""
    return frozenset(terms(text)) - COMMON


def _score(
    sentence: Sentence, wanted: frozenset[str], coverage: Coverage, queries: Mapping[str, Query]
) -> float:
    asked = [content_terms(queries[query_id]["text"]) for query_id in sentence.source["query_ids"]]
    by_query = max((coverage.score(sentence, query) for query in asked), default=0.0)
    lead = 0.05 / (1 + sentence.place)
    return QUESTION_SHARE * coverage.score(sentence, wanted) + (1 - QUESTION_SHARE) * by_query + lead


def _findings(task: Task, sentences: Sequence[Sentence], scores: Sequence[float], count: int) -> list[FindingDraft]:
    good = [number for number, score in enumerate(scores) if score >= MIN_SCORE]
    chosen = select_diverse([scores[n] for n in good], [sentences[n].own for n in good], count=count)
    return [
        FindingDraft(
            task_id=task["task_id"],
            claim=sentences[number].text,
            passage_ids=[sentences[number].passage["passage_id"]],
            quote=sentences[number].text,
            score=round(scores[number], 4),
        )
        for number in (good[place] for place in chosen)
    ]


def _distinct(findings: Collection[FindingDraft]) -> list[FindingDraft]:
    """Each sentence once, with the task that it answers best."""
    best: dict[str, FindingDraft] = {}
    for finding in sorted(findings, key=lambda finding: -finding.score):
        best.setdefault(finding.claim, finding)
    kept = {id(finding) for finding in best.values()}
    return [finding for finding in findings if id(finding) in kept]


def _hops(
    evidence: Evidence, sentences: Sequence[Sentence], strength: Mapping[int, float], coverage: Coverage
) -> list[QueryDraft]:
    """Queries for names that the best sentences and their titles bring up and that were not asked for yet."""
    asked = content_terms(" ".join([evidence.question, *(query["text"] for query in evidence.queries.values())]))
    worth: dict[str, float] = defaultdict(float)
    for number in sorted(strength, key=lambda number: -strength[number])[:40]:
        for name in names(sentences[number].text):
            fresh = content_terms(name) - asked
            if fresh and len(name) < 80:
                rarity = max(map(coverage.weight, fresh))
                worth[name] = max(worth[name], strength[number] * rarity)
    best = sorted(worth, key=lambda name: (-worth[name], name))[:MAX_HOPS]
    return [QueryDraft(text=name, why="named by a source on the question") for name in best]
