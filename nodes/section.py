"""section: write one section of the report."""

import time
from typing import Any

from typing_extensions import TypedDict

from stepresearch.nodes.floors.section import draft_section
from stepresearch.nodes.state import (
    Claim,
    Finding,
    PassageRecord,
    ResearchUpdate,
    Section,
    SectionPlan,
    Source,
)
from stepresearch.nodes.usage import since


class SectionTask(TypedDict):
    """One section, and the evidence that it may use."""

    plan: SectionPlan
    language: str
    findings: dict[str, Finding]
    claims: list[Claim]
    passages: dict[str, PassageRecord]
    sources: dict[str, Source]
    options: dict[str, Any]


async def section(task: SectionTask) -> ResearchUpdate:
    """Return the section's text with citations as `[S3.2]`."""
    begun_s, plan = time.time(), task["plan"]
    text = draft_section(plan, task["claims"], task["findings"], task["sources"], task["language"])
    written = Section(section_id=plan["section_id"], title=plan["title"], text=text, by="floor")
    return ResearchUpdate(
        sections={plan["section_id"]: written}, usage={f"section:{plan['section_id']}": since(begun_s)}
    )
