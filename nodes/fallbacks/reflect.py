"""The floors of reflect: findings are the sentences that best answer each task; queries come from what they name."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from stepresearch.nodes.evidence.scoring import Evidence, Extract, Extraction, Scoring, content_terms
from stepresearch.nodes.evidence.sentences import (
    Coverage,
    Sentence,
    reads_as_statement,
    sentences_of,
)
from stepresearch.nodes.fallbacks.answering import best_answers
from stepresearch.nodes.state.schema import Source
from stepresearch.text.entities.names import names, whole_names
from stepresearch.text.language.words import terms
from stepresearch.text.ranking.mmr import select_diverse

FINDINGS_PER_TASK = 6
FINDINGS_AT_LEAST = 18
"""In a round, over all tasks: a plan of one task gets them all."""

MIN_SCORE = 0.12
MIN_OF_BEST = 0.75
"""A sentence that answers another task this much better is left to that one."""

ANSWERS_PER_TASK = 3
MAX_NAME_CHARS = 80
MAX_HOPS = 6
HOP_SENTENCES = 20
NAMING_SENTENCES = 80
"""Where a name's longer form is looked for: the best sentence may say `the Trust`, others whose it is."""

_SMALL_WORD = re.compile(r"\b[a-z]+\b")


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
    extracts += _answers(evidence, extracts)
    return Extraction(extracts, _hops(evidence, sentences, strength, scoring.coverage))


def _answers(evidence: Evidence, extracts: Sequence[Extract]) -> list[Extract]:
    """Return what answers the tasks and is none of the extracts: list items, rows of tables, lines without a full stop."""
    known = {(one.sentence.passage["passage_id"], one.sentence.text) for one in extracts}
    found: list[Extract] = []
    for task in evidence.tasks:
        for answer in best_answers(
            task["question"], evidence.passages, evidence.sources, count=ANSWERS_PER_TASK
        ):
            one = answer.statement
            if (place := (one.passage["passage_id"], one.slice_)) not in known:
                known.add(place)
                own, context = frozenset(terms(one.text)), frozenset(terms(one.above))
                sentence = Sentence(one.passage, one.source, one.slice_, own, context, 0)
                found.append(Extract(task["task_id"], sentence, round(answer.worth, 4)))
    return found


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
    named = {number: _asked_after(sentences[number].text) for number in best}
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


def _asked_after(text: str) -> list[str]:
    """Return the names of a sentence that a query may ask after; words in capitals are headings and columns, not names."""
    return [
        name for name in names(text) if len(name) < MAX_NAME_CHARS and not (" " in name and name.isupper())
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
