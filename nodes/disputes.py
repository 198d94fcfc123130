"""Disputes put to the model: which are none, which a newer or primary source settles, what to look up."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace

from stepresearch.nodes.conversation import Decision, decide
from stepresearch.nodes.drafts import VerificationDraft, narrowed
from stepresearch.nodes.floors.ledger import Conflict, Resolution
from stepresearch.nodes.prompting import prompt
from stepresearch.nodes.state import Disagreement, Finding
from stepresearch.tools.chat_model import ChatModel, Message

TURN_TOKENS = 400
MAX_DISPUTES = 12

VERDICTS: dict[Resolution, str] = {
    "open": "not settled",
    "newer": "the first is newer and holds now",
    "primary": "the first is the primary source",
}


async def judge_disputes(
    disagreements: Sequence[Disagreement],
    findings: Mapping[str, Finding],
    *,
    model: ChatModel | None,
    conversation: Sequence[Message],
) -> Decision[VerificationDraft]:
    """Return verdicts on the disagreements by their ids; without a model none, so that counting decides."""
    asked = disagreements[:MAX_DISPUTES]
    instruction = await asyncio.to_thread(
        prompt, "verify", disputes="\n".join(told(one, findings) for one in asked)
    )
    return await decide(
        "verify",
        model if asked else None,
        conversation,
        instruction,
        VerificationDraft,
        floor=VerificationDraft,
        max_tokens=TURN_TOKENS,
        schema=_schema([one["dispute_id"] for one in asked]),
    )


def _schema(dispute_ids: list[str]) -> dict[str, object]:
    schema = narrowed(VerificationDraft, dispute_id=dispute_ids)
    schema["properties"]["verdicts"]["maxItems"] = len(dispute_ids)
    return schema


def told(dispute: Disagreement, findings: Mapping[str, Finding]) -> str:
    """Return a disagreement: what is measured, and on a line each side's value with its passages and its support."""
    lines = [f"{dispute['dispute_id']}: {dispute['measure']}"]
    for place, side in zip(("first", "second"), dispute["sides"], strict=False):
        ids = [passage_id for i in side["finding_ids"] for passage_id in findings[i]["passage_ids"]]
        cited = ", ".join(dict.fromkeys(ids))
        lines.append(f"  [{cited}] {place}: {side['value']} ({len(side['groups'])} independent)")
    return "\n".join(lines)


def told_with_verdict(dispute: Disagreement, findings: Mapping[str, Finding]) -> str:
    """Return a disagreement with what came of it, for those who write about it."""
    return f"{told(dispute, findings)}\n  {VERDICTS[dispute['resolution']]}"


def settled(
    conflicts: Sequence[Conflict], disagreements: Sequence[Disagreement], verdicts: Mapping[str, str]
) -> list[Conflict]:
    """Return the conflicts as the verdicts leave them; those that are about different things are gone.

    Args:
        conflicts: As found.
        disagreements: What they amount to; a verdict's first and second are its sides.
        verdicts: By what is disputed (`Conflict.key`).
    """
    first_value = {key_of(one): one["sides"][0]["value"] for one in disagreements}
    return [
        _resolved(one, verdicts.get(one.key, ""), first_value[one.key])
        for one in conflicts
        if verdicts.get(one.key) != "different_things"
    ]


def key_of(dispute: Disagreement) -> str:
    """Return what is disputed, as `Conflict.key` says it."""
    return f"{dispute['measure']}: {' / '.join(sorted(side['value'] for side in dispute['sides']))}"


def _resolved(one: Conflict, verdict: str, first_value: str) -> Conflict:
    side, _, reason = verdict.partition("_")
    if side not in ("first", "second"):
        return one
    winner_is_a = (one.values[0] == first_value) == (side == "first")
    resolution: Resolution = "newer" if reason == "newer" else "primary"
    return replace(one, loser=one.b if winner_is_a else one.a, resolution=resolution)
