"""Admission of search hits: which ones are accepted, and in what form."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from stepresearch.text.language.visible_characters import visible_characters
from stepresearch.text.safety.untrusted_text import text_of
from stepresearch.tools.search.engine import SearchHit
from stepresearch.tools.urls import WEB_SCHEMES

DOCUMENTS = "documents"
"""The only engine whose hits are files; a `file:` address from any other is an attempt to read the disk."""

WEB_ENGINES = frozenset({"duckduckgo", "searxng", "tavily"})
"""Their hits are untrusted web addresses. An embedder's engine may use its own schemes, such as `ticket:7`."""

RUN_BY_BROWSERS = frozenset(
    {"about", "blob", "data", "file", "filesystem", "javascript", "vbscript", "view-source"}
)
"""Schemes that read the disk or run a program; only `documents` may return one."""

MAX_URL_CHARS = 4_096
MAX_TITLE_CHARS = 1_000
MAX_SNIPPET_CHARS = 20_000
MAX_TEXT_CHARS = 5_000_000
_MAX_DATE_CHARS = 40
_LAST_RANK = 10_000


def admitted(hits: Iterable[SearchHit], *, engine: str, max_results: int) -> list[SearchHit]:
    """Return the first `max_results` hits that lead to a page, their text valid and bounded.

    Drops hits from a web engine whose address is not http or https, hits from `documents` that are not files,
    and hits from an embedder's engine whose scheme reads the disk or runs a program. Idempotent.
    """
    clean = [_clean(hit, engine, place) for hit, place in zip(hits, range(1, max_results + 1), strict=False)]
    return [hit for hit in clean if _leads_to_a_page(hit.url, engine)]


def _clean(hit: SearchHit, engine: str, place: int) -> SearchHit:
    text = text_of(hit.text, max_chars=MAX_TEXT_CHARS)
    return SearchHit(
        url=visible_characters(text_of(hit.url, max_chars=MAX_URL_CHARS + 1)).strip(),
        title=text_of(hit.title, max_chars=MAX_TITLE_CHARS),
        snippet=text_of(hit.snippet, max_chars=MAX_SNIPPET_CHARS),
        engine=engine,
        rank=hit.rank if type(hit.rank) is int and 0 < hit.rank <= _LAST_RANK else place,
        published=text_of(hit.published, max_chars=_MAX_DATE_CHARS) or None,
        text=text or None,
    )


def _leads_to_a_page(url: str, engine: str) -> bool:
    if len(url) > MAX_URL_CHARS:
        return False
    try:
        parts = urlsplit(url)
        return _is_allowed(parts.scheme, parts.hostname, engine)
    except ValueError:
        return False


def _is_allowed(scheme: str, hostname: str | None, engine: str) -> bool:
    if engine == DOCUMENTS:
        return scheme == "file"
    if scheme in WEB_SCHEMES:
        return bool(hostname)
    return engine not in WEB_ENGINES and bool(scheme) and scheme not in RUN_BY_BROWSERS
