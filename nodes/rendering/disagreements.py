"""What sources disagree about, and what changed over time: each value with what says it and when."""

from collections.abc import Callable, Iterable

from stepresearch.nodes.locale.labels import MAX_TOLD, label, quoted
from stepresearch.nodes.state.schema import Disagreement, ResearchState, Side
from stepresearch.nodes.writing.caveat_labels import doubt as caveat_label
from stepresearch.text.language.markdown import escape
from stepresearch.text.language.whitespace import folded, shortened

Link = Callable[[Iterable[str]], str]
"""Numbered links for ids of passages."""

MAX_NAME_CHARS = 80


def disagreements(state: ResearchState, link: Link) -> list[str]:
    """Return what sources disagree about, under its heading, nothing where they do not."""
    language = state["brief"]["language"]
    found = [item for item in state["ledger"]["disagreements"] if item["resolution"] != "newer"]
    if not found:
        return []
    told = [_disagreement(item, state, link) for item in found[:MAX_TOLD]]
    return [f"## {label(language, 'disagree')}", *told, *_more(language, len(found) - MAX_TOLD)]


def _more(language: str, count: int) -> list[str]:
    return [label(language, "more", count=count)] if count > 0 else []


def changes(state: ResearchState, link: Link) -> list[str]:
    """What a newer figure or the outcome took the place of: no source disagrees, so each value is one line."""
    language = state["brief"]["language"]
    found = [item for item in state["ledger"]["disagreements"] if item["resolution"] == "newer"]
    lines = [_change(item, state, link) for item in found[:MAX_TOLD]]
    more = _more(language, len(found) - MAX_TOLD)
    return [f"## {label(language, 'changed')}", "\n".join(lines), *more] if lines else []


def _change(item: Disagreement, state: ResearchState, link: Link) -> str:
    language = state["brief"]["language"]
    told: list[str] = []
    first, *others = item["sides"]
    others.sort(key=lambda side: _date_of(side, state), reverse=True)
    for place, side in enumerate([first, *others]):
        ids, date = _said_in(side, state)
        doubt = _resolution(item, side, state, is_first=True) if place == 0 else ""
        marked = caveat_label(language, doubt) if doubt else ""
        value = f"**{escape(side['value'])}**" if place == 0 else escape(side["value"])
        told.append(f"{value}{marked}{link(ids)} ({date})")
    now = label(language, "named", what=_name(item, state), value=told[0])
    before = "planned" if item.get("planned") else "earlier"
    return "\n".join([f"- {now}", *(f"  - {label(language, before, value=one)}" for one in told[1:])])


def _date_of(side: Side, state: ResearchState) -> str:
    source_id = state["findings"][side["finding_ids"][0]]["passage_ids"][0].partition(".")[0]
    return state["sources"][source_id].get("published") or ""


def _said_in(side: Side, state: ResearchState) -> tuple[list[str], str]:
    """The passages that say the value of a side, and the date of the first one's source."""
    findings = [state["findings"][one] for one in side["finding_ids"]]
    ids = [passage_id for finding in findings for passage_id in finding["passage_ids"]]
    source = state["sources"][ids[0].partition(".")[0]]
    return ids, source.get("published") or label(state["brief"]["language"], "undated")


def _name(item: Disagreement, state: ResearchState) -> str:
    """What is disputed, as the model calls it, else the first statement without its value."""
    side = item["sides"][0]
    claim = state["findings"][side["finding_ids"][0]]["claim"]
    words = item["measure"] or shortened(claim.replace(side["value"], "…", 1), MAX_NAME_CHARS)
    return escape(words[:1].upper() + words[1:])


def _is_in_words(side: Side, state: ResearchState) -> bool:
    """Return whether the value of a side is what its statement says."""
    finding = state["findings"][side["finding_ids"][0]]
    start = side["value"].removesuffix("…").strip()
    return folded(finding["claim"]).startswith(start) or folded(finding["quote"]).startswith(start)


def _disagreement(item: Disagreement, state: ResearchState, link: Link) -> str:
    language, lines = state["brief"]["language"], [f"**{_name(item, state)}**"]
    for place, side in enumerate(item["sides"]):
        finding = state["findings"][side["finding_ids"][0]]
        ids, date = _said_in(side, state)
        said = quoted(language, escape(finding["quote"]), escape(finding["claim"]))
        resolution = _resolution(item, side, state, is_first=place == 0)
        doubt = f" ({label(language, f'doubt_{resolution}')})" if resolution else ""
        value = "" if _is_in_words(side, state) else f"**{escape(side['value'])}**"
        lines.append(
            f"- {value}{doubt}{' — ' if value or doubt else ''}{said}{link(ids)} ({date})".replace(
                "-  ", "- "
            )
        )
    lines.append(f"\n{label(language, item['resolution'])}")
    return "\n".join(lines)


def _resolution(item: Disagreement, side: Side, state: ResearchState, *, is_first: bool) -> str:
    """Why a side does not hold, or not for sure: also one that holds here may be disputed elsewhere."""
    if not is_first or item["resolution"] == "open":
        return item["resolution"]
    open_sides = (
        other
        for one in state["ledger"]["disagreements"]
        if one["resolution"] == "open"
        for other in one["sides"]
    )
    return "open" if any(_is_of(side, other) for other in open_sides) else ""


def _is_of(side: Side, other: Side) -> bool:
    return side["value"] == other["value"] and not set(side["finding_ids"]).isdisjoint(other["finding_ids"])
