"""Passages as the model is shown them: under their sources, between marks that no page can forge."""

import re
from collections.abc import Mapping, Sequence

from stepresearch.nodes.evidence.standing import told_standing
from stepresearch.nodes.state.schema import PassageRecord, Source
from stepresearch.text.language.whitespace import folded
from stepresearch.text.safety.prompt_injection import gives_orders, orders_in

OMITTED = "[…]"
"""Stands where a sentence is left out."""

_OWN_ID = re.compile(r"[\[【]\s*(S\d+(?:\.\d+)?)\s*[\]】]")
_FENCE = re.compile(r"<\s*+(/?)\s*+sources\s*+>", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n\s*\n+")


def fenced(passages: Sequence[PassageRecord], sources: Mapping[str, Source]) -> str:
    """Return passages under their sources, each with its id and the headings that it stands under.

    A page can neither close the fence around it nor open a passage of another source: ids in its words are no ids.
    Sentences recognised as orders to whoever reads for someone else are left out; the fence is for the others.
    """
    blocks: list[str] = []
    for source_id in dict.fromkeys(passage["source_id"] for passage in passages):
        source = sources[source_id]
        own = [_shown(one, source["title"]) for one in passages if one["source_id"] == source_id]
        blocks.append("\n".join([source_line(source_id, sources), *own]))
    return "\n\n".join(blocks)


def headings_below(title: str, heading: str) -> str:
    """Return the headings that a passage stands under without the first one, where that is the title of its page."""
    first, _, below = heading.partition(" › ")
    return below if folded(first).casefold() == folded(title).casefold() else heading


def source_line(source_id: str, sources: Mapping[str, Source]) -> str:
    """Return the line that a source is named by: its id, title, site, date, and what it says of its own force."""
    source = sources[source_id]
    title = OMITTED if gives_orders(source["title"]) else source["title"]
    told = [title, source.get("site") or source["url"], source.get("published") or "undated"]
    told += [standing] if (standing := told_standing(source_id, sources, "en")) else []
    return f"[{source_id}] " + " — ".join(_defused(folded(one)) for one in told)


def _shown(passage: PassageRecord, title: str) -> str:
    heading = headings_below(title, passage["heading"])
    above = "" if not heading or gives_orders(heading) else f" {_defused(folded(heading))}"
    return f"[{passage['passage_id']}]{above}\n{_defused(_without_orders(passage['text']))}"


def _without_orders(words: str) -> str:
    for span in reversed(orders_in(words)):
        words = words[: span.start] + OMITTED + words[span.end :]
    return _BLANK_LINES.sub("\n", words)


def _defused(words: str) -> str:
    """A page's words, in which nothing looks like the fence or like an id of a source."""
    return _OWN_ID.sub(r"‹\1›", _FENCE.sub(r"‹\1sources›", words))
