"""Search by a SearXNG server, which queries many engines and can be self-hosted."""

from typing import Any

import httpx

from stepresearch.text.safety.untrusted_text import json_of, text_of
from stepresearch.tools.certificates import certificates_for
from stepresearch.tools.errors import ToolError
from stepresearch.tools.http_body import ACCEPT_ENCODING
from stepresearch.tools.page_dates import iso_date
from stepresearch.tools.redaction import Secrets, taken_apart
from stepresearch.tools.search.engine import SearchHit
from stepresearch.tools.search.retry import DATE_CHARS, answer_hooks, patiently


class SearXNG:
    """Searches the web through a SearXNG server; a `SearchEngine`.

    Args:
        base_url: The server's address, such as `http://localhost:8888`.
        timeout_s: Seconds for one search, retries included.
    """

    name = "searxng"

    def __init__(self, base_url: str, *, timeout_s: float = 20.0) -> None:
        address = taken_apart(base_url.rstrip("/"))
        self._base_url, self._auth = address.plain, address.auth
        self._secrets = Secrets(urls=[base_url])
        self._timeout_s = timeout_s

    async def cache_key(self) -> str:
        """Return the server's address."""
        return self._base_url

    async def search(self, query: str, *, max_results: int) -> list[SearchHit]:
        """Return at most `max_results` hits.

        Raises:
            ToolError: The server refused or failed, or does not answer in JSON.
        """
        results = await patiently(
            self.name, lambda: self._results(query), timeout_s=self._timeout_s, secrets=self._secrets
        )
        return [_hit(result, rank) for rank, result in enumerate(results[:max_results], start=1)]

    async def _results(self, query: str) -> list[dict[str, Any]]:
        async with httpx.AsyncClient(
            verify=certificates_for(self._base_url),
            timeout=self._timeout_s,
            event_hooks=answer_hooks(self._secrets),
            auth=self._auth,
            headers={"Accept-Encoding": ACCEPT_ENCODING},
        ) as http:
            response = await http.get(f"{self._base_url}/search", params={"q": query, "format": "json"})
        if response.status_code == httpx.codes.FORBIDDEN or "html" in response.headers.get(
            "content-type", ""
        ):
            raise ToolError(
                f"The SearXNG server at {self._base_url} does not answer in JSON (HTTP status {response.status_code}).",
                hint="Add json to search.formats in its settings.yml.",
            )
        if not response.is_success:
            raise ToolError(
                f"The SearXNG server at {self._base_url} failed with HTTP status {response.status_code}."
            )
        try:
            return [result for result in json_of(response.content)["results"] if result.get("url")]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ToolError(f"The server at {self._base_url} does not answer as SearXNG does.") from error


def _hit(result: dict[str, Any], rank: int) -> SearchHit:
    return SearchHit(
        url=result["url"],
        title=result.get("title") or "",
        snippet=result.get("content") or "",
        engine=SearXNG.name,
        rank=rank,
        published=iso_date(text_of(result.get("publishedDate"), max_chars=DATE_CHARS)),
    )
