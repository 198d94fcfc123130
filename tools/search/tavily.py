"""Search by Tavily, which sends the pages' text along."""

from typing import Any

import httpx

from stepresearch.text.safety.untrusted_text import text_of
from stepresearch.tools.certificates import certificates_for
from stepresearch.tools.errors import ConfigError, ToolError
from stepresearch.tools.http_body import ACCEPT_ENCODING
from stepresearch.tools.page_dates import iso_date
from stepresearch.tools.redaction import Secrets, taken_apart
from stepresearch.tools.search.engine import SearchHit
from stepresearch.tools.search.retry import DATE_CHARS, answer_hooks, patiently

_SERVICE = "https://api.tavily.com"
# Longer queries are refused with status 400.
_MAX_QUERY_CHARS = 400


class Tavily:
    """Searches the web at Tavily or a service that speaks its protocol; a `SearchEngine`.

    Args:
        api_key: Required: without one, tavily-python would send queries anonymously.
        base_url: Address of a service other than Tavily's. The key is sent, but not a user name and password in
            the address: both would need the Authorization header.
        timeout_s: Seconds for one search, retries included.
        search_depth: Tavily's `basic` or `advanced`; the second costs twice.

    Raises:
        ConfigError: The key is empty.
    """

    name = "tavily"

    def __init__(
        self,
        api_key: str,
        *,
        base_url: str | None = None,
        timeout_s: float = 20.0,
        search_depth: str = "basic",
    ) -> None:
        if not api_key.strip():
            raise ConfigError("Tavily needs a key.", hint="Set TAVILY_API_KEY, or choose another engine.")
        self._api_key = api_key.strip()
        self._base_url = taken_apart((base_url or _SERVICE).rstrip("/")).plain
        self._secrets = Secrets(keys=[self._api_key], urls=[base_url or ""])
        self._timeout_s = timeout_s
        self._search_depth = search_depth

    async def cache_key(self) -> str:
        """Return the service and the depth of search."""
        return f"{self._base_url} {self._search_depth}"

    async def search(self, query: str, *, max_results: int) -> list[SearchHit]:
        """Return at most `max_results` hits with the pages' text; a query over 400 characters is cut at a word.

        Raises:
            ToolError: The service refused or failed.
        """
        results = await patiently(
            self.name,
            lambda: self._results(_short(query), max_results),
            timeout_s=self._timeout_s,
            secrets=self._secrets,
        )
        return [_hit(result, rank) for rank, result in enumerate(results[:max_results], start=1)]

    async def _results(self, query: str, max_results: int) -> list[dict[str, Any]]:
        from tavily import (  # type: ignore[import-untyped]  # noqa: PLC0415 - 0.2 s that other engines need not wait for
            AsyncTavilyClient,
            errors,
        )

        async with httpx.AsyncClient(
            verify=certificates_for(self._base_url),
            base_url=self._base_url,
            headers={"Authorization": f"Bearer {self._api_key}", "Accept-Encoding": ACCEPT_ENCODING},
            event_hooks=answer_hooks(self._secrets),
        ) as http:
            client = AsyncTavilyClient(api_key=self._api_key, api_base_url=self._base_url, client=http)
            try:
                answer = await client.search(
                    query,
                    max_results=max_results,
                    search_depth=self._search_depth,
                    include_raw_content="markdown",
                    timeout=self._timeout_s,
                )
                return [result for result in answer["results"] if result.get("url")]
            except errors.InvalidAPIKeyError as error:
                raise ToolError("Tavily does not know the key.", hint="Correct TAVILY_API_KEY.") from error
            except (errors.BadRequestError, errors.ForbiddenError, errors.TimeoutError) as error:
                raise ToolError(
                    f"Tavily refused the query {query!r}: {error or type(error).__name__}."
                ) from error
            except (
                ValueError,
                KeyError,
                TypeError,
                AttributeError,
                RecursionError,
            ) as error:  # tavily-python reads what it gets
                raise ToolError(f"The service at {self._base_url} does not answer as Tavily does.") from error


def _short(query: str) -> str:
    """Return the query cut before the word that exceeds the limit."""
    if len(query) <= _MAX_QUERY_CHARS:
        return query
    return query[: _MAX_QUERY_CHARS + 1].rpartition(" ")[0][:_MAX_QUERY_CHARS] or query[:_MAX_QUERY_CHARS]


def _hit(result: dict[str, Any], rank: int) -> SearchHit:
    return SearchHit(
        url=result["url"],
        title=result.get("title") or "",
        snippet=result.get("content") or "",
        engine=Tavily.name,
        rank=rank,
        published=iso_date(text_of(result.get("published_date"), max_chars=DATE_CHARS)),
        text=result.get("raw_content") or None,
    )
