"""Texts of the pages that were read, out of the store."""

import asyncio
from collections.abc import Mapping

from stepresearch.nodes.state.schema import PassageRecord, Source
from stepresearch.tools.archive import Archive


async def page_texts(
    sources: Mapping[str, Source], passages: Mapping[str, PassageRecord], archive: Archive
) -> dict[str, str]:
    """Return the whole text of each page that was read, by source id.

    Where the store lost a page, or its bits were flipped, the text is that of its passages, which are in the state.
    """
    read = [source for source in sources.values() if source["status"] == "read"]
    pages = await asyncio.gather(*(archive.page(source["page_key"]) for source in read))
    return {
        source["source_id"]: page.text if page else _of_passages(source["source_id"], passages)
        for source, page in zip(read, pages, strict=True)
    }


def _of_passages(source_id: str, passages: Mapping[str, PassageRecord]) -> str:
    own = [passage for passage in passages.values() if passage["source_id"] == source_id]
    return "\n\n".join(passage["text"] for passage in sorted(own, key=lambda one: one["start"]))
