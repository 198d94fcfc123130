"""All passages of the pages that a run has read, shown to the model or not, cut from the stored page texts."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from stepresearch.nodes.evidence.page_texts import page_texts
from stepresearch.nodes.state.schema import PassageRecord, Source
from stepresearch.text.language.chunking import cut_passages
from stepresearch.text.language.words import terms
from stepresearch.text.ranking.bm25 import BM25
from stepresearch.tools.archive import Archive

HEAD_WEIGHT = 0.7
"""What a word counts in the title or headings that a passage stands under, beside one in the passage itself."""


class StoredPassages:
    """The passages of the pages read, by id, and which of them share most with a text.

    Args:
        records: In the order of their sources, and within a source in page order.
        titles: Of the sources, by id: a passage is ranked with the title and headings that it stands under.
        texts: Of the whole pages, by source id.
    """

    def __init__(
        self,
        records: Iterable[PassageRecord],
        titles: Mapping[str, str],
        texts: Mapping[str, str] | None = None,
    ) -> None:
        self.texts = texts or {}
        self.records = {record["passage_id"]: record for record in records}
        self._titles = titles

    @cached_property
    def _texts(self) -> BM25:
        return BM25([terms(one["text"]) for one in self.records.values()])

    @cached_property
    def _heads(self) -> BM25:
        """Titles and headings, each word once: all passages of a page stand under the same title."""
        heads = [
            f"{self._titles.get(one['source_id'], '')} {one['heading']}" for one in self.records.values()
        ]
        return BM25([list(dict.fromkeys(terms(head))) for head in heads])

    def scores(self, wanted: Sequence[str]) -> dict[str, float]:
        """Return the BM25 score of each passage that shares a term with the texts, by passage id."""
        return self.scores_of(dict.fromkeys(term for text in wanted for term in terms(text)))

    def scores_of(self, query: Iterable[str]) -> dict[str, float]:
        """Return the BM25 score of each passage that has one of the index terms, by passage id."""
        asked = list(query)
        found = zip(self.records, self._texts.scores(asked), self._heads.scores(asked), strict=True)
        scores = {passage_id: text + HEAD_WEIGHT * head for passage_id, text, head in found}
        return {passage_id: score for passage_id, score in scores.items() if score > 0}

    def best(
        self, wanted: Sequence[str], *, count: int, without: Collection[str] = ()
    ) -> list[PassageRecord]:
        """Return the passages that share most with the texts, best first.

        Args:
            wanted: Texts whose terms count together, each once.
            count: Passages at most.
            without: Ids of passages that are left out.
        """
        scores = self.scores(wanted)
        ranked = sorted((key for key in scores if key not in without), key=lambda key: -scores[key])
        return [self.records[key] for key in ranked[:count]]


async def stored_passages(
    sources: Mapping[str, Source], archive: Archive, known: Mapping[str, PassageRecord]
) -> StoredPassages:
    """Return all passages of the sources that were read.

    Args:
        sources: Of the run.
        archive: Where their page texts are.
        known: Passages in the state; they stand in for a page that the store has lost.
    """
    texts = await page_texts(sources, known, archive)
    records = await asyncio.to_thread(
        lambda: [record for source_id, text in texts.items() for record in passages_of(text, source_id)]
    )
    titles = {source_id: sources[source_id].get("title", "") for source_id in texts}
    return StoredPassages(records, titles, texts)


def passages_of(text: str, source_id: str) -> list[PassageRecord]:
    """Cut the text of a page into passages with ids counted from 1, in page order."""
    return [
        PassageRecord(
            passage_id=f"{source_id}.{number}",
            source_id=source_id,
            start=cut.start,
            end=cut.end,
            heading=cut.heading,
            text=text[cut.start : cut.end],
        )
        for number, cut in enumerate(cut_passages(text), 1)
    ]
