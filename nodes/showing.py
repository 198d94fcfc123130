"""Which passages the model is shown, and how: each once, best first, as many as the window's share allows."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from stepresearch.nodes.state import PassageRecord, ResearchState, Source, Task
from stepresearch.text.bm25 import BM25
from stepresearch.text.shingles import near_duplicate_groups
from stepresearch.text.words import terms

_FENCE = re.compile(r"<\s*(/?)\s*sources\s*>", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n\s*\n+")


def choose_passages(
    state: ResearchState, *, allowance_tokens: int, estimate: Callable[[str], int]
) -> list[PassageRecord]:
    """Return passages that were not shown yet, best first for each task in turn, within the allowance.

    Of sources with nearly the same text only the first is shown: copies would outvote the others.
    """
    shown = set(state.get("shown", []))
    copies = copied_sources(state["passages"].values())
    fresh = [
        p for p in state["passages"].values() if p["passage_id"] not in shown and p["source_id"] not in copies
    ]
    chosen: list[PassageRecord] = []
    left = allowance_tokens
    for passage in _in_turns(fresh, state["plan"]["tasks"], state["sources"]):
        cost = estimate(passage["text"]) + 12
        if cost <= left:
            chosen.append(passage)
            left -= cost
    return chosen


def copied_sources(passages: Collection[PassageRecord]) -> set[str]:
    """Return the sources whose passages are copies of an earlier source's."""
    texts: dict[str, list[str]] = {}
    for passage in passages:
        texts.setdefault(passage["source_id"], []).append(passage["text"])
    ids = list(texts)
    groups = near_duplicate_groups(["\n\n".join(texts[source_id]) for source_id in ids])
    return {ids[place] for group in groups for place in group[1:]}


def _in_turns(
    passages: Sequence[PassageRecord], tasks: Sequence[Task], sources: Mapping[str, Source]
) -> list[PassageRecord]:
    """Passages ranked for each task, taken from the tasks in turn, each once."""
    index = BM25([terms(f"{sources[p['source_id']]['title']} {p['heading']} {p['text']}") for p in passages])
    rankings: list[list[int]] = []
    for task in tasks:
        scores = index.scores(terms(" ".join([task["question"], *task["queries"]])))
        rankings.append(sorted(range(len(passages)), key=lambda n: -scores[n]))
    order = dict.fromkeys(number for row in zip(*rankings, strict=True) for number in row)
    return [passages[number] for number in order]


def fenced(passages: Sequence[PassageRecord], sources: Mapping[str, Source]) -> str:
    """Return passages under their sources, as the model is shown them; a page cannot close the fence around it."""
    blocks: list[str] = []
    for source_id in dict.fromkeys(passage["source_id"] for passage in passages):
        source = sources[source_id]
        about = [source["title"], source.get("site") or source["url"], source.get("published") or "undated"]
        own = [passage for passage in passages if passage["source_id"] == source_id]
        texts = [
            f"[{passage['passage_id']}]\n{_BLANK_LINES.sub(chr(10), passage['text'])}" for passage in own
        ]
        blocks.append("\n".join([f"[{source_id}] {' — '.join(about)}", *texts]))
    return _FENCE.sub(r"‹\1sources›", "\n\n".join(blocks))
