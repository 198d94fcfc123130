"""What the wire over langchain-openai needs of the SDK below it: a bounded HTTP client, and its exceptions translated."""

from collections.abc import AsyncIterator

import httpx2
import openai

from stepresearch.tools.certificates import certificates_for
from stepresearch.tools.errors import ConfigError
from stepresearch.tools.llm.faults import CallFault, Fault, ServerFault
from stepresearch.tools.llm.openai.bounded_stream import bounded, refuse_compression
from stepresearch.tools.llm.openai.errors import fault_in_stream, fault_of_status
from stepresearch.tools.llm.openai.settings import ModelSettings


def http_client(settings: ModelSettings) -> httpx2.AsyncClient:
    """Return a client that keeps no connection open between requests, and so belongs to no event loop."""
    return openai.DefaultAsyncHttpxClient(
        timeout=httpx2.Timeout(None, connect=settings.connect_timeout_s),
        limits=httpx2.Limits(max_connections=None, max_keepalive_connections=0),
        verify=certificates_for(settings.api_url),
        follow_redirects=False,
        trust_env=not settings.is_loopback,
        auth=settings.basic_auth,
        headers={"Accept-Encoding": "identity"},
        event_hooks={"response": [_bound]},
    )


def fault_of(error: Exception, settings: ModelSettings) -> CallFault | ConfigError:
    """Return what an exception of the SDK, or of its HTTP client, means."""
    if isinstance(error, openai.APIStatusError):
        response = error.response
        return fault_of_status(response.status_code, response.headers, response.content, settings)
    if isinstance(error, openai.APITimeoutError | httpx2.TimeoutException):
        return ServerFault(Fault.TIMEOUT, f"{settings.shown_url} did not answer in time.", is_away=True)
    if isinstance(error, openai.APIConnectionError | httpx2.HTTPError):
        if isinstance(error.__cause__, CallFault):
            return error.__cause__
        cause = error.__cause__ or error
        message = f"{settings.shown_url} cannot be reached: {str(cause) or type(cause).__name__}."
        return ServerFault(Fault.CONNECTION_FAILED, settings.secrets.hidden(message), is_away=True)
    return fault_in_stream(getattr(error, "body", None) or str(error), settings)


class _Bounded(httpx2.AsyncByteStream):
    def __init__(self, source: httpx2.AsyncByteStream) -> None:
        self._source = source

    def __aiter__(self) -> AsyncIterator[bytes]:
        return bounded(self._source)

    async def aclose(self) -> None:
        await self._source.aclose()


async def _bound(response: httpx2.Response) -> None:
    refuse_compression(response.headers)
    source = response.stream
    assert isinstance(source, httpx2.AsyncByteStream)  # the client is asynchronous
    response.stream = _Bounded(source)
