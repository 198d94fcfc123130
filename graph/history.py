"""The earlier states of a run, and how it goes on from one of them."""

from collections.abc import Callable
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.types import StateSnapshot

from stepresearch.graph.compiled import ResearchGraph


async def last_without(
    graph: ResearchGraph, config: RunnableConfig, happened: Callable[[dict[str, Any]], bool]
) -> StateSnapshot | None:
    """Return the state of a run just before something happened, or None where it never did.

    Only ancestors of the run's state are looked at, so that what was gone back from once plays no part.
    """
    snapshot = await graph.aget_state(config)
    if not happened(snapshot.values):
        return None
    while happened(snapshot.values) and snapshot.parent_config:
        snapshot = await graph.aget_state(snapshot.parent_config)
    return snapshot


async def go_back(graph: ResearchGraph, snapshot: StateSnapshot) -> None:
    """Make an earlier state of a run its newest one, so that it goes on from there, also after a kill.

    `__copy__` is LangGraph's own name for a fork (langgraph/pregel/main.py, abulk_update_state). A copy has none of
    the answers that people and tasks gave after the original, which would be taken for given again.
    """
    await graph.aupdate_state(snapshot.config, None, as_node="__copy__")
