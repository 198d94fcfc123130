"""Which sources are one source: copies of one text, pages and papers of one owner, prints of one wire story."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from stepresearch.nodes.ledger.owner_names import one_name_each
from stepresearch.nodes.ledger.owners import Owner, owners_of
from stepresearch.nodes.state.schema import Source
from stepresearch.text.entities.wire_agencies import agencies
from stepresearch.text.ranking.near_duplicates import near_duplicate_groups, same_figures
from stepresearch.tools.web.authority import OTHER, official_rank


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


def unknown_groups(groups: Mapping[str, Sequence[str]], unowned: Collection[str]) -> list[str]:
    """Return the names of the groups none of whose sources says whose it is."""
    return [name for name, ids in groups.items() if all(source_id in unowned for source_id in ids)]


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
    owned: defaultdict[Owner, list[str]] = defaultdict(list)
    for source_id, text in texts.items():
        for owner in owners_of(sources[source_id], text):
            owned[owner].append(source_id)
    names = [name for kind, name in owned if kind == "name"]
    domains = [name for kind, name in owned if kind == "domain"]
    joined = [
        [
            source_id
            for name in same
            for kind in ("name", "domain")
            for source_id in owned.get((kind, name), ())
        ]
        for same in one_name_each(names, domains)
    ]
    return [*owned.values(), *joined]


def _of_one_story(texts: Mapping[str, str]) -> Iterator[list[str]]:
    """Sources that name the same news agency and have the same figures: one story, however each paper words it."""
    credited = {source_id: named for source_id, text in texts.items() if (named := agencies(text))}
    for a, b in combinations(credited, 2):
        if credited[a] & credited[b] and same_figures(texts[a], texts[b]):
            yield [a, b]
