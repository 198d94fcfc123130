"""Compaction: where the window forces it, once, before the report, findings and their passages replace the talk."""

import asyncio
from collections.abc import Sequence

from stepresearch.nodes.conversation.prompts import prompt
from stepresearch.nodes.conversation.token_budget import report_reserve_tokens
from stepresearch.nodes.evidence.fence import fenced
from stepresearch.nodes.state.schema import Finding, Notice, PassageRecord, ResearchState
from stepresearch.tools.llm.chat_model import ChatModel, Message

READ = "Read."
PASSAGES_SHARE = 0.6
"""Of what may be kept, the share of passages; the rest is that of findings."""


async def compacted(state: ResearchState, model: ChatModel) -> tuple[list[Message], list[Notice]]:
    """Return the conversation, shortened where it leaves too little of the window to write behind it.

    The system message stays. The best findings and the passages that say them stay, as many as fit.
    """
    conversation = state["transcript"]
    window = await model.window_tokens()
    room = window - report_reserve_tokens(window)
    used = sum(model.estimate_tokens(message["content"]) for message in conversation)
    if used <= room or not conversation:
        return conversation, []
    system = conversation[0]
    left = room - model.estimate_tokens(system["content"]) - model.estimate_tokens(state["question"])
    best = sorted(state["findings"].values(), key=lambda finding: -finding["score"])
    lines = [f"- {finding['claim']} [{', '.join(finding['passage_ids'])}]" for finding in best]
    findings = _fitting(lines, int(left * (1 - PASSAGES_SHARE)), model)
    passages = _passages(state, best, int(left * PASSAGES_SHARE), model)
    shown = fenced(passages, state["sources"])
    told = await asyncio.to_thread(
        prompt, "compact", question=state["question"], findings="\n".join(findings), sources=shown
    )
    notice = Notice(
        node="report",
        kind="limit",
        text=f"The conversation of about {used:,} tokens left too little of the window of {window:,}; it was cut down "
        f"to {len(findings)} findings and {len(passages)} passages before the report.",
    )
    return [system, Message(role="user", content=told), Message(role="assistant", content=READ)], [notice]


def _fitting(lines: Sequence[str], allowance: int, model: ChatModel) -> list[str]:
    kept: list[str] = []
    for line in lines:
        allowance -= model.estimate_tokens(line)
        if allowance < 0:
            break
        kept.append(line)
    return kept


def _passages(
    state: ResearchState, findings: Sequence[Finding], allowance: int, model: ChatModel
) -> list[PassageRecord]:
    """The passages of the findings, best first, as many as fit."""
    ids = dict.fromkeys(passage_id for finding in findings for passage_id in finding["passage_ids"])
    kept: list[PassageRecord] = []
    for passage_id in ids:
        cost = model.estimate_tokens(state["passages"][passage_id]["text"])
        if cost <= allowance:
            allowance -= cost
            kept.append(state["passages"][passage_id])
    return kept
