"""Guards for an embedder's engine or page reader: output valid and bounded, failures never fatal."""

from collections.abc import Iterator
from contextlib import contextmanager

from langgraph.errors import GraphBubbleUp

from stepresearch.text.language.visible_characters import visible_characters
from stepresearch.text.safety.untrusted_text import text_of
from stepresearch.tools.errors import ResearchError, ToolError
from stepresearch.tools.own_name import name_of
from stepresearch.tools.page import Page, PageReader
from stepresearch.tools.search.admission import MAX_TEXT_CHARS, MAX_TITLE_CHARS, MAX_URL_CHARS, admitted
from stepresearch.tools.search.engine import SearchEngine, SearchHit

_MAX_MESSAGE_CHARS = 500
_MAX_NAME_CHARS = 200
_MAX_DATE_CHARS = 40


async def hits_of(engine: SearchEngine, query: str, *, max_results: int) -> list[SearchHit]:
    """Return an engine's admitted hits.

    Raises:
        ToolError: It failed with any exception, or returned no readable hits.
    """
    with _told_as_tool_errors(f"The search engine {name_of(engine)}"):
        hits = await engine.search(query, max_results=max_results)
        return admitted(hits, engine=name_of(engine), max_results=max_results)


async def key_of(engine: SearchEngine) -> str:
    """Return an engine's cache key.

    Raises:
        ToolError: It failed with any exception.
    """
    with _told_as_tool_errors(f"The search engine {name_of(engine)}"):
        return str(await engine.cache_key())


async def page_of(reader: PageReader, url: str) -> Page:
    """Return the page that a reader gives for an address, its text valid and bounded.

    Raises:
        ToolError: It failed with any exception, or returned no page with text.
    """
    with _told_as_tool_errors(f"The reader of {url[:MAX_URL_CHARS]}"):
        page = _clean(await reader.read(url), asked=url)
    if not page.text.strip():
        raise ToolError(f"The page {url[:MAX_URL_CHARS]!r} holds no text.")
    return page


@contextmanager
def _told_as_tool_errors(what: str) -> Iterator[None]:
    """Convert unexpected exceptions to ToolError: losing one engine or page must not end a run.

    Our own errors pass through unchanged, as do LangGraph's (an interrupt, a command), which control the run,
    and anything that is not an `Exception` (cancellation, Ctrl-C).
    """
    try:
        yield
    except ToolError as error:
        raise ToolError(_bounded(error.message), hint=_bounded(error.hint)) from error
    except (ResearchError, GraphBubbleUp):
        raise
    except Exception as error:
        raise ToolError(f"{what} failed with {type(error).__name__}: {_bounded(_words(error))}") from error


def _words(error: Exception) -> str:
    try:
        return str(error) or "it says no more"
    except Exception:  # noqa: BLE001 - a foreign __str__ may do anything
        return "its message cannot be read"


def _bounded(text: object) -> str:
    return text_of(text, max_chars=_MAX_MESSAGE_CHARS)


def _clean(page: Page, *, asked: str) -> Page:
    """Return a page whose fields all have their declared types; values of another type are dropped."""
    return Page(
        url=text_of(page.url, max_chars=MAX_URL_CHARS) or asked,
        title=text_of(page.title, max_chars=MAX_TITLE_CHARS),
        text=visible_characters(text_of(page.text, max_chars=MAX_TEXT_CHARS)),
        published=text_of(page.published, max_chars=_MAX_DATE_CHARS) or None,
        author=text_of(page.author, max_chars=_MAX_NAME_CHARS) or None,
        site=text_of(page.site, max_chars=_MAX_NAME_CHARS),
        hard_to_see=page.hard_to_see if type(page.hard_to_see) is int else 0,
        unread=_bounded(page.unread),
    )
