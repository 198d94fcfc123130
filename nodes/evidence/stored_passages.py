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
    def _index(self) -> BM25:
        return BM25(
            [
                terms(f"{self._titles.get(one['source_id'], '')} {one['heading']} {one['text']}")
                for one in self.records.values()
            ]
        )

    def scores(self, wanted: Sequence[str]) -> dict[str, float]:
        """Return the BM25 score of each passage that shares a term with the texts, by passage id."""
        query = list(dict.fromkeys(term for text in wanted for term in terms(text)))
        scores = zip(self.records, self._index.scores(query), strict=True)
        return {passage_id: score for passage_id, score in scores if score > 0}

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
