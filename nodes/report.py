"""report: outline the report from the plan, the findings and the ledger."""

import time

from stepresearch.nodes.floors.report import draft_outline
from stepresearch.nodes.options import options_from
from stepresearch.nodes.state import ResearchState, ResearchUpdate
from stepresearch.nodes.usage import since


async def report(state: ResearchState) -> ResearchUpdate:
    """Return the outline: a section for each task that has findings."""
    begun_s = time.time()
    outline = draft_outline(
        state["plan"]["tasks"], state["findings"], state["ledger"], options_from(state["options"]).length
    )
    return ResearchUpdate(outline=outline, usage={"report": since(begun_s)})
