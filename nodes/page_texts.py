"""Texts of the pages that were read, out of the store."""

from collections.abc import Mapping

from stepresearch.nodes.state import Source
from stepresearch.tools.archive import Archive


async def page_texts(sources: Mapping[str, Source], archive: Archive) -> dict[str, str]:
    """Return the whole text of each page that was read, by source id."""
    texts: dict[str, str] = {}
    for source in sources.values():
        page = await archive.page(source["page_key"]) if source["status"] == "read" else None
        if page is not None:
            texts[source["source_id"]] = page.text
    return texts
