"""Which sources are one source: copies of one text, and pages of one owner."""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from stepresearch.nodes.state import Source
from stepresearch.text.shingles import near_duplicate_groups
from stepresearch.tools.authority import OTHER, official_rank
from stepresearch.tools.urls import registrable_domain


def copy_groups(texts: Mapping[str, str]) -> list[list[str]]:
    """Return the sources with nearly one text, two or more each. `texts` are page texts by source id."""
    ids = list(texts)
    groups = near_duplicate_groups([texts[source_id] for source_id in ids])
    return [[ids[place] for place in group] for group in groups if len(group) > 1]


def independent_groups(
    sources: Mapping[str, Source], read: Iterable[str], copies: Iterable[Sequence[str]]
) -> dict[str, list[str]]:
    """Return source ids by group (`G1`, …), in the order of the sources.

    The earliest dated member stands for its group and comes first in it; of one date, the most official.

    Args:
        sources: By id.
        read: Ids of those that were read.
        copies: Groups of them with nearly one text.
    """
    ids = list(read)
    leader = {source_id: source_id for source_id in ids}

    def lead(source_id: str) -> str:
        while leader[source_id] != source_id:
            source_id = leader[source_id]
        return source_id

    for group in (*copies, *_of_one_owner(sources, ids)):
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


def _of_one_owner(sources: Mapping[str, Source], ids: list[str]) -> list[list[str]]:
    """Web pages by registrable domain; files have no owner that their address tells."""
    owned: dict[str, list[str]] = {}
    for source_id in ids:
        url = sources[source_id]["url"]
        if urlsplit(url).scheme in ("http", "https"):
            owned.setdefault(registrable_domain(url), []).append(source_id)
    return list(owned.values())
