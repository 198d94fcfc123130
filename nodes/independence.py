"""Which sources are one source: copies of one text, and pages of one owner."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from stepresearch.nodes.state import Source
from stepresearch.text.shingles import near_duplicate_groups
from stepresearch.tools.urls import registrable_domain


def independent_groups(sources: Mapping[str, Source], texts: Mapping[str, str]) -> dict[str, list[str]]:
    """Return source ids by group (`G1`, …), in the order of the sources.

    The earliest dated member stands for its group and comes first in it.

    Args:
        sources: By id.
        texts: Page text by source id, of those that were read.
    """
    ids = list(texts)
    leader = {source_id: source_id for source_id in ids}

    def lead(source_id: str) -> str:
        while leader[source_id] != source_id:
            source_id = leader[source_id]
        return source_id

    copies = [[ids[place] for place in group] for group in near_duplicate_groups([texts[i] for i in ids])]
    for group in (*copies, *_of_one_owner(sources, ids)):
        for member in group[1:]:
            first, second = sorted((lead(group[0]), lead(member)), key=ids.index)
            leader[second] = first
    groups: dict[str, list[str]] = {}
    for source_id in ids:
        groups.setdefault(lead(source_id), []).append(source_id)
    return {
        f"G{number}": sorted(group, key=lambda i: (sources[i].get("published") or "9999", ids.index(i)))
        for number, group in enumerate(groups.values(), 1)
    }


def _of_one_owner(sources: Mapping[str, Source], ids: list[str]) -> list[list[str]]:
    """Web pages by registrable domain; files have no owner that their address tells."""
    owned: dict[str, list[str]] = {}
    for source_id in ids:
        url = sources[source_id]["url"]
        if urlsplit(url).scheme in ("http", "https"):
            owned.setdefault(registrable_domain(url), []).append(source_id)
    return list(owned.values())
