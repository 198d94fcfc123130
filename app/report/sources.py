"""The sources of a report as a reader sees them."""

from dataclasses import dataclass

from stepresearch.app.report.lines import one_line
from stepresearch.nodes.evidence.standing import told_standing
from stepresearch.nodes.state.schema import ResearchState, Source
from stepresearch.tools.urls import is_linked
from stepresearch.tools.web.authority import OTHER, TOLD


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source that was read.

    Attributes:
        number: In the report; None where it is not cited.
        url: None where its scheme is none that a report may link.
        authority: Its kind, for the words; empty where none is known.
        siblings: Titles of the sources that are counted as one with it.
        standing: That it is superseded, withdrawn, archived or a draft, in words; empty where it is in force.
        copy_of: Title of the source whose text it repeats; empty where it is no copy.
        supports: How many findings rest on it.
        hard_to_see: How many of its passages were left out, since a reader may not see them.
        orders: How many of its sentences were left out, since they give orders to who reads for someone else.
    """

    source_id: str
    number: int | None
    title: str
    url: str | None
    site: str
    authority: str
    author: str
    published: str
    standing: str
    group: str
    siblings: tuple[str, ...]
    copy_of: str
    supports: int
    hard_to_see: int
    orders: int


def source_views(state: ResearchState) -> dict[str, SourceView]:
    """Return the sources that were read, by id: the cited ones in order of their numbers, then the others."""
    numbers = {one["source_id"]: one["number"] for one in state["report"]["citations"]}
    read = [key for key, source in state["sources"].items() if source["status"] == "read"]
    ordered = [*numbers, *(key for key in read if key not in numbers)]
    return {key: _view(state, key, numbers.get(key)) for key in ordered}


def linked(url: str) -> str | None:
    """Return an address that a report may link, None for any other."""
    return url if is_linked(url) else None


def _view(state: ResearchState, source_id: str, number: int | None) -> SourceView:
    source, ledger = state["sources"][source_id], state["ledger"]
    group, members = next(
        ((name, ids) for name, ids in ledger["groups"].items() if source_id in ids), ("", [])
    )
    original = ledger["copies"].get(source_id)
    rests = [
        finding
        for finding in state["findings"].values()
        if any(one.partition(".")[0] == source_id for one in finding["passage_ids"])
    ]
    return SourceView(
        source_id=source_id,
        number=number,
        title=_title(source),
        url=linked(source["url"]),
        site=one_line(source["site"]),
        authority=kind if (kind := source.get("authority", OTHER)) in TOLD else "",
        author=one_line(source.get("author") or ""),
        published=one_line(source.get("published") or ""),
        standing=one_line(told_standing(source_id, state["sources"], state["brief"]["language"])),
        group=group,
        siblings=tuple(_title(state["sources"][one]) for one in members if one != source_id),
        copy_of=_title(state["sources"][original]) if original else "",
        supports=len(rests),
        hard_to_see=source.get("hard_to_see", 0),
        orders=source.get("orders", 0),
    )


def _title(source: Source) -> str:
    return one_line(source["title"]) or source["url"]
