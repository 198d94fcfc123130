"""ddgs with bounded reads.

ddgs does not accept a custom client and reads whole responses: an endless one would exhaust memory.
"""

import time
from collections.abc import Iterable
from typing import Any

from ddgs.ddgs import DDGS
from ddgs.exceptions import DDGSException, TimeoutException
from ddgs.http_client import HttpClient

from stepresearch.tools.http_body import MAX_DECODED_BYTES


class BoundedAnswer:
    """The part of a response that a ddgs engine uses."""

    def __init__(self, status_code: int, content: bytes) -> None:
        self.status_code = status_code
        self.content = content
        self.text = content.decode("utf-8", "replace")


class BoundedClient(HttpClient):
    """HTTP client that reads at most 10 MB per response, within a total time limit.

    Args:
        client: Sends the requests.
        timeout_s: Seconds from the request to the last byte.
    """

    def __init__(self, client: HttpClient, *, timeout_s: float) -> None:
        self.client = client.client
        self._timeout_s = timeout_s

    def request(self, *args: Any, **kwargs: Any) -> Any:
        """Send a request and return the response.

        Raises:
            DDGSException: It failed, took too long or is too large.
        """
        ends_s = time.monotonic() + self._timeout_s
        try:
            with self.client.request(*args, **{**kwargs, "stream": True}) as answer:
                return BoundedAnswer(answer.status_code, _read(answer.iter_bytes(), ends_s))
        except DDGSException:
            raise
        except Exception as error:  # primp documents no complete list; ddgs does the same
            raise DDGSException(f"{type(error).__name__}: {error}") from error


def _read(chunks: Iterable[bytes], ends_s: float) -> bytes:
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > MAX_DECODED_BYTES:
            raise DDGSException(f"the answer is larger than {MAX_DECODED_BYTES // 1_000_000} MB")
        if time.monotonic() > ends_s:
            raise TimeoutException("the answer timed out")
    return bytes(content)


class BoundedDDGS(DDGS):
    """Hands every engine a bounded client. Overrides a private method; tests/tools/search/test_search_engines.py holds it."""

    def _get_engines(self, category: str, backend: str) -> Any:
        engines = super()._get_engines(category, backend)
        for engine in engines:
            if not isinstance(engine.http_client, BoundedClient):
                engine.http_client = BoundedClient(engine.http_client, timeout_s=float(self._timeout or 10))
        return engines
