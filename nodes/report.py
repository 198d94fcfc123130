"""report: outline the report from the question, the plan and the findings, and keep what its writers share."""

import time

from langgraph.runtime import Runtime

from stepresearch.nodes.compaction import compacted
from stepresearch.nodes.dossier import keep_dossier, model_of
from stepresearch.nodes.floors.report import draft_outline
from stepresearch.nodes.options import Options, options_from
from stepresearch.nodes.state import Notice, ResearchState, ResearchUpdate
from stepresearch.nodes.usage import since
from stepresearch.tools.toolbox import Toolbox


async def report(state: ResearchState, runtime: Runtime[Options], *, toolbox: Toolbox) -> ResearchUpdate:
    """Return the outline: a section for each point that was asked for, or each task, that has findings."""
    begun_s = time.time()
    archive = toolbox.archive(runtime.store, started_s=state["started_s"])
    model = await model_of(state, runtime, toolbox)
    notices: list[Notice] = []
    if model is not None:
        state = state.copy()
        state["transcript"], notices = await compacted(state, model)
    outline = draft_outline(
        state["question"],
        state["plan"]["tasks"],
        state["findings"],
        state["ledger"],
        length=options_from(state["options"]).length,
        keeps_all=model is not None,
    )
    return ResearchUpdate(
        outline=outline,
        transcript=state.get("transcript", []),
        dossier_key=await keep_dossier(state, archive, toolbox),
        usage={"report": since(begun_s)},
        notices=notices,
    )
