"""Which points of the checklist stay open: beside the short answer, and once the report was mended."""

import re
from collections.abc import Iterable, Mapping

from stepresearch.nodes.citations.marks import sentences_with_ids
from stepresearch.nodes.state.schema import SUMMARY, ChecklistItem
from stepresearch.nodes.writing.absence_words import says_absent
from stepresearch.text.language.words import keywords, terms

SHARE = 0.5
"""Of the words of a point that one new sentence must hold to count as about it."""

LEAST = 2
"""Words at least that a sentence of the short answer must hold: that "delivered" stands in the short answer does not tell what was."""

_ASKS_TO_DECIDE = re.compile(
    r"\bshould\b(?! have\b)|\bought to\b|是否(?:应|该|值得)|应不应|应否|该不该|要不要|值不值得", re.IGNORECASE
)
_DECIDES = re.compile(
    r"\bshould(?:n't|n’t)?\b(?! have\b)|\bought to\b|\brecommend\w*|\badvis(?:e|es|ed|able)\b|应该|应当|不应|不宜|建议|推荐",
    re.IGNORECASE,
)
_DECISION = re.compile(rf"{_DECIDES.pattern}|\badvice\b|\bdeci(?:de|sion)\w*|决定", re.IGNORECASE)


def decides(sentence: str) -> bool:
    """Return whether a sentence says what should be done: a judgement, which no source needs to have made."""
    return _DECIDES.search(sentence) is not None


def undecided(checklist: Iterable[ChecklistItem], unmet: Iterable[str], answer: str) -> list[str]:
    """Return the ids of the points judged unmet, in order, without those on the decision that the short answer takes.

    The judge sees the sections alone, and they leave the decision to the short answer. It takes what the question asks
    to have decided where it cites, and begins with what is known or decides; a recommendation where a sentence that decides
    holds half of the other words of the point.
    """
    judged = set(unmet)
    return [
        item["item_id"] for item in checklist if item["item_id"] in judged and not _is_decided(item, answer)
    ]


def _is_decided(item: ChecklistItem, answer: str) -> bool:
    sentences = sentences_with_ids(answer)
    known = [one for one in sentences if not says_absent(one.text)]
    if item["kind"] == "must_not" or not any(one.ids for one in known):
        return False
    decided = [one.text for one in known if _DECIDES.search(one.text)]
    if item["kind"] == "asked" and _ASKS_TO_DECIDE.search(item["text"]):
        return bool(decided) or sentences[0] in known
    about = " ".join(keywords(_DECISION.sub(" ", item["text"])))
    is_on_decision = bool(_DECISION.search(item["text"]))
    return is_on_decision and (_is_among(about, decided) if about else bool(decided))


def open_points(
    checklist: Iterable[ChecklistItem],
    unmet: Iterable[str],
    before: Mapping[str, str],
    after: Mapping[str, str],
) -> list[ChecklistItem]:
    """Return the points judged unmet of which nothing tells that the report meets them.

    Args:
        checklist: All points.
        unmet: Ids of those that were judged unmet in the sections before.
        before: The sections that were judged, and the short answer, which was not.
        after: The same texts, mended. A point counts as met where a cited sentence is new to the judge and holds half
            of its words; what must not be there counts so where a sentence with half of its words is gone.
    """
    old, new = _sentences(before), _sentences(after)
    added, gone = new - old, old - new
    answer = {
        one.text
        for one in sentences_with_ids(after.get(SUMMARY, ""))
        if one.ids and not says_absent(one.text)
    }
    judged, points = set(unmet), list(checklist)
    asked = frozenset(terms(" ".join(item["text"] for item in points if item["kind"] == "asked")))
    return [
        item
        for item in points
        if item["item_id"] in judged
        and not (
            _is_among(item["text"], gone)
            if item["kind"] == "must_not"
            else _is_told(item, added, asked) or _is_told(item, answer, asked, least=LEAST)
        )
    ]


def _is_told(item: ChecklistItem, sentences: Iterable[str], asked: frozenset[str], *, least: int = 0) -> bool:
    """Whether a sentence is about a point; one that is merely implied must hold a word that the question does not."""
    own = frozenset(terms(item["text"])) - asked if item["kind"] == "implied" else frozenset[str]()
    telling = [said for said in sentences if not own or own & frozenset(terms(said))]
    return _is_among(item["text"], telling, least=least)


def _sentences(texts: Mapping[str, str]) -> set[str]:
    """The cited sentences of the sections."""
    sections = (text for key, text in texts.items() if key != SUMMARY)
    return {one.text for text in sections for one in sentences_with_ids(text) if one.ids}


def _is_among(point: str, sentences: Iterable[str], *, least: int = 0) -> bool:
    wanted = frozenset(terms(" ".join(keywords(point)) or point))
    needed = max(least, SHARE * len(wanted))
    return any(len(wanted & frozenset(terms(said))) >= needed for said in sentences)
