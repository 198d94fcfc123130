"""search: run one query on the chosen engines, at once, and keep the fused answer."""

import asyncio
import time

from langgraph.runtime import Runtime

from stepresearch.nodes.state.options import Options, options_from
from stepresearch.nodes.state.schema import Notice, Query, ResearchUpdate
from stepresearch.nodes.state.tasks import Hit, SearchTask
from stepresearch.nodes.state.usage import since
from stepresearch.tools.archive import Archive, content_key
from stepresearch.tools.page import Page
from stepresearch.tools.search.fused import FusedHit
from stepresearch.tools.toolbox import Toolbox

MAX_HITS = 12

DELIVERED_CHARS = 500
"""From here on, text that an engine sent along is taken for the page, which is then not fetched."""


async def search(task: SearchTask, runtime: Runtime[Options], *, toolbox: Toolbox) -> ResearchUpdate:
    """Return the key under which the query's fused hits are kept; an engine that fails becomes a notice."""
    begun_s, query, options = time.time(), task["query"], options_from(task["options"])
    archive = toolbox.archive(runtime.store, started_s=task["started_s"])
    engines = await toolbox.web_search(archive, docs=options.docs, search=options.search)
    results = await engines.search(query["text"], max_results=MAX_HITS)
    hits = list(await asyncio.gather(*(_kept(hit, archive) for hit in results.hits)))
    answer_key = content_key("fused", query["text"], hits)
    await archive.keep_answer(answer_key, hits)
    notices = [
        Notice(node="search", kind="search", text=f"{engine} gave no answer to {query['text']!r}: {message}")
        for engine, message in results.failures
    ]
    return ResearchUpdate(
        queries={query["query_id"]: Query(answer_key=answer_key, hits=len(hits))},
        usage={f"search:{query['query_id']}": since(begun_s, searches=1)},
        notices=notices,
    )


async def _kept(hit: FusedHit, archive: Archive) -> Hit:
    page_key = None
    if hit.text and len(hit.text) >= DELIVERED_CHARS:
        page = Page(url=hit.url, title=hit.title, text=hit.text, published=hit.published)
        page_key = await archive.keep_page(page)
    return Hit(
        url=hit.url,
        title=hit.title,
        snippet=hit.snippet,
        published=hit.published,
        engines=list(hit.engines),
        delivered_key=page_key,
    )
