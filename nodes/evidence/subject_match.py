"""How far a sentence is about what a question is about: not about a like thing, nor out of a paper on something else."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from stepresearch.nodes.evidence.sentences import Sentence
from stepresearch.nodes.state.schema import Query, Task
from stepresearch.text.entities.names import question_names
from stepresearch.text.entities.numbered_entities import differ, siblings, told_by
from stepresearch.text.language.words import terms

ANOTHER_SUBJECT = 0.5
"""What a sentence is worth whose source does not name what all tasks are about, or that is about a like thing."""


def worth_for_subject(
    sentences: Sequence[Sentence],
    tasks: Sequence[Task],
    queries: Mapping[str, Query],
    shared: frozenset[str],
) -> list[float]:
    """Return what each sentence is worth for what it and its source are about, 0 to 1.

    Args:
        sentences: To judge.
        tasks: Of the plan.
        queries: By id, those that found the sources.
        shared: What all tasks are about; nothing where there is one task, so that no paper is on something else.
    """
    asked = siblings(" ".join(task["question"] for task in tasks))
    shared = _words(shared)
    subject = shared & frozenset[str]().union(*(_named(task["question"]) for task in tasks)) or shared
    on_it = {
        sentence.source["source_id"]
        for sentence in sentences
        if not subject or subject & (sentence.own | sentence.context)
    }
    leads = {query_id: _named(query["text"]) for query_id, query in queries.items()}
    return [_worth(sentence, asked, on_it, leads) for sentence in sentences]


def _worth(
    sentence: Sentence, asked: frozenset[str], on_it: set[str], leads: Mapping[str, frozenset[str]]
) -> float:
    if asked and _is_of_another(sentence, asked):
        return ANOTHER_SUBJECT
    if sentence.source["source_id"] in on_it:
        return 1.0
    # A page that a name led to need not name the subject, but its sentence must say something of that name.
    led_to = (leads[query_id] for query_id in sentence.source["query_ids"] if query_id in leads)
    return ANOTHER_SUBJECT if sentence.own & frozenset[str]().union(*led_to) else 0.0


def _is_of_another(sentence: Sentence, asked: frozenset[str]) -> bool:
    """Return whether a sentence is about line 3 where line 4 is asked for."""
    title = f"{sentence.source['title']} {sentence.passage['heading']}"
    return differ(asked, told_by(sentence.text, title))


def _words(found: Iterable[str]) -> frozenset[str]:
    """Return the terms that are no bare number: the 4 of line 4 stands in £4.20 too."""
    return frozenset(term for term in found if not term.isdigit())


@lru_cache(maxsize=1024)
def _named(question: str) -> frozenset[str]:
    """Return the index terms of the names in a question or query."""
    return _words(terms(" ".join(question_names(question))))
