"""The floor of plan: a question split along its own words, with keyword queries for each part."""

import re
from collections.abc import Iterable

from stepresearch.nodes.drafts import PlanDraft, TaskDraft
from stepresearch.text.language import is_han
from stepresearch.text.names import question_names
from stepresearch.text.sentences import split_sentences
from stepresearch.text.words import keywords, terms

MAX_TASKS = 7
MAX_QUERY_CHARS = 300
SUBJECT_WORDS = 6

_ASKING = r"what|how|why|whether|is|are|was|were|does|do|did|has|have|should|could|can|will"
_RELATIVE = r"which|who|whom|whose|when|where"
"""After a mere comma these begin a clause on what precedes, after "and" a question of their own."""

_NEW_QUESTION = re.compile(
    rf",\s+(?=(?:{_ASKING})\b)|(?:[,;]\s*|(?<!\s)\s+)(?:and|but|or)\s+(?=(?:{_ASKING}|{_RELATIVE})\b)|;\s+",
    re.IGNORECASE,
)
_LIST_AFTER = re.compile(
    r"(?:\b(?:cover(?:s|ing)?|includ(?:es?|ing)|address(?:es|ing)?|namely|regarding|in terms of|such as|focus(?:es|ing)? on)\b|:)"
    r"\s++(?P<points>[^.?!:,]{1,300},[^.?!:]{0,600}[^.?!:\s])\s*+[.?!]?\s*+$",
    re.IGNORECASE,
)
_CHINESE_ASKING = "什么|多少|多[长高大远久]|哪些|哪个|如何|怎么|怎样|为何|为什么|是否|有何|何时|几"
_CHINESE_QUESTION = re.compile(
    rf"[？?；;。]|[，,](?=[^，,]{{0,14}}(?:{_CHINESE_ASKING}))|(?:以及|并且)(?=[^，,]{{0,14}}(?:{_CHINESE_ASKING}))"
)
_CHINESE_LIST_AFTER = re.compile(
    r"(?:包括|涵盖|涉及|例如|分别是|：|:)(?P<points>[^：:、]{0,300}、[^：:]{0,600})$"
)
_ORDER = re.compile(
    r"^(?:(?:please|also|and|then)[ ,]++)*+(?:(?:look|search|check|dig|ask)(?: (?:also|too|more))* (?:at|into|for|on|about)"
    r"|(?:add|include|cover|consider|research|investigate|examine|mention|tell me|find out|focus|more)"
    r"(?: (?:also|more|something|a section|a part))*(?: (?:about|on|for))?|(?:what|how) about) "
    r"|^(?:请|麻烦)?(?:[也还再]|另外|同时|顺便)*(?:看看|看一下|查查|查一下|研究|加上|增加|包括|关注|说说|补充)(?:一下)?(?:关于)?",
    re.IGNORECASE,
)
"""How a person asks for more: words that no page needs to hold."""


_ADDS = re.compile(
    rf"^(?:(?:please|and|but|ok|yes)[ ,]++)*(?:(?:also|add|plus|rather|instead|only|without|focus|skip|drop|remove|leave out"
    rf"|replace|change|compare|{_ASKING}|{_RELATIVE})\b)|[?？]\s*$|^(?:请|麻烦)?(?:再|也|还|另外|加上|增加|补充|不要|只|去掉|删|改)"
    rf"|{_CHINESE_ASKING}",
    re.IGNORECASE,
)
"""How words begin that certainly ask for something: a part to add or to change, or a question."""

_OF_SOURCES = re.compile(
    r"(?:(?:where|how far|how|whether|do|does|if)\s*|(?<!\s)\s*)(?:the |these |different |various ){0,4}(?:sources?|reports?|accounts|documents)\s+"
    r"(?:all |really |still )?(?:agree|disagree|differ|conflict|contradict each other|are consistent|are in agreement)"
    r"|(?:各|这些|不同|所有){0,4}(?:来源|说法|报道|资料|文献)(?:之间)?(?:是否|有无|有没有|有何|有什么|存在哪些|有哪些)?"
    r"(?:一致|分歧|矛盾|不同|出入|差异)",
    re.IGNORECASE,
)


def draft_plan(question: str) -> PlanDraft:
    """Return a task for the whole question's first part and one for each further part, at most seven.

    Parts are sentences, coordinated questions ("…, and what …", "…，有哪些…") and lists of three or more points
    ("covers a, b and c"). Each part's query carries the subject of the question, so that it finds the same thing.
    """
    points = asked_points(question)
    parts = [point for point in points if not _asks_of_sources(point)] or points
    subject = _subject(question)
    tasks = [_task(part, subject) for part in parts]
    if len(tasks) > 1:
        tasks[0].queries.insert(0, _query(keywords(question)))
    tasks[0].queries += [name for name in question_names(question)[:4] if name not in tasks[0].queries]
    return PlanDraft.model_construct(tasks=tasks)


def _asks_of_sources(part: str) -> bool:
    """Return whether a part only asks if the sources agree: verification tells that, no page does."""
    left = _OF_SOURCES.sub(" ", part)
    return left != part and not keywords(left)


def is_wish(words: str) -> bool:
    """Return whether words certainly ask for another plan, and not merely comment on it."""
    return bool(_ORDER.search(words) or _ADDS.search(words)) and bool(terms(words))


def wished_tasks(wish: str, question: str) -> list[TaskDraft]:
    """Return a task for each part of what a person wants to have researched too, beside a question."""
    subject = _subject(question)
    return [_task(_ORDER.sub("", part).strip() or part, subject) for part in asked_points(wish)]


def asked_points(question: str) -> list[str]:
    """Return the parts that a question asks for, at most seven."""
    return _at_most(MAX_TASKS, _parts(question))


def listed_points(question: str) -> list[str]:
    """Return the points of the list by which a question prescribes its report ("covers a, b and c"), or none."""
    text = " ".join(question.split())
    sentences = [text[span.start : span.end] for span in split_sentences(text)]
    found = [_listed(sentence) or _chinese_listed(sentence.strip("？?。")) for sentence in sentences]
    return next((points for points in found if points), [])


def listed_tasks(question: str) -> list[TaskDraft]:
    """Return a task for each point that the question lists, with a query that names the subject too."""
    subject = _subject(question)
    return [_task(point, subject) for point in listed_points(question)]


def _subject(question: str) -> list[str]:
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
    return pieces if all(re.search(_CHINESE_ASKING, piece) for piece in pieces) else [part]


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
    return points if len(points) >= 3 else []


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


def _task(part: str, subject: Iterable[str]) -> TaskDraft:
    present = set(terms(part))
    lacking = [word for word in subject if not present.issuperset(terms(word))]
    query = _query([*lacking, *keywords(part)]) or part
    return TaskDraft.model_construct(question=part, queries=[query])


def _query(words: Iterable[str]) -> str:
    return " ".join(words)[:MAX_QUERY_CHARS]
