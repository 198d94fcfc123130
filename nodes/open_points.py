"""Which points of the checklist stay open once the report was mended."""

from collections.abc import Iterable, Mapping

from stepresearch.nodes.citations import sentences_with_ids
from stepresearch.nodes.state import ChecklistItem
from stepresearch.text.words import keywords, terms

SHARE = 0.5
"""Of the words of a point that one new sentence must hold to count as about it."""


def open_points(
    checklist: Iterable[ChecklistItem],
    unmet: Iterable[str],
    before: Mapping[str, str],
    after: Mapping[str, str],
) -> list[ChecklistItem]:
    """Return the points judged unmet of which nothing tells that they were mended.

    Args:
        checklist: All points.
        unmet: Ids of those that were judged unmet in the text before.
        before: The texts that were judged.
        after: The same texts, mended. A point counts as mended where a cited sentence is new and holds half of its
            words; what must not be there counts so where a sentence with half of its words is gone.
    """
    old, new = _sentences(before), _sentences(after)
    added, gone = new - old, old - new
    judged = set(unmet)
    return [
        item
        for item in checklist
        if item["item_id"] in judged and not _is_among(item, gone if item["kind"] == "must_not" else added)
    ]


def _sentences(texts: Mapping[str, str]) -> set[str]:
    return {one.text for text in texts.values() for one in sentences_with_ids(text) if one.ids}


def _is_among(item: ChecklistItem, sentences: Iterable[str]) -> bool:
    wanted = frozenset(terms(" ".join(keywords(item["text"])) or item["text"]))
    return any(len(wanted & frozenset(terms(said))) >= SHARE * len(wanted) for said in sentences)
