"""Going back to where rules decided in the model's place."""

from typing import Any

from langgraph.types import StateSnapshot

from stepresearch.graph.history import last_without
from stepresearch.graph.run import OpenRun


async def before_first_floor(run: OpenRun) -> StateSnapshot | None:
    """Return the run as it was before a floor first answered in the model's place, or None where none did.

    Raises:
        ConfigError: Another version of the graph made the run.
    """
    await run.state()
    return await last_without(run.graph, run.config, _has_floor)


def _has_floor(state: dict[str, Any]) -> bool:
    return any(notice["kind"] == "floor" for notice in state.get("notices", []))
