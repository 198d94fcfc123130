"""Texts of the pages that were read, out of the store."""

import asyncio
from collections.abc import Mapping

from stepresearch.nodes.state import Source
from stepresearch.tools.archive import Archive


async def page_texts(sources: Mapping[str, Source], archive: Archive) -> dict[str, str]:
    """Return the whole text of each page that was read, by source id."""
    read = [source for source in sources.values() if source["status"] == "read"]
    pages = await asyncio.gather(*(archive.page(source["page_key"]) for source in read))
    found = zip(read, pages, strict=True)
    return {source["source_id"]: page.text for source, page in found if page is not None}
