"""Going back to where rules decided in the model's place."""

from langgraph.types import StateSnapshot

from stepresearch.graph.run import OpenRun


async def before_first_floor(run: OpenRun) -> StateSnapshot | None:
    """Return the run as it was before a floor first answered in the model's place, or None where none did.

    Only ancestors of the run's state are looked at, so that what was gone back from once plays no part.

    Raises:
        ConfigError: Another version of the graph made the run.
    """
    await run.state()
    snapshot = await run.graph.aget_state(run.config)
    if not _has_floor(snapshot):
        return None
    while _has_floor(snapshot) and snapshot.parent_config:
        snapshot = await run.graph.aget_state(snapshot.parent_config)
    return snapshot


async def go_back(run: OpenRun, snapshot: StateSnapshot) -> None:
    """Make an earlier state of the run its newest one, so that it goes on from there, also after a kill.

    `__copy__` is LangGraph's own name for a fork (langgraph/pregel/main.py, abulk_update_state). A copy has none of
    the answers that people and tasks gave after the original, which would be taken for given again.
    """
    await run.graph.aupdate_state(snapshot.config, None, as_node="__copy__")


def _has_floor(snapshot: StateSnapshot) -> bool:
    return any(notice["kind"] == "floor" for notice in snapshot.values.get("notices", []))
