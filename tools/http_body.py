"""The body of a response, within bounds."""

import zlib
from collections.abc import AsyncIterator

from stepresearch.tools.errors import ToolError

MAX_RAW_BYTES = 5_000_000
MAX_DECODED_BYTES = 10_000_000
# Only what zlib decodes piece by piece: 1.6 KB of brotli made httpx allocate 2 GB (FACTS.md).
ACCEPT_ENCODING = "gzip, deflate"

_ANY_ZLIB_HEADER = zlib.MAX_WBITS | 32
_NO_HEADER = -zlib.MAX_WBITS


async def read_body(chunks: AsyncIterator[bytes], *, encoding: str, what: str) -> bytes:
    """Return a response's body, decompressed.

    Args:
        chunks: The body as it comes from the network.
        encoding: Value of Content-Encoding, empty where the response has none.
        what: What it is the body of, for messages, such as `The page 'https://…'`.

    Raises:
        ToolError: More than 5 MB came or 10 MB after decompression, or the encoding is damaged or was not offered.
    """
    unpack = _Unpacked(encoding.strip().lower(), what)
    raw_bytes = 0
    body = bytearray()
    async for chunk in chunks:
        raw_bytes += len(chunk)
        body += unpack.more(chunk, max_bytes=MAX_DECODED_BYTES + 1 - len(body))
        if raw_bytes > MAX_RAW_BYTES or len(body) > MAX_DECODED_BYTES:
            raise ToolError(
                f"{what} is larger than {MAX_RAW_BYTES // 1_000_000} MB"
                f" ({MAX_DECODED_BYTES // 1_000_000} MB decompressed)."
            )
    return bytes(body)


class _Unpacked:
    """Decompresses piece by piece, never more than asked for."""

    def __init__(self, encoding: str, what: str) -> None:
        if encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            raise ToolError(f"{what} came in the encoding {encoding!r}, which was not offered.")
        self._is_packed = encoding not in {"", "identity"}
        self._what = what
        self._zlib = zlib.decompressobj(_ANY_ZLIB_HEADER)
        self._is_first = True

    def more(self, chunk: bytes, *, max_bytes: int) -> bytes:
        if not self._is_packed or not chunk:
            return chunk
        try:
            return self._decompress(chunk, max_bytes)
        except zlib.error as error:
            raise ToolError(f"{self._what} is compressed, and damaged: {error}.") from error

    def _decompress(self, chunk: bytes, max_bytes: int) -> bytes:
        is_first, self._is_first = self._is_first, False
        try:
            return self._zlib.decompress(chunk, max_bytes)
        except zlib.error:
            if not is_first:
                raise
        # Servers send `deflate` without the zlib header that RFC 9110, 8.4.1.2 asks for; browsers read both.
        self._zlib = zlib.decompressobj(_NO_HEADER)
        return self._zlib.decompress(chunk, max_bytes)
