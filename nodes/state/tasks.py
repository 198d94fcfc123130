"""What each branch of a fan-out is given."""

from typing import Any

from typing_extensions import TypedDict

from stepresearch.nodes.state.schema import (
    Brief,
    ChecklistItem,
    Claim,
    Finding,
    PassageRecord,
    Query,
    SectionPlan,
    Source,
)


class SentenceToCheck(TypedDict):
    """A cited sentence of the written report."""

    sentence_id: str
    section_id: str
    text: str
    passage_ids: list[str]


class CheckTask(TypedDict):
    """A batch of sentences, the passages read of the sources that they cite, these sources, and the question asked.

    `uncited` are sentences that cite nothing: a reader says which of them state that something is missing. `shown` are the
    passages, of those that the sentences cite, that stand in the conversation; the others go along with the question.
    """

    batch_id: str
    shown: list[str]
    sentences: list[SentenceToCheck]
    uncited: list[SentenceToCheck]
    passages: dict[str, PassageRecord]
    sources: dict[str, Source]
    question: str
    by_model: bool
    started_s: float
    dossier_key: str


class SectionTask(TypedDict):
    """One section, the findings of its floor, passages for its writer alone, how long it may be, and what the others cover."""

    plan: SectionPlan
    titles: list[str]
    brief: Brief
    language: str
    words: int
    findings: dict[str, Finding]
    claims: list[Claim]
    sources: dict[str, Source]
    passages: list[PassageRecord]
    disputes: list[str]
    checklist: list[ChecklistItem]
    options: dict[str, Any]
    started_s: float
    dossier_key: str


class Hit(TypedDict):
    """A search result as it is kept: `delivered_key` names the page text that came with it, if any."""

    url: str
    title: str
    snippet: str
    published: str | None
    engines: list[str]
    delivered_key: str | None


class SearchTask(TypedDict):
    """One query, and what its search needs to know of the run."""

    query: Query
    options: dict[str, Any]
    started_s: float


class ReadTask(TypedDict):
    """One chosen source, and what its reading needs to know of the run."""

    source: Source
    wanted: list[str]
    options: dict[str, Any]
    started_s: float
