"""report: outline the report from the question, the plan and the findings, and keep what its writers share."""

import time
from collections.abc import Sequence

from langgraph.runtime import Runtime

from stepresearch.nodes.conversation.shared_context import keep_shared_context, model_of
from stepresearch.nodes.evidence.compaction import compacted
from stepresearch.nodes.state.options import Options, options_from
from stepresearch.nodes.state.schema import Notice, ResearchState, ResearchUpdate, SectionPlan, Task
from stepresearch.nodes.state.usage import since
from stepresearch.nodes.writing.outline import draft_outline
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
    outline = headed(
        draft_outline(
            state["question"],
            state["plan"]["tasks"],
            state["findings"],
            state["ledger"],
            length=options_from(state["options"]).length,
            keeps_all=model is not None,
        ),
        state["plan"]["tasks"],
    )
    return ResearchUpdate(
        outline=outline,
        writer=model.name.partition(" at ")[0] if model else "",
        transcript=state.get("transcript", []),
        dossier_key=await keep_shared_context(state, archive, toolbox),
        usage={"report": since(begun_s)},
        notices=notices,
    )


def headed(outline: Sequence[SectionPlan], tasks: Sequence[Task]) -> list[SectionPlan]:
    """Return the outline with the titles of the tasks over the sections that their questions headed."""
    titles = {task["question"].casefold(): title for task in tasks if (title := task.get("title"))}
    return [
        {**one, "title": title[:1].upper() + title[1:], "question": one["title"]}
        if (title := titles.get(one["title"].casefold()))
        else one
        for one in outline
    ]
