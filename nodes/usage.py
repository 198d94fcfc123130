"""What a step took, recorded under a key of its own so that a repeated update counts once."""

import time
from collections.abc import Mapping

from stepresearch.nodes.options import Options
from stepresearch.nodes.state import ResearchState, UsageRecord
from stepresearch.tools.budget import Budget, active_seconds


def since(started_s: float, *, searches: int = 0, pages: int = 0) -> UsageRecord:
    """Return the record of a step that began at `started_s` (epoch seconds) and ends now."""
    return UsageRecord(started_s=started_s, seconds=time.time() - started_s, searches=searches, pages=pages)


def budget_of(state: ResearchState, options: Options) -> Budget:
    """Return the run's limits against what it has used so far."""
    usage: Mapping[str, UsageRecord] = state.get("usage", {})
    return Budget(
        max_seconds=options.max_minutes * 60,
        max_sources=options.max_sources,
        used_seconds=active_seconds(usage.values()),
        used_sources=len(state.get("sources", {})),
    )
