"""summarize: write the short answer that opens the report."""

import time

from stepresearch.nodes.floors.summarize import draft_summary
from stepresearch.nodes.state import ResearchState, ResearchUpdate
from stepresearch.nodes.usage import since


async def summarize(state: ResearchState) -> ResearchUpdate:
    """Return the short answer, with citations as `[S3.2]`; empty where nothing was found."""
    begun_s = time.time()
    summary = draft_summary(state["plan"]["tasks"], state["ledger"]["claims"], state["findings"])
    return ResearchUpdate(summary=summary, usage={"summarize": since(begun_s)})
