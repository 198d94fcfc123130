"""Where a report says that something was not found (sentences, tasks without an answer, open points), and against what it is held."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from stepresearch.nodes.citations.marks import bare, sentences_with_ids
from stepresearch.nodes.evidence.stored_passages import StoredPassages
from stepresearch.nodes.state.schema import (
    SUMMARY,
    AbsenceCheck,
    ChecklistItem,
    ResearchState,
    SectionPlan,
    Source,
    Task,
)
from stepresearch.nodes.writing.absence_words import may_say_absent, without_absence


@dataclass(frozen=True, slots=True)
class Corpus:
    """What statements are held against.

    Attributes:
        stored: All passages read.
        sources: By id.
        shown: Ids of the passages that stand in the conversation.
        question: That was asked; names in it need no passage.
        language: Of the report.
    """

    stored: StoredPassages
    sources: Mapping[str, Source]
    shown: Collection[str]
    question: str
    language: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that something is missing.

    Attributes:
        text: The sentence without citations; of a line, the question or point.
        section_id: Of the first text that it stands in; empty for a line of what was not found.
        subject_id: The task or checklist item that a line is about; empty for a sentence.
        about: What it belongs to: the section's title and question, the queries of its tasks.
    """

    text: str
    section_id: str = ""
    subject_id: str = ""
    about: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What sets it apart from others: its words, wherever they stand, or what the line is about."""
        return bare(self.text) if self.section_id else self.subject_id

    @property
    def missing(self) -> str:
        """What it says is missing, without the words that say so."""
        return without_absence(self.text) if self.section_id else self.text

    @property
    def wanted(self) -> list[str]:
        """What passages are looked for by."""
        return [self.missing, *self.about]

    @property
    def told(self) -> str:
        """The statement as the model reads it, with what it belongs to."""
        if not self.section_id:
            return f"Nothing was found that answers this in full: {self.text}"
        return f"({self.about[0]}) {self.text}" if self.about else self.text


def sentences_of(texts: Mapping[str, str], about: Mapping[str, Sequence[str]]) -> list[Statement]:
    """Return the sentences of texts, by section id, that may say that something is missing, each once.

    `about` tells of what each text is; a sentence of several texts is about what all of them are.
    """
    found: dict[str, Statement] = {}
    for section_id, text in texts.items():
        for one in sentences_with_ids(text):
            key = bare(one.text)
            if key and "|" not in one.text and may_say_absent(one.text, is_cited=bool(one.ids)):
                first = found.get(key) or Statement(one.text, section_id)
                told = dict.fromkeys((*first.about, *about.get(section_id, ())))
                found[key] = replace(first, about=tuple(told))
    return list(found.values())


def subjects(outline: Iterable[SectionPlan], tasks: Sequence[Task]) -> dict[str, tuple[str, ...]]:
    """Return what each section is about: its title, its question, and the queries of its tasks, in whatever language."""
    queries = {task["task_id"]: task["queries"] for task in tasks}
    told = {
        plan["section_id"]: (
            plan["title"],
            *filter(None, [plan.get("question", "")]),
            *(query for task_id in plan["task_ids"] for query in queries.get(task_id, ())),
        )
        for plan in outline
    }
    return told | {SUMMARY: tuple(title for titles in told.values() for title in titles[:1])}


def unanswered(gaps: Collection[str], tasks: Iterable[Task]) -> list[Statement]:
    """Return a statement for each task without an answer."""
    return [
        Statement(task["question"], subject_id=task["task_id"], about=tuple(task["queries"]))
        for task in tasks
        if task["question"] in gaps
    ]


def unmet_points(unmet: Collection[str], checklist: Iterable[ChecklistItem]) -> list[Statement]:
    """Return a statement for each point of the checklist that was judged unmet; what must not be there is none."""
    return [
        Statement(item["text"], subject_id=item["item_id"])
        for item in checklist
        if item["item_id"] in unmet and item["kind"] in ("asked", "implied")
    ]


def named_by_reader(
    absences: Mapping[str, AbsenceCheck], about: Mapping[str, Sequence[str]]
) -> Iterator[Statement]:
    """Yield the statements that the fresh reader named and that nobody has held yet."""
    for one in absences.values():
        if one["verdict"] == "open":
            yield Statement(one["text"], one["section_id"], about=tuple(about.get(one["section_id"], ())))


def corpus_of(state: ResearchState, stored: StoredPassages) -> Corpus:
    """Return what the statements of a run are held against."""
    return Corpus(
        stored=stored,
        sources=state["sources"],
        shown=set(state["shown"]),
        question=state["question"],
        language=state["brief"]["language"],
    )


def written_statements(state: ResearchState) -> list[Statement]:
    """Return what the sections that the model wrote say is missing, and the tasks that have no answer."""
    texts = {key: one["text"] for key, one in state["sections"].items() if one["by"] == "model"}
    tasks = state["plan"]["tasks"]
    return [*sentences_of(texts, subjects(state["outline"], tasks)), *unanswered(state["gaps"], tasks)]


def left_to_hold(state: ResearchState) -> list[Statement]:
    """Return what nobody has held yet: what the fresh readers named, and what the short answer says is missing."""
    about = subjects(state["outline"], state["plan"]["tasks"])
    answer = {SUMMARY: state["summary"]} if state["summary_by"] == "model" else {}
    own = [one for one in sentences_of(answer, about) if one.key not in state["absences"]]
    return [*named_by_reader(state["absences"], about), *own]


def wrong_subjects(absences: Mapping[str, AbsenceCheck]) -> set[str]:
    """Return the tasks and points that turned out to be answered by what was read."""
    return {one["subject_id"] for one in absences.values() if one["verdict"] == "wrong" and one["subject_id"]}
