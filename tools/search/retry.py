"""Search engine requests over the network, retried when that can help, within one deadline."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import httpx

from stepresearch.tools.errors import ToolError
from stepresearch.tools.http_body import read_body
from stepresearch.tools.redaction import Secrets

DATE_CHARS = 100
"""Maximum length read of an engine's date field."""

NONE = Secrets()
_ATTEMPTS = 3
_FIRST_WAIT_S = 0.5
_MAX_WAIT_S = 10.0

Answer = TypeVar("Answer")


class PassingFault(Exception):  # noqa: N818 - a state of the server, not an error to report
    """An engine that may answer later.

    Args:
        message: What it said.
        retry_after: Value of its Retry-After header, if any.
    """

    def __init__(self, message: str, *, retry_after: str | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


async def raise_passing_fault(response: httpx.Response) -> None:
    """Raise PassingFault for 429 and 5xx answers; an httpx event hook for responses."""
    if response.status_code == httpx.codes.TOO_MANY_REQUESTS or response.status_code >= 500:
        message = f"HTTP status {response.status_code} {response.reason_phrase}".strip()
        raise PassingFault(message, retry_after=response.headers.get("retry-after"))


def answer_hooks(secrets: Secrets) -> dict[str, list[Callable[..., Any]]]:
    """Return event hooks for a search engine's client: hide secrets, raise faults, bound the body."""

    async def read_body_without_secrets(response: httpx.Response) -> None:
        await read_within_bounds(response, secrets)

    return {"response": [secrets.hide_echo, raise_passing_fault, read_body_without_secrets]}


async def read_within_bounds(response: httpx.Response, secrets: Secrets) -> None:
    """Read an answer's body within the bounds of a page, decompressed.

    Without this, httpx reads and decompresses without limit until memory is exhausted.

    Raises:
        ToolError: It is too large, damaged, or uses an encoding that was not offered.
    """
    source = response.stream
    assert isinstance(source, httpx.AsyncByteStream)  # the clients are asynchronous
    try:
        encoding = response.headers.get("content-encoding", "")
        body = await read_body(aiter(source), encoding=encoding, what=f"The answer of {response.url.host}")
    finally:
        await source.aclose()
    response.headers.pop("content-encoding", None)
    response.headers.pop("content-length", None)
    response.stream = httpx.ByteStream(secrets.hidden_bytes(body))


async def patiently(
    engine: str,
    call: Callable[[], Awaitable[Answer]],
    *,
    timeout_s: float,
    secrets: Secrets = NONE,
) -> Answer:
    """Return what `call` returns, called again at most twice while the engine is busy.

    The wait doubles from half a second with jitter (AWS Architecture Blog, Exponential Backoff and Jitter), or is
    what Retry-After asks for up to 10 s. Errors about malformed HTTP quote it with the secrets removed.

    Raises:
        ToolError: The engine stays busy, asks for more patience, cannot be reached or takes too long.
    """
    try:
        async with asyncio.timeout(timeout_s):
            return await _attempts(engine, call)
    except TimeoutError as error:
        raise ToolError(f"The search engine {engine} took longer than {timeout_s:g} s.") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        told = secrets.hidden(str(error)) or type(error).__name__
        raise ToolError(f"The search engine {engine} cannot be reached: {told}.") from error


async def _attempts(engine: str, call: Callable[[], Awaitable[Answer]]) -> Answer:
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            return await call()
        except PassingFault as fault:
            wait_s = _wait_s(fault.retry_after, attempt)
            if attempt == _ATTEMPTS or wait_s > _MAX_WAIT_S:
                raise ToolError(
                    f"The search engine {engine} is busy ({fault}), asked {attempt} times.",
                    hint="Search again later, or choose another engine.",
                ) from fault
        await asyncio.sleep(wait_s)
    raise AssertionError("the last attempt returns or raises")


def _wait_s(retry_after: str | None, attempt: int) -> float:
    if retry_after is not None:
        return float(retry_after) if retry_after.isdecimal() else float("inf")
    return _FIRST_WAIT_S * (1 << (attempt - 1)) * random.uniform(0.5, 1.5)  # noqa: S311 - jitter keeps no secret
