"""What a step took, recorded under a key of its own so that a repeated update counts once."""

import time

from stepresearch.nodes.state.options import Options, options_from
from stepresearch.nodes.state.schema import ResearchState, UsageRecord
from stepresearch.tools.budget import Budget, Spent, spent
from stepresearch.tools.toolbox import Toolbox


def since(started_s: float, *, searches: int = 0, pages: int = 0) -> UsageRecord:
    """Return the record of a step that began at `started_s` (epoch seconds) and ends now."""
    return UsageRecord(started_s=started_s, seconds=time.time() - started_s, searches=searches, pages=pages)


def budget_of(options: Options) -> Budget:
    """Return the limits that the options set."""
    return Budget(
        seconds=options.minutes * 60,
        sources=options.sources,
        calls=options.max_calls,
        tokens=options.max_tokens,
        price=options.max_price,
    )


def spent_by(state: ResearchState, toolbox: Toolbox) -> Spent:
    """Return what the run has used so far."""
    usage = state.get("usage", {}).values()
    return spent(usage, sources=len(state.get("sources", {})), prices=toolbox.prices)


def model_limit(state: ResearchState, toolbox: Toolbox) -> str | None:
    """Return the limit that forbids asking the model again, in words, or None."""
    return budget_of(options_from(state["options"])).model_ends(spent_by(state, toolbox))
