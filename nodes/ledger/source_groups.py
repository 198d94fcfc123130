"""Which sources are one source: copies of one text, pages and papers of one owner, prints of one wire story."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from urllib.parse import urlsplit

from stepresearch.nodes.state.schema import Source
from stepresearch.text.entities.letterheads import letterhead
from stepresearch.text.entities.wire_agencies import agencies
from stepresearch.text.ranking.near_duplicates import near_duplicate_groups, same_figures
from stepresearch.tools.urls import registrable_domain
from stepresearch.tools.web.authority import OTHER, official_rank

NOBODY = re.compile(
    "admin|administrator|anonymous|author|default|editor|guest|home|(?:microsoft |windows )?(?:office )?user|microsoft|"
    "owner|python-docx|root|staff|test|unknown"
)
"""What programs write for an author where nobody gave one."""

SIGNED_BY_PROGRAM = (".docx", ".pdf")
"""Files whose program fills in who saved them: their author owns them only where the text names it too."""


def copy_groups(texts: Mapping[str, str]) -> list[list[str]]:
    """Return the sources with nearly one text, two or more each. `texts` are page texts by source id."""
    ids = list(texts)
    groups = near_duplicate_groups([texts[source_id] for source_id in ids])
    return [[ids[place] for place in group] for group in groups if len(group) > 1]


def independent_groups(
    sources: Mapping[str, Source], texts: Mapping[str, str], copies: Iterable[Sequence[str]]
) -> dict[str, list[str]]:
    """Return source ids by group (`G1`, …), in the order of the sources.

    The earliest dated member stands for its group and comes first in it; of one date, the most official.

    Args:
        sources: By id.
        texts: Of the pages that were read, by source id.
        copies: Groups of them with nearly one text.
    """
    ids = list(texts)
    leader = {source_id: source_id for source_id in ids}

    def lead(source_id: str) -> str:
        while leader[source_id] != source_id:
            source_id = leader[source_id]
        return source_id

    for group in (*copies, *_of_one_owner(sources, texts), *_of_one_story(texts)):
        for member in group[1:]:
            first, second = sorted((lead(group[0]), lead(member)), key=ids.index)
            leader[second] = first
    groups: dict[str, list[str]] = {}
    for source_id in ids:
        groups.setdefault(lead(source_id), []).append(source_id)
    return {f"G{number}": earliest_first(group, sources) for number, group in enumerate(groups.values(), 1)}


def earliest_first(group: Sequence[str], sources: Mapping[str, Source]) -> list[str]:
    """Return source ids by date, undated ones last; of one date or of none the most official first."""

    def rank(source_id: str) -> tuple[str, int]:
        source = sources[source_id]
        return source.get("published") or "9999", official_rank(source.get("authority", OTHER))

    return sorted(group, key=rank)


def copies_of(groups: Iterable[Sequence[str]], sources: Mapping[str, Source]) -> dict[str, str]:
    """Return which source is a copy of which: of each group the earliest is the original."""
    ordered = [earliest_first(group, sources) for group in groups]
    return {copy: group[0] for group in ordered for copy in group[1:]}


def _of_one_owner(sources: Mapping[str, Source], texts: Mapping[str, str]) -> list[list[str]]:
    owned: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for source_id, text in texts.items():
        if owner := _owner(sources[source_id], text):
            owned[owner].append(source_id)
    return list(owned.values())


def _owner(source: Source, text: str) -> tuple[str, str] | None:
    """Whose a source is: a web page its domain's, whoever signs it; a file its author's, or who its letterhead names."""
    if urlsplit(source["url"]).scheme in ("http", "https"):
        return "domain", registrable_domain(source["url"])
    name = _folded(source.get("author") or letterhead(text))
    if not name or NOBODY.fullmatch(name):
        return None
    is_named = not source["url"].lower().endswith(SIGNED_BY_PROGRAM) or name in _folded(text)
    return ("author", name) if is_named else None


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _of_one_story(texts: Mapping[str, str]) -> Iterator[list[str]]:
    """Sources that name the same news agency and have the same figures: one story, however each paper words it."""
    credited = {source_id: named for source_id, text in texts.items() if (named := agencies(text))}
    for a, b in combinations(credited, 2):
        if credited[a] & credited[b] and same_figures(texts[a], texts[b]):
            yield [a, b]
