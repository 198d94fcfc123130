"""The floor of plan: a question split along its own words, with keyword queries for each part."""

import re

from stepresearch.nodes.conversation.answer_schemas import PlanDraft, TaskDraft
from stepresearch.nodes.planning.question_parts import (
    ASKING,
    CHINESE_ASKING,
    RELATIVE,
    asked_points,
    query_of,
    subject_words,
    task_for,
)
from stepresearch.text.entities.names import question_names
from stepresearch.text.language.words import keywords, terms

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
    rf"|replace|change|compare|{ASKING}|{RELATIVE})\b)|[?？]\s*$|^(?:请|麻烦)?(?:再|也|还|另外|加上|增加|补充|不要|只|去掉|删|改)"
    rf"|{CHINESE_ASKING}",
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
    subject = subject_words(question)
    tasks = [task_for(part, subject) for part in parts]
    if len(tasks) > 1:
        tasks[0].queries.insert(0, query_of(keywords(question)))
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
    subject = subject_words(question)
    return [task_for(_ORDER.sub("", part).strip() or part, subject) for part in asked_points(wish)]
