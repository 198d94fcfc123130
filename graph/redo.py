"""Going back to where rules decided in the model's place."""

from typing import Any

from langgraph.types import StateSnapshot

from stepresearch.graph.compiled import ResearchGraph
from stepresearch.graph.history import last_without
from stepresearch.graph.run import OpenRun
from stepresearch.nodes.conversation.shared_context import run_key
from stepresearch.tools.archive import Archive
from stepresearch.tools.llm.cache.completions import completions_of


async def before_first_floor(run: OpenRun) -> StateSnapshot | None:
    """Return the run as it was before a floor first answered in the model's place, or None where none did.

    Raises:
        ConfigError: Another version of the graph made the run.
    """
    await run.state()
    return await last_without(run.graph, run.config, _has_floor)


async def forget_unusable(graph: ResearchGraph, snapshot: StateSnapshot) -> None:
    """Delete the model's answers that could not be used, so that the model is asked again."""
    if graph.store is not None:
        await Archive(graph.store).clear(completions_of(run_key(snapshot.values)))


def _has_floor(state: dict[str, Any]) -> bool:
    return any(notice["kind"] == "floor" for notice in state.get("notices", []))
