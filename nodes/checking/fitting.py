"""As many passages as a leaf has room for."""

from collections.abc import Iterable

from stepresearch.nodes.state.schema import PassageRecord
from stepresearch.tools.llm.chat_model import ChatModel

MARKS_TOKENS = 24
"""What ids, line breaks and the line of a source cost beside the words of a passage."""


def fitting(passages: Iterable[PassageRecord], room_tokens: int, model: ChatModel) -> list[PassageRecord]:
    """Return the passages that fit, best first as they are given, in the order of their sources."""
    kept: list[PassageRecord] = []
    for one in passages:
        cost = model.estimate_tokens(one["text"]) + model.estimate_tokens(one["heading"]) + MARKS_TOKENS
        if cost <= room_tokens:
            room_tokens -= cost
            kept.append(one)
    return sorted(kept, key=lambda one: (int(one["source_id"][1:]), one["start"]))
