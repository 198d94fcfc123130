"""What a node decides, whoever decides it: the model answers in these shapes, and so do the floors.

The field descriptions are part of the JSON schema that the model is shown.
"""

from typing import Literal

from pydantic import BaseModel, Field


class TaskDraft(BaseModel):
    """One part of the research."""

    question: str = Field(description="What this part finds out, as one question.")
    settles: str = Field(default="", description="What would settle it, in a few words.")
    queries: list[str] = Field(default_factory=list, description="First search queries.")
    depends_on: list[int] = Field(
        default_factory=list, description="Numbers of the parts whose answers it needs."
    )


class ChecklistDraft(BaseModel):
    """One thing that a demanding reader looks for in the report."""

    text: str
    kind: Literal["asked", "implied", "must_not"] = "asked"


class PlanDraft(BaseModel):
    """The plan of the research."""

    tasks: list[TaskDraft]
    checklist: list[ChecklistDraft] = Field(default_factory=list)


class FindingDraft(BaseModel):
    """An atomic claim and the passages that say it."""

    task_id: str
    claim: str
    passage_ids: list[str]
    quote: str = ""
    score: float = 0.0


class QueryDraft(BaseModel):
    """A further search."""

    text: str
    task_id: str = ""
    why: str = ""


class ReflectionDraft(BaseModel):
    """What a round of reading brought, and what to search for next."""

    findings: list[FindingDraft] = Field(default_factory=list)
    settled: list[str] = Field(default_factory=list, description="Ids of the tasks that are settled.")
    missing: list[str] = Field(
        default_factory=list, description="What is still missing, in a few words each."
    )
    queries: list[QueryDraft] = Field(default_factory=list)
    enough: bool = False
