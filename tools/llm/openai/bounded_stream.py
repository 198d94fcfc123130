"""The answer of a model's server, bounded by bytes as it comes: time alone lets a fast server fill the memory."""

from collections.abc import AsyncIterable, AsyncIterator, Mapping

import httpx

from stepresearch.tools.llm.faults import Fault, ServerFault

MAX_STREAM_BYTES = 64_000_000
"""Half a kilobyte, which is what a chunk of one token takes, for each token of a window of 128 k."""
MAX_LINE_BYTES = 5_000_000
"""One event: it is kept whole until its line ends, and parsed at once."""


async def bounded(source: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    """Yield the pieces as they come.

    Raises:
        ServerFault: They are too many, or a line of them does not end.
    """
    total = line = 0
    async for piece in source:
        total += len(piece)
        after = len(piece) - piece.rfind(b"\n") - 1
        line = after if after < len(piece) else line + len(piece)
        if total > MAX_STREAM_BYTES or line > MAX_LINE_BYTES:
            raise ServerFault(
                Fault.TOO_LONG,
                f"The server sent more than {MAX_STREAM_BYTES // 1_000_000} MB for one answer,"
                f" or {MAX_LINE_BYTES // 1_000_000} MB without the end of a line.",
            )
        yield piece


def refuse_compression(headers: Mapping[str, str]) -> None:
    """Refuse an answer that is compressed although that was not offered: its size cannot be known beforehand.

    Raises:
        ServerFault: It is.
    """
    if headers.get("content-encoding", "").strip().lower() not in {"", "identity"}:
        message = "The server compressed its answer, although no compression was offered."
        raise ServerFault(Fault.NOT_A_COMPLETION, message)


class BoundedStream(httpx.AsyncByteStream):
    """A response's stream that ends in a fault where it passes a bound.

    Args:
        source: What comes over the network, not compressed.
    """

    def __init__(self, source: httpx.AsyncByteStream) -> None:
        self._source = source

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield the pieces; see `bounded`."""
        return bounded(self._source)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._source.aclose()


async def bound(response: httpx.Response) -> None:
    """Bound a response's stream; an event hook of the client.

    Raises:
        ServerFault: It is compressed; see `refuse_compression`.
    """
    refuse_compression(response.headers)
    source = response.stream
    assert isinstance(source, httpx.AsyncByteStream)  # the client is asynchronous
    response.stream = BoundedStream(source)
