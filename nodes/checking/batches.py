"""Cited sentences of the written report in batches, to be checked side by side."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import zip_longest

from stepresearch.nodes.citations.marks import bare, sentences_with_ids
from stepresearch.nodes.state.schema import PassageRecord, ResearchState, Section
from stepresearch.nodes.state.tasks import CheckTask, SentenceToCheck
from stepresearch.nodes.writing.absence_words import may_say_absent
from stepresearch.nodes.writing.caveat_labels import without_caveats
from stepresearch.nodes.writing.caveats import asides
from stepresearch.text.language.whitespace import folded

BATCH = 25


def batches(state: ResearchState) -> list[CheckTask]:
    """Return the cited sentences of all sections, those that code can judge alone first, with the passages that they cite.

    A section by rule needs no reader. What the model wrote without a citation goes along to the reader, as far as the
    word lists do not know it already for a statement that something is missing.
    """
    for_code: list[SentenceToCheck] = []
    for_model: list[SentenceToCheck] = []
    uncited: list[SentenceToCheck] = []
    by_code = asides(state)
    for plan in state["outline"]:
        section = state["sections"][plan["section_id"]]
        for sentence in cited_sentences(section["section_id"], section["text"]):
            unread = section["by"] == "model" and needs_reader(sentence, state["passages"], by_code)
            (for_model if unread else for_code).append(sentence)
        uncited += _uncited(section) if section["by"] == "model" else []
    by_reader = zip_longest(_chunks(for_model), _chunks(uncited), fillvalue=())
    return [
        *(_batch(f"C{number}", chunk, (), state) for number, chunk in enumerate(_chunks(for_code), 1)),
        *(_batch(f"M{number}", *chunks, state, by_model=True) for number, chunks in enumerate(by_reader, 1)),
    ]


def _uncited(section: Section) -> list[SentenceToCheck]:
    """The sentences of a section that cite nothing and that may, unknown to the word lists, say that something is missing."""
    return [
        SentenceToCheck(
            sentence_id=f"{section['section_id']}.u{number}",
            section_id=section["section_id"],
            text=one.text,
            passage_ids=[],
        )
        for number, one in enumerate(sentences_with_ids(section["text"]), 1)
        if not one.ids and bare(one.text) and "|" not in one.text
        if not may_say_absent(one.text, is_cited=False)
    ]


def _chunks(sentences: Sequence[SentenceToCheck]) -> Iterator[Sequence[SentenceToCheck]]:
    for first in range(0, len(sentences), BATCH):
        yield sentences[first : first + BATCH]


def needs_reader(
    sentence: SentenceToCheck, passages: Mapping[str, PassageRecord], by_code: Collection[str]
) -> bool:
    """Return whether code cannot judge a sentence alone: it did not write it, and no cited passage has it word for word."""
    if sentence["text"] in by_code:
        return False
    words = folded(without_caveats(sentence["text"])).rstrip(".。!?")
    return not any(words in folded(passages[i]["text"]) for i in sentence["passage_ids"] if i in passages)


def cited_sentences(section_id: str, text: str) -> Iterator[SentenceToCheck]:
    """Yield the sentences of a text that cite something."""
    for number, sentence in enumerate(sentences_with_ids(text), 1):
        if sentence.ids:
            yield SentenceToCheck(
                sentence_id=f"{section_id}.{number}",
                section_id=section_id,
                text=sentence.text,
                passage_ids=list(sentence.ids),
            )


def _batch(
    batch_id: str,
    sentences: Sequence[SentenceToCheck],
    uncited: Sequence[SentenceToCheck],
    state: ResearchState,
    *,
    by_model: bool = False,
) -> CheckTask:
    # Their other passages too: a sentence may take a date from what its source says elsewhere.
    ids = {one for sentence in sentences for one in sentence["passage_ids"]}
    cited = {one.partition(".")[0] for one in ids}
    passages = {key: one for key, one in state["passages"].items() if one["source_id"] in cited}
    return CheckTask(
        batch_id=batch_id,
        shown=sorted(ids.intersection(state["shown"])),
        sentences=list(sentences),
        uncited=list(uncited),
        passages=passages,
        sources={p["source_id"]: state["sources"][p["source_id"]] for p in passages.values()},
        question=state["question"],
        by_model=by_model,
        started_s=state["started_s"],
        dossier_key=state["dossier_key"],
    )
