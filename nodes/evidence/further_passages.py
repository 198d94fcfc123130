"""Passages that were read and not shown, for the writers of single sections."""

from collections.abc import Callable, Collection, Mapping, Sequence

from stepresearch.nodes.evidence.stored_passages import StoredPassages
from stepresearch.nodes.state.schema import PassageRecord, SectionPlan

BEARING = 0.5
"""Of the score of the best passage on a section, shown or not, what another one must have to be brought."""

CANDIDATES = 12
"""Passages looked at for one section."""


def further_passages(
    outline: Sequence[SectionPlan],
    stored: StoredPassages,
    shown: Collection[str],
    copies: Collection[str],
    *,
    allowance_tokens: int,
    estimate: Callable[[str], int],
) -> dict[str, list[PassageRecord]]:
    """Return for each section, by its id, what bears on it among what was read and not shown, each passage once.

    Args:
        outline: The sections, in order.
        stored: All passages of the pages read.
        shown: Ids of those that stand in the conversation.
        copies: Sources whose text another one has too.
        allowance_tokens: For each section.
        estimate: Tokens of a text.
    """
    left_out = {*shown, *(key for key, one in stored.records.items() if one["source_id"] in copies)}
    found: dict[str, list[PassageRecord]] = {}
    for plan in outline:
        wanted = [plan["title"], plan.get("question", "")]
        own = _bearing(stored.scores(wanted), left_out)
        records = _affordable([stored.records[key] for key in own], allowance_tokens, estimate)
        found[plan["section_id"]] = records
        left_out |= {one["passage_id"] for one in records}
    return found


def _bearing(scores: Mapping[str, float], left_out: Collection[str]) -> list[str]:
    bar = BEARING * max(scores.values(), default=0.0)
    good = [key for key, score in scores.items() if score >= bar and key not in left_out]
    return sorted(good, key=lambda key: -scores[key])[:CANDIDATES]


def _affordable(
    passages: Sequence[PassageRecord], allowance_tokens: int, estimate: Callable[[str], int]
) -> list[PassageRecord]:
    kept: list[PassageRecord] = []
    for passage in passages:
        cost = estimate(f"{passage['heading']}\n{passage['text']}")
        if cost <= allowance_tokens:
            allowance_tokens -= cost
            kept.append(passage)
    return kept
