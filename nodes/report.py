"""report: outline the report from the question, the plan and the findings, and keep what its writers share."""

import asyncio
import time
from collections.abc import Sequence

from langgraph.runtime import Runtime

from stepresearch.nodes.conversation.shared_context import keep_shared_context, model_of
from stepresearch.nodes.evidence.compaction import compacted
from stepresearch.nodes.evidence.further_passages import further_passages
from stepresearch.nodes.evidence.stored_passages import stored_passages
from stepresearch.nodes.locale.labels import label
from stepresearch.nodes.state.options import Options, options_from
from stepresearch.nodes.state.schema import (
    Notice,
    PassageRecord,
    ResearchState,
    ResearchUpdate,
    SectionPlan,
    Task,
)
from stepresearch.nodes.state.usage import since
from stepresearch.nodes.writing.lengths import ONE_PART_WORDS, allowed_words
from stepresearch.nodes.writing.outline import draft_outline
from stepresearch.tools.archive import Archive
from stepresearch.tools.llm.chat_model import ChatModel
from stepresearch.tools.toolbox import Toolbox

LEAF_SHARE = 40
"""The part of the window, one in so many, that the passages for one section may take."""


async def report(state: ResearchState, runtime: Runtime[Options], *, toolbox: Toolbox) -> ResearchUpdate:
    """Return the outline: a section for each point that was asked for, or each task, that has findings."""
    begun_s = time.time()
    archive = toolbox.archive(runtime.store, started_s=state["started_s"])
    model = await model_of(state, runtime, toolbox)
    notices: list[Notice] = []
    if model is not None:
        state = state.copy()
        state["transcript"], notices = await compacted(state, model)
    outline = headed(
        draft_outline(
            state["question"],
            state["plan"]["tasks"],
            state["findings"],
            state["ledger"],
            length=options_from(state["options"]).report_length,
            keeps_all=model is not None,
            form=state["brief"].get("form", []),
            one_part=_one_part(state),
        ),
        state["plan"]["tasks"],
    )
    brought = await _further(state, outline, model, archive) if model else {}
    return ResearchUpdate(
        outline=[
            {**one, "passage_ids": [p["passage_id"] for p in brought.get(one["section_id"], [])]}
            for one in outline
        ],
        passages={one["passage_id"]: one for own in brought.values() for one in own},
        writer=model.name.partition(" at ")[0] if model else "",
        transcript=state.get("transcript", []),
        dossier_key=await keep_shared_context(state, archive, toolbox),
        usage={"report": since(begun_s)},
        notices=notices,
    )


async def _further(
    state: ResearchState, outline: Sequence[SectionPlan], model: ChatModel, archive: Archive
) -> dict[str, list[PassageRecord]]:
    """By section, passages that were read and not shown, as many tokens as the depth and the window allow."""
    allowance = min(
        options_from(state["options"]).limits.leaf_tokens, await model.window_tokens() // LEAF_SHARE
    )
    if not allowance:
        return {}
    stored = await stored_passages(state["sources"], archive, state["passages"])
    return await asyncio.to_thread(
        lambda: further_passages(
            outline,
            stored,
            state["shown"],
            state["ledger"]["copies"],
            allowance_tokens=allowance,
            estimate=model.estimate_tokens,
        )
    )


def _one_part(state: ResearchState) -> str:
    """The title of the one section of a text that may not be long; empty where the text may have several."""
    language = state["brief"]["language"]
    return label(language, "in_detail") if 0 < allowed_words(state["brief"]) <= ONE_PART_WORDS else ""


def headed(outline: Sequence[SectionPlan], tasks: Sequence[Task]) -> list[SectionPlan]:
    """Return the outline with the titles of the tasks over the sections that their questions headed."""
    titles = {task["question"].casefold(): title for task in tasks if (title := task.get("title"))}
    return [
        {**one, "title": title[:1].upper() + title[1:], "question": one["title"]}
        if (title := titles.get(one["title"].casefold()))
        else one
        for one in outline
    ]
