"""The parts of a question along its own words: what it asks, what it lists."""

import re
from collections.abc import Iterable, Sequence

from stepresearch.nodes.conversation.answer_schemas import TaskDraft
from stepresearch.nodes.planning.form import without_form
from stepresearch.text.language.language import is_han
from stepresearch.text.language.sentences import split_sentences
from stepresearch.text.language.words import keywords, terms

MAX_TASKS = 7
MAX_QUERY_CHARS = 300
SUBJECT_WORDS = 6

ASKING = r"what|how|why|whether|is|are|was|were|does|do|did|has|have|should|could|can|will"
RELATIVE = r"which|who|whom|whose|when|where"
"""After a mere comma these begin a clause on what precedes, after "and" a question of their own."""

_NEW_QUESTION = re.compile(
    rf",\s+(?=(?:{ASKING})\b)|(?:[,;]\s*|(?<!\s)\s+)(?:and|but|or)\s+(?=(?:{ASKING}|{RELATIVE})\b)|;\s+",
    re.IGNORECASE,
)
_LIST_AFTER = re.compile(
    r"(?:\b(?:cover(?:s|ing)?|includ(?:es?|ing)|address(?:es|ing)?|namely|regarding|in terms of|such as|focus(?:es|ing)? on)\b|:)"
    r"\s++(?P<points>[^.?!:,]{1,300},[^.?!:]{0,600}[^.?!:\s])\s*+[.?!]?\s*+$",
    re.IGNORECASE,
)
MAX_POINT_WORDS = 8
"""A point of a list is a few words; what is longer, or asks, is a part of a sentence that commas cut."""

_ASKS = re.compile(rf"(?:{ASKING}|{RELATIVE})\b", re.IGNORECASE)
CHINESE_ASKING = "什么|多少|多[长高大远久]|哪些|哪个|如何|怎么|怎样|为何|为什么|是否|有何|何时|几"
_CHINESE_QUESTION = re.compile(
    rf"[？?；;。]|[，,](?=[^，,]{{0,14}}(?:{CHINESE_ASKING}))|(?:以及|并且)(?=[^，,]{{0,14}}(?:{CHINESE_ASKING}))"
)
_CHINESE_LIST_AFTER = re.compile(
    r"(?:包括|涵盖|涉及|例如|分别是|：|:)(?P<points>[^：:、]{0,300}、[^：:]{0,600})$"
)


def asked_points(question: str) -> list[str]:
    """Return the parts that a question asks for, at most seven."""
    return _at_most(MAX_TASKS, _parts(question))


def listed_points(question: str) -> list[str]:
    """Return the points of the list by which a question prescribes its report ("covers a, b and c"), or none."""
    text = " ".join(question.split())
    sentences = [text[span.start : span.end] for span in split_sentences(text)]
    found = [_listed(sentence) or _chinese_listed(sentence.strip("？?。")) for sentence in sentences]
    return next((points for points in found if points), [])


def listed_tasks(question: str, form: Sequence[str] = ()) -> list[TaskDraft]:
    """Return a task for each point that the question lists and that is no order on the text, with a query that names the subject too."""
    subject = subject_words(question)
    return [task_for(point, subject) for point in without_form(listed_points(question), form)]


def subject_words(question: str) -> list[str]:
    """What the question is about: the words of its first part, or of what precedes it where that is a listed point."""
    first = asked_points(question)[0]
    if first in listed_points(question):
        return keywords(question.partition(first)[0])[:SUBJECT_WORDS]
    return keywords(first)[:SUBJECT_WORDS]


def _parts(question: str) -> list[str]:
    text = " ".join(question.split())
    if is_han(text):
        parts = [_trimmed(one) for part in _CHINESE_QUESTION.split(text) for one in _asked_in_a_row(part)]
        lists = [_chinese_points(part) for part in parts]
    else:
        sentences = [text[span.start : span.end] for span in split_sentences(text)]
        parts = [_trimmed(part) for sentence in sentences for part in _NEW_QUESTION.split(sentence)]
        lists = [_points(part) for part in parts]
    found = [point for points in lists for point in points if terms(point)]
    return list(dict.fromkeys(found)) or [text]


def _asked_in_a_row(part: str) -> list[str]:
    """The questions that only a pause mark parts (`花费多少、何时完工`); things that it parts stay one."""
    pieces = part.split("、")
    return pieces if all(re.search(CHINESE_ASKING, piece) for piece in pieces) else [part]


def _at_most(count: int, parts: list[str]) -> list[str]:
    """The parts, the last ones joined where there are too many."""
    return parts if len(parts) <= count else [*parts[: count - 1], "; ".join(parts[count - 1 :])]


def _points(part: str) -> list[str]:
    """The points of a list that ends the part, after what precedes it; else the part."""
    return _after(_LIST_AFTER.split(part, maxsplit=1)[0], _listed(part), part)


def _chinese_points(part: str) -> list[str]:
    return _after(_CHINESE_LIST_AFTER.split(part, maxsplit=1)[0], _chinese_listed(part), part)


def _listed(part: str) -> list[str]:
    """The three or more points of a list that ends the part ("covers a, b and c"), or none."""
    found = _LIST_AFTER.search(part)
    if not found:
        return []
    *points, last = re.split(r",\s+", found["points"])
    points += re.split(r"^(?:and|or)\s+|(?<!\s)\s+(?:and|or)\s+", last, flags=re.IGNORECASE)
    return _enough([_trimmed(point) for point in points])


def _chinese_listed(part: str) -> list[str]:
    found = _CHINESE_LIST_AFTER.search(part)
    if not found:
        return []
    *points, last = found["points"].split("、")
    return _enough([*points, *re.split("以及|和", last)])


def _enough(points: list[str]) -> list[str]:
    points = [re.sub(r"^the\s+", "", point, flags=re.IGNORECASE) for point in points if point]
    are_points = all(len(point.split()) <= MAX_POINT_WORDS and not _ASKS.match(point) for point in points)
    return points if len(points) >= 3 and are_points else []


def _after(lead: str, points: list[str], part: str) -> list[str]:
    """The points behind their lead, where that is a question of its own and not only "Write a report that"."""
    if not points:
        return [part]
    lead = lead.strip(" ,:;，")
    return [*([lead] if len(keywords(lead)) >= 3 else []), *points]


def _trimmed(part: str) -> str:
    return re.sub(
        r"^(?:and|but|or|also|then|以及|并且|还有|和)\s*", "", part.strip(" ,;:、，"), flags=re.IGNORECASE
    ).strip()


def task_for(part: str, subject: Iterable[str]) -> TaskDraft:
    present = set(terms(part))
    lacking = [word for word in subject if not present.issuperset(terms(word))]
    query = query_of([*lacking, *keywords(part)]) or part
    return TaskDraft.model_construct(question=part, queries=[query])


def query_of(words: Iterable[str]) -> str:
    return " ".join(words)[:MAX_QUERY_CHARS]
