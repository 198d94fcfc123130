"""How deep a run goes: what each depth allows where a person sets no limit of their own."""

from dataclasses import dataclass
from typing import Literal

Length = Literal["brief", "standard", "long"]
Depth = Literal["quick", "standard", "deep"]


@dataclass(frozen=True, slots=True)
class DepthLimits:
    """What one depth allows.

    Attributes:
        rounds: Rounds of searching and reading.
        sources: Pages read.
        minutes: Active minutes before the report is begun.
        first_round_tokens: Passages shown to the model in the first round.
        later_round_tokens: Passages shown in each later one.
        evidence_tokens: Passages shown in all rounds together.
        leaf_tokens: Passages not shown before that the writer of one section gets beside the conversation.
        length: Of the report.
    """

    rounds: int
    sources: int
    minutes: float
    first_round_tokens: int
    later_round_tokens: int
    evidence_tokens: int
    leaf_tokens: int
    length: Length


DEPTHS: dict[Depth, DepthLimits] = {
    "quick": DepthLimits(
        rounds=2,
        sources=20,
        minutes=10.0,
        first_round_tokens=3_000,
        later_round_tokens=1_000,
        evidence_tokens=4_000,
        leaf_tokens=0,
        length="brief",
    ),
    "standard": DepthLimits(
        rounds=3,
        sources=24,
        minutes=20.0,
        first_round_tokens=12_000,
        later_round_tokens=3_000,
        evidence_tokens=18_000,
        leaf_tokens=0,
        length="standard",
    ),
    "deep": DepthLimits(
        rounds=6,
        sources=60,
        minutes=60.0,
        first_round_tokens=16_000,
        later_round_tokens=4_000,
        evidence_tokens=32_000,
        leaf_tokens=1_500,
        length="standard",
    ),
}
"""Prefilling a token costs a hundredth and less of decoding one on a GPU, so that evidence is cheap and answers are dear."""
