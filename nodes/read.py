"""read: fetch one page, cut it into passages, and keep those that bear on the tasks."""

import asyncio
import time
from collections.abc import Sequence

from langgraph.runtime import Runtime

from stepresearch.nodes.evidence.figures import has_figure
from stepresearch.nodes.evidence.stored_passages import passages_of
from stepresearch.nodes.state.options import Options, options_from
from stepresearch.nodes.state.schema import Notice, PassageRecord, ResearchUpdate, Source
from stepresearch.nodes.state.tasks import ReadTask
from stepresearch.nodes.state.usage import since
from stepresearch.text.language.words import terms
from stepresearch.text.ranking.bm25 import BM25
from stepresearch.text.safety.prompt_injection import orders_in
from stepresearch.tools.archive import Archive
from stepresearch.tools.errors import ToolError
from stepresearch.tools.page import Page
from stepresearch.tools.toolbox import Folders, Toolbox

MAX_PASSAGES = 8
FIGURE_SHARE = 0.4
"""Of the best passage's score, what a figure adds to a passage."""


async def read(task: ReadTask, runtime: Runtime[Options], *, toolbox: Toolbox) -> ResearchUpdate:
    """Return the source with what its page says of itself, and its best passages; a failure becomes a notice."""
    begun_s, source = time.time(), task["source"]
    archive = toolbox.archive(runtime.store, started_s=task["started_s"])
    usage = f"read:{source['source_id']}"
    try:
        page, page_key = await _page(source, archive, toolbox, options_from(task["options"]).docs)
    except ToolError as error:
        failed = Source(status="failed", error=str(error))
        notice = Notice(node="read", kind="page", text=f"{source['url']} was not read: {error}")
        return ResearchUpdate(
            sources={source["source_id"]: failed}, notices=[notice], usage={usage: since(begun_s, pages=1)}
        )
    passages = await asyncio.to_thread(best_passages, page, source["source_id"], task["wanted"])
    return ResearchUpdate(
        sources={source["source_id"]: _described(source, page, page_key, passages)},
        passages={passage["passage_id"]: passage for passage in passages},
        usage={usage: since(begun_s, pages=1)},
    )


async def _page(source: Source, archive: Archive, toolbox: Toolbox, docs: Folders) -> tuple[Page, str]:
    """The page and its key: as delivered with the search answer, as stored, or read anew.

    A file is always read anew: its index holds the text, and the file may have changed.
    """
    url = source["url"]
    stored = source.get("delivered_key") or (
        None if url.startswith("file:") else await archive.page_key_at(url)
    )
    page = await archive.page(stored) if stored else None
    if page is None or stored is None:
        page = await toolbox.read(url, docs=docs, archive=archive)
        stored = await archive.keep_page(page, asked=url)
    return page, stored


def _described(source: Source, page: Page, page_key: str, passages: Sequence[PassageRecord]) -> Source:
    return Source(
        status="read",
        page_key=page_key,
        title=page.title or source.get("title", "") or page.site or page.url,
        site=page.site or source.get("site", ""),
        published=page.published or source.get("published"),
        author=page.author,
        standing=page.standing,
        superseded_by=page.superseded_by,
        replaces=page.replaces,
        hard_to_see=page.hard_to_see,
        orders=sum(len(orders_in(passage["text"])) for passage in passages),
    )


def best_passages(page: Page, source_id: str, wanted: Sequence[str]) -> list[PassageRecord]:
    """Cut a page and return the passages that share most with what is wanted, in page order, ids counted from 1.

    Figures count in a passage's favour: what is asked of a subject is often a number that stands in few words of the
    question. The first passage always stays: it says what the page is about.
    """
    passages = passages_of(page.text, source_id)
    index = BM25([terms(f"{one['heading']} {one['text']}") for one in passages])
    query = list(dict.fromkeys(term for text in wanted for term in terms(text)))
    best = max(scores := index.scores(query), default=0.0)
    scores = [
        score + FIGURE_SHARE * best * has_figure(one["text"])
        for score, one in zip(scores, passages, strict=True)
    ]
    ranked = sorted(range(len(passages)), key=lambda number: (number != 0, -scores[number], number))
    return [passages[number] for number in sorted(ranked[:MAX_PASSAGES])]
