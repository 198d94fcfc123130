"""Cited sentences of the written report in batches, to be checked side by side."""

from collections.abc import Iterator

from stepresearch.nodes.check import CheckTask, SentenceToCheck
from stepresearch.nodes.citations import sentences_with_ids
from stepresearch.nodes.state import ResearchState

BATCH = 10


def batches(state: ResearchState) -> list[CheckTask]:
    """Return the cited sentences of all sections, section by section, with the passages that they cite."""
    found: list[CheckTask] = []
    for plan in state["outline"]:
        section = state["sections"][plan["section_id"]]
        cited = list(cited_sentences(section["section_id"], section["text"]))
        for first in range(0, len(cited), BATCH):
            batch = cited[first : first + BATCH]
            found.append(_batch(f"B{len(found) + 1}", batch, state, by_model=section["by"] == "model"))
    return found


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
    batch_id: str, sentences: list[SentenceToCheck], state: ResearchState, *, by_model: bool
) -> CheckTask:
    wanted = {passage_id for sentence in sentences for passage_id in sentence["passage_ids"]}
    return CheckTask(
        batch_id=batch_id,
        sentences=sentences,
        passages={key: passage for key, passage in state["passages"].items() if key in wanted},
        by_model=by_model,
        started_s=state["started_s"],
        dossier_key=state["dossier_key"],
    )
