"""The state of the one agent: plain data, small, JSON-able. Page texts are in the store, not here.

Ids are given by code in a deterministic order and stay stable for the life of a run: tasks `T1`, checklist items `K3`,
queries `Q4`, sources `S3`, passages `S3.2`, findings `F7`, claims `C2`, disputes `D1`, sections `X5`.
"""

from typing import Annotated, Any, Literal, NotRequired

from langchain_core.messages import AnyMessage
from langgraph.graph.message import add_messages
from typing_extensions import TypedDict

from stepresearch.nodes.state.reducers import merge_records, union
from stepresearch.tools.llm.chat_model import Message

SUMMARY = "summary"
"""Stands for the id of a section where the short answer is meant."""

Resolution = Literal["open", "newer", "primary"]


class Brief(TypedDict):
    """What the question means, and what kind of text is wanted.

    `form` are orders on the text in the person's words; `max_length` counts words, in Chinese and Japanese characters, 0 for any.
    """

    objective: str
    language: str
    scope: str
    implied: list[str]
    answers: list[str]
    title: NotRequired[str]
    reader: NotRequired[str]
    form: NotRequired[list[str]]
    max_length: NotRequired[int]


class Task(TypedDict):
    """One part of the plan. `settled` is set once its passages answer it; `title` heads its section, else the question does."""

    task_id: str
    title: NotRequired[str]
    question: str
    queries: list[str]
    settled: bool


Kind = Literal["asked", "implied", "must_not", "form"]


class ChecklistItem(TypedDict):
    """What a demanding reader looks for; `kind` says whether it was asked for, is implied, must not be there, or is an order on the form of the text."""

    item_id: str
    text: str
    kind: Kind


class Plan(TypedDict):
    """Tasks in order, and the checklist of the report."""

    tasks: list[Task]
    checklist: list[ChecklistItem]


class Query(TypedDict, total=False):
    """One search. `answer_key` names its fused hits in the archive once it is done."""

    query_id: str
    text: str
    task_ids: list[str]
    round: int
    why: str
    answer_key: str
    hits: int


class Source(TypedDict, total=False):
    """One page that was chosen to be read. `page_key` names its text in the archive once it was.

    `owner` issued it, by the model; `delivered_key` names the text that a search engine sent along; `score` chose it; `authority`
    is its kind (`tools/web/authority.py`); `hard_to_see` counts the passages of the page that were left out (`tools/page.py`),
    `orders` the sentences of its passages that no model is shown since they give orders (`text/safety/prompt_injection.py`).
    `standing` is what the document says of its own force, `superseded_by` and `replaces` the documents that it names
    there (`tools/page_standing.py`).
    """

    source_id: str
    url: str
    title: str
    site: str
    authority: str
    published: str | None
    author: str | None
    standing: Literal["superseded", "withdrawn", "archived", "draft"] | None
    superseded_by: str
    replaces: str
    owner: str
    hard_to_see: int
    orders: int
    engines: list[str]
    query_ids: list[str]
    round: int
    score: float
    status: Literal["chosen", "read", "failed"]
    error: str
    page_key: str
    delivered_key: str


class PassageRecord(TypedDict):
    """A slice `start:end` of a source's stored page, and its heading."""

    passage_id: str
    source_id: str
    start: int
    end: int
    heading: str
    text: str


class Finding(TypedDict):
    """An atomic claim with the passages that say it.

    `quote` is a substring of the first passage; `verbatim` says that the claim is the quotation itself.
    """

    finding_id: str
    task_id: str
    claim: str
    passage_ids: list[str]
    quote: str
    verbatim: bool
    score: float
    round: int


class Claim(TypedDict):
    """A claim of the ledger with its verdict.

    `finding_ids` say it, the best first; `supported_by` are other findings that agree with it; `groups` are the
    independent groups of both.
    """

    claim_id: str
    task_id: str
    finding_ids: list[str]
    supported_by: list[str]
    text: str
    verdict: Literal["corroborated", "single_source", "contested", "outdated", "resolved"]
    groups: list[str]
    reason: str


class Side(TypedDict):
    """One side of a disagreement: its value as written, the findings that say it, their independent groups."""

    value: str
    finding_ids: list[str]
    groups: list[str]


class Ruling(TypedDict):
    """What the model said of a pair of statements: how they relate, what it calls the measure, the values as written."""

    relation: str
    name: str
    values: list[str]


class Disagreement(TypedDict):
    """Sides that give one measure other values, or say other things; what holds comes first, in a `series` the latest."""

    dispute_id: str
    measure: str
    sides: list[Side]
    resolution: Resolution
    planned: NotRequired[bool]
    series: NotRequired[bool]


class Ledger(TypedDict):
    """The evidence. `groups` of sources count as one each; `unknown` are those of which nobody can tell whose they are."""

    groups: dict[str, list[str]]
    unknown: list[str]
    copies: dict[str, str]
    claims: list[Claim]
    disagreements: list[Disagreement]


class SectionPlan(TypedDict):
    """One section to write and its findings; `question` says what it answers, `passage_ids` what its writer alone is shown."""

    section_id: str
    title: str
    question: NotRequired[str]
    task_ids: list[str]
    finding_ids: list[str]
    passage_ids: NotRequired[list[str]]


class Section(TypedDict):
    """A written section. Citations stand in the text as `[S3.2]`."""

    section_id: str
    title: str
    text: str
    by: Literal["model", "floor"]


SentenceVerdict = Literal["supported", "partly", "contradicted", "not_found"]


class Check(TypedDict):
    """The audit of one cited sentence.

    `passage_ids` are its citations, or those that a reader found in their place; `words` are what the reader says it
    rests on and what code has not found in a passage yet.
    """

    sentence_id: str
    sentence: str
    section_id: str
    passage_ids: list[str]
    verdict: SentenceVerdict
    quote: str
    reason: str
    words: NotRequired[str]


class AbsenceCheck(TypedDict):
    """A statement that something was not found, held against all passages of the pages read.

    `section_id` is that of the first section that makes it, and empty for a line of what was not found; `subject_id` names the
    task or checklist item that such a line is about. `verdict` is `open` until it was held. `passages` says against how
    many; `instead` is what takes its place where it is wrong, with citations as `[S3.2]`.
    """

    text: str
    section_id: str
    subject_id: str
    verdict: Literal["open", "holds", "wrong"]
    passages: int
    instead: str


class Citation(TypedDict):
    """A numbered source of the finished report."""

    number: int
    source_id: str
    passage_ids: list[str]


class Report(TypedDict):
    """The finished report. `status` is `nothing_found` where no page held anything on the question."""

    title: str
    markdown: str
    status: Literal["complete", "nothing_found"]
    citations: list[Citation]


class Notice(TypedDict):
    """Something that a reader of the report should know: a floor taken, a search or page that failed, a limit met."""

    node: str
    kind: Literal["floor", "model", "search", "page", "limit", "citation", "input"]
    text: str


class UsageRecord(TypedDict, total=False):
    """What one step took: its interval on the clock (epoch seconds), calls, tokens."""

    started_s: float
    seconds: float
    searches: int
    pages: int
    calls: int
    prompt_tokens: int
    cached_tokens: int
    completion_tokens: int


class ResearchState(TypedDict, total=False):
    """All that is checkpointed.

    `taken` is the question that the run has taken up, to tell a new one from it; `shown` are the ids
    of the passages that stand in the conversation; `writer` is the model that the sections are asked of, empty where
    rules write them; `open_points` are the ids of the checklist items on which the model found nothing in what it was shown;
    `stopped` says in a sentence that a person ended the run, and is empty otherwise.
    """

    question: str
    taken: str
    messages: Annotated[list[AnyMessage], add_messages]
    options: dict[str, Any]
    today: str
    graph_version: str
    started_s: float
    brief: Brief
    plan: Plan
    round: int
    questions: list[str]
    transcript: list[Message]
    shown: list[str]
    guided: int
    dossier_key: str
    queries: Annotated[dict[str, Query], merge_records]
    sources: Annotated[dict[str, Source], merge_records]
    passages: Annotated[dict[str, PassageRecord], merge_records]
    findings: Annotated[dict[str, Finding], merge_records]
    gaps: list[str]
    open_points: list[str]
    corroborated: bool
    verdicts: Annotated[dict[str, Ruling], merge_records]
    ledger: Ledger
    guidance: Annotated[list[str], union]
    outline: list[SectionPlan]
    writer: str
    sections: Annotated[dict[str, Section], merge_records]
    summary: str
    summary_by: Literal["model", "floor"]
    unmet: list[str]
    still_open: list[ChecklistItem]
    report: Report
    stopped: str
    checks: Annotated[dict[str, Check], merge_records]
    absences: Annotated[dict[str, AbsenceCheck], merge_records]
    usage: Annotated[dict[str, UsageRecord], merge_records]
    notices: Annotated[list[Notice], union]


class ResearchUpdate(ResearchState, total=False):
    """What a node returns: LangGraph drops unknown keys in silence, the type checker does not."""
