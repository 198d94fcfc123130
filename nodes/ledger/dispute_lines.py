"""A disagreement in lines, for the model: what it is about, and each side's value with its passages and support."""

from collections.abc import Mapping

from stepresearch.nodes.state.schema import Disagreement, Finding, Resolution

PLACES = ("first", "second", "third", "fourth")

VERDICTS: dict[Resolution, str] = {
    "open": "not settled: give both",
    "newer": "no dispute: the first is newer and holds; the others are earlier plans or figures",
    "primary": "the first is what the others repeat, wrongly",
}

SERIES = "no dispute but a series: each value holds for its own time, the first for the latest"


def told_with_verdict(dispute: Disagreement, findings: Mapping[str, Finding]) -> str:
    """Return a disagreement with what came of it, for those who write about it."""
    lines = [f"{dispute['dispute_id']}: {dispute['measure']}"]
    for place, side in zip(PLACES, dispute["sides"], strict=False):
        ids = [passage_id for i in side["finding_ids"] for passage_id in findings[i]["passage_ids"]]
        cited = ", ".join(dict.fromkeys(ids))
        lines.append(f"  [{cited}] {place}: {side['value']} ({len(side['groups'])} independent)")
    came_to = SERIES if dispute.get("series") else VERDICTS[dispute["resolution"]]
    return "\n".join([*lines, f"  {came_to}"])
