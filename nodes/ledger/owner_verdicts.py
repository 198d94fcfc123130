"""Whose papers are, asked of the model in one leaf: code reads only some of the forms in which a paper says so."""

import asyncio
from collections.abc import Mapping, Sequence

from stepresearch.nodes.conversation.answer_schemas import OwnersDraft, narrowed
from stepresearch.nodes.conversation.model_calls import Decision, decide
from stepresearch.nodes.conversation.prompts import prompt
from stepresearch.nodes.state.schema import Source
from stepresearch.text.language.whitespace import shortened
from stepresearch.text.safety.prompt_injection import gives_orders
from stepresearch.tools.llm.chat_model import ChatModel, Message

MAX_PAPERS = 24
LEAF_TOKENS = 700
MAX_START_CHARS, MAX_NAME_CHARS = 160, 60


async def judge_owners(
    source_ids: Sequence[str],
    sources: Mapping[str, Source],
    texts: Mapping[str, str],
    *,
    model: ChatModel | None,
    conversation: Sequence[Message],
) -> tuple[dict[str, str], Decision[OwnersDraft]]:
    """Return owners by source id, empty for one that was asked about in vain, and what was decided.

    Args:
        source_ids: Of the papers to ask about; those that were asked about before are left out.
        sources: All by id.
        texts: Of the pages, by source id.
        model: None where there is none.
        conversation: What it was shown.
    """
    asked = [one for one in source_ids if "owner" not in sources[one]][:MAX_PAPERS]
    lines = [f"{one}: {_told(sources[one], texts[one])}" for one in asked]
    instruction = await asyncio.to_thread(prompt, "owners", papers="\n".join(lines))
    answer = await decide(
        "owners",
        model if asked else None,
        conversation,
        instruction,
        OwnersDraft,
        floor=OwnersDraft,
        max_tokens=LEAF_TOKENS,
        schema=narrowed(OwnersDraft, source_id=asked),
    )
    if not answer.by_model:
        return {}, answer
    given = {one.source_id: one.owner.strip()[:MAX_NAME_CHARS] for one in answer.value.owners}
    return {one: given.get(one, "") for one in asked}, answer


def _told(source: Source, text: str) -> str:
    start = shortened(text.removeprefix(source["title"]).lstrip("# \n"), MAX_START_CHARS)
    return f"{shortened(source['title'], MAX_NAME_CHARS)} | {'' if gives_orders(start) else start}"
