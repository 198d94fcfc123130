"""Cited sentences of the written report in batches, to be checked side by side."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from stepresearch.nodes.citations.marks import sentences_with_ids
from stepresearch.nodes.state.schema import PassageRecord, ResearchState
from stepresearch.nodes.state.tasks import CheckTask, SentenceToCheck
from stepresearch.nodes.writing.caveat_labels import without_caveats
from stepresearch.nodes.writing.caveats import asides
from stepresearch.text.language.whitespace import folded

BATCH = 25


def batches(state: ResearchState) -> list[CheckTask]:
    """Return the cited sentences of all sections, those that code can judge alone first, with the passages that they cite.

    A section by rule needs no reader.
    """
    for_code: list[SentenceToCheck] = []
    for_model: list[SentenceToCheck] = []
    by_code = asides(state)
    for plan in state["outline"]:
        section = state["sections"][plan["section_id"]]
        for sentence in cited_sentences(section["section_id"], section["text"]):
            unread = section["by"] == "model" and needs_reader(sentence, state["passages"], by_code)
            (for_model if unread else for_code).append(sentence)
    return [
        _batch(f"{kind}{number}", chunk, state, by_model=kind == "M")
        for kind, sentences in (("C", for_code), ("M", for_model))
        for number, chunk in enumerate(_chunks(sentences), 1)
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
    batch_id: str, sentences: Sequence[SentenceToCheck], state: ResearchState, *, by_model: bool
) -> CheckTask:
    # Their other passages too: a sentence may take a date from what its source says elsewhere.
    cited = {one.partition(".")[0] for sentence in sentences for one in sentence["passage_ids"]}
    passages = {key: one for key, one in state["passages"].items() if one["source_id"] in cited}
    return CheckTask(
        batch_id=batch_id,
        sentences=list(sentences),
        passages=passages,
        sources={p["source_id"]: state["sources"][p["source_id"]] for p in passages.values()},
        question=state["question"],
        by_model=by_model,
        started_s=state["started_s"],
        dossier_key=state["dossier_key"],
    )
