"""What a node decides, whoever decides it: the model answers in these shapes, and so do the floors.

The field descriptions are part of the JSON schema that the model is shown. Answers in the one conversation are short:
a decoded token costs as much time as 145 read ones.
"""

from copy import deepcopy
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, Field, field_validator, model_validator
from pydantic.fields import FieldInfo

MAX_SUMMARY_SENTENCES = 5

_VERDICT_NAMES = {
    "supported": ("supported", "fully supported"),
    "partly": ("partly", "partly supported", "partial", "partially", "partially supported"),
    "contradicted": ("contradicted", "contradicts"),
    "not_found": ("not found", "not supported", "unsupported"),
}


class Draft(BaseModel):
    """A shape that forgives what costs nothing to forgive: one text for a list of one, and a list that is too long."""

    @model_validator(mode="before")
    @classmethod
    def _forgive(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        return {name: _fitting(value, cls.model_fields.get(name)) for name, value in given.items()}


def _fitting(value: Any, field: FieldInfo | None) -> Any:
    if field is None:
        return value
    if isinstance(value, str) and field.annotation == list[str]:
        return [value]
    limits = [rule.max_length for rule in field.metadata if hasattr(rule, "max_length")]
    return value[: min(limits, default=None)] if isinstance(value, list) else value


class BriefDraft(Draft):
    """What the question means."""

    objective: str = Field(description="What the person wants to know, restated in one sentence.")
    scope: str = Field(default="", description="Place, period and limits, in a few words.")
    implied: list[str] = Field(default_factory=list, max_length=4, description="What is meant but not said.")
    questions: list[str] = Field(
        default_factory=list,
        max_length=3,
        description="Questions back, only where the answers would change the research.",
    )


class TaskDraft(Draft):
    """One part of the research."""

    question: str = Field(description="What this part finds out, as one short question.")
    title: str = Field(default="", description="Its heading in the report: two to five words, no question.")
    queries: list[str] = Field(default_factory=list, max_length=1, description="Its search query.")


class PlanDraft(Draft):
    """The parts of the research, and what text is wanted."""

    tasks: list[TaskDraft] = Field(min_length=1, max_length=7)
    report_title: str = Field(
        default="",
        description="Title of the text in the person's language: what it is about, at most twelve words.",
    )
    reader: str = Field(
        default="", description="Who will read the text, in a few words, where said or plain."
    )
    form: str = Field(
        default="",
        description="Orders on the text and not on its subject, in the person's words with semicolons between them: kind of text, length, table, headings, order, style, number of options; empty where there are none.",
    )
    max_length: int = Field(
        default=0,
        ge=0,
        description="Length that the person allows for the whole text, in words, for Chinese and Japanese in characters; 0 where nothing is said.",
    )


class ChecklistDraft(Draft):
    """What a demanding reader looks for beyond what the question says, each in under fifteen words."""

    implied: list[str] = Field(
        default_factory=list, max_length=3, description="Points it implies: comparison, causes, risks."
    )
    must_not: list[str] = Field(
        default_factory=list, max_length=2, description="Errors that would spoil the report."
    )


class FindingDraft(Draft):
    """An atomic claim and the passages that say it."""

    claim: str = Field(
        description="One fact in one sentence that can be understood alone, with its figure and date."
    )
    passage_ids: list[str] = Field(min_length=1, max_length=4, description="Ids of the passages that say it.")


class NoteDraft(Draft):
    """The findings of one task."""

    findings: list[FindingDraft] = Field(default_factory=list, max_length=3)

    @field_validator("findings", mode="before")
    @classmethod
    def _leave_out_what_cites_nothing(cls, given: Any) -> Any:
        if not isinstance(given, list):
            return given
        return [one for one in given if not (isinstance(one, dict) and one.get("passage_ids") == [])]


class ReflectionDraft(Draft):
    """What is settled after a round of reading, and what to search for next."""

    settled_ids: list[str] = Field(default_factory=list, description="Tasks that the passages settle.")
    open_ids: list[str] = Field(default_factory=list, description="Points on which no passage says anything.")
    queries: list[str] = Field(default_factory=list, max_length=4, description="Further search queries.")
    enough: bool = Field(default=False, description="Nothing more is needed.")


class SentenceVerdict(Draft):
    """The verdict on one sentence of the report."""

    number: int
    verdict: Literal["supported", "partly", "contradicted", "not_found"]

    @field_validator("verdict", mode="before")
    @classmethod
    def _in_other_words(cls, given: Any) -> Any:
        """`partly supported`, `Not found` and `unsupported` are what the question calls them, or near it."""
        if not isinstance(given, str):
            return given
        words = given.strip().lower().replace("_", " ").replace("-", " ")
        return next((verdict for verdict, names in _VERDICT_NAMES.items() if words in names), given)


class CopiedWords(Draft):
    """The words of a passage that say a sentence in doubt."""

    number: int
    words: str = Field(description="Copied from a passage, exactly.")


class CheckDraft(Draft):
    """The sentences that their passages do not fully support, those in doubt that they do, and those on what is missing."""

    faults: list[SentenceVerdict] = Field(default_factory=list)
    cleared: list[CopiedWords] = Field(
        default_factory=list, description="Sentences in doubt that a passage supports after all."
    )
    missing: list[int] = Field(
        default_factory=list, description="Numbers of the sentences that say something is not known or given."
    )


class SummarySentence(Draft):
    """One sentence of the short answer and the passages that say it."""

    text: str
    passage_ids: list[str] = Field(max_length=5)


class SummaryDraft(Draft):
    """The short answer: three to five sentences that read as one paragraph."""

    sentences: list[SummarySentence] = Field(min_length=1, max_length=MAX_SUMMARY_SENTENCES)

    @model_validator(mode="before")
    @classmethod
    def _keep_the_last(cls, given: Any) -> Any:
        """Of too many sentences the last one stays: it says what could not be found."""
        said = given.get("sentences") if isinstance(given, dict) else None
        if not isinstance(said, list) or len(said) <= MAX_SUMMARY_SENTENCES:
            return given
        return {**given, "sentences": [*said[: MAX_SUMMARY_SENTENCES - 1], said[-1]]}


class ItemVerdict(Draft):
    """Whether the report meets one item of the checklist in full."""

    item_id: str
    met: bool


class ChecklistVerdicts(Draft):
    """The report judged against its checklist."""

    items: list[ItemVerdict] = Field(default_factory=list)


class Patch(Draft):
    """One change of the report: words that stand in it, and what takes their place."""

    find: str = Field(description="A sentence of the report, exactly as it stands.")
    replace: str = Field(description="What takes its place, with citations; empty cuts it.")


class PatchDraft(Draft):
    """All changes of the one round of mending."""

    patches: list[Patch] = Field(default_factory=list, max_length=8)


class WrongAbsence(Draft):
    """A statement that something is missing, the passages that give it, and the sentence that takes its place."""

    number: int
    passage_ids: list[str] = Field(min_length=1, max_length=4)
    instead: str = Field(description="One sentence: what these passages say of it.")


class AbsenceDraft(Draft):
    """The statements that something is missing which passages prove wrong."""

    wrong: list[WrongAbsence] = Field(default_factory=list)


class PairRelation(Draft):
    """How two statements are related."""

    a: str
    b: str
    relation: Literal[
        "different_things",
        "same_value",
        "contradiction",
        "a_earlier",
        "b_earlier",
        "a_planned",
        "b_planned",
        "a_superseded",
        "b_superseded",
        "a_from_b",
        "b_from_a",
    ]
    name: str = ""
    value_a: str = ""
    value_b: str = ""


class RelationsDraft(Draft):
    """The pairs of statements that are about one thing; others are left out."""

    pairs: list[PairRelation] = Field(default_factory=list)


class OwnerDraft(Draft):
    """Who issued a paper."""

    source_id: str
    owner: str = ""


class OwnersDraft(Draft):
    """Who issued the papers, as far as they tell."""

    owners: list[OwnerDraft] = Field(default_factory=list)


def json_schema(draft: type[BaseModel]) -> dict[str, Any]:
    """Return a draft's JSON schema, a copy for each caller; pydantic takes milliseconds to generate one."""
    return deepcopy(_generated(draft))


@cache
def _generated(draft: type[BaseModel]) -> dict[str, Any]:
    return draft.model_json_schema()


def narrowed(draft: type[BaseModel], **enums: list[str]) -> dict[str, Any]:
    """Return a draft's JSON schema in which the fields named hold one of the given ids, wherever they stand.

    A list field gets the ids for its items and at most as many of them; one without ids is left out. A server with
    guided decoding then cannot answer an id that does not exist.
    """
    schema = json_schema(draft)
    for part in (schema, *schema.get("$defs", {}).values()):
        for name, ids in enums.items():
            field = part.get("properties", {}).get(name)
            if field is None:
                continue
            if field.get("type") == "array" and not ids:
                del part["properties"][name]
            elif field.get("type") == "array":
                field["items"] = {"type": "string", "enum": ids}
                field["maxItems"] = len(ids)
            else:
                field["enum"] = ids
    return schema
