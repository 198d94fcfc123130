"""Bytes of web pages as they came, stored before they are parsed: a kill while a page is parsed must not cost another fetch.

They lie under the address that was asked for until the page made of them is stored (`Archive.keep_page`), or cannot be
made. They are as fresh as a stored page: within a run always, beyond it as long as the cache lasts.
"""

import asyncio
import zlib
from base64 import b64decode, b64encode
from typing import Any

from stepresearch.tools.archive import FETCHES, Archive, content_key
from stepresearch.tools.web.fetch import Fetched

MAX_STORED_BYTES = 8_000_000
"""Compressed. What is larger is fetched again after a kill: the store is no place for it."""

PACKED_AT_ONCE_BYTES = 200_000
"""Packing these takes about as long as waiting for a thread."""


class KeptFetches:
    """The pages that were fetched and are not parsed yet.

    Args:
        archive: Where they are stored.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    async def get(self, url: str) -> Fetched | None:
        """Return what was fetched for an address, or None where nothing is stored."""
        stored = await self._archive.fresh(FETCHES, content_key(url))
        return await asyncio.to_thread(_loaded, stored) if stored else None

    async def keep(self, url: str, fetched: Fetched) -> None:
        """Store what was fetched for an address; it is on disk when this returns, where the store has a disk."""
        if len(fetched.data) <= PACKED_AT_ONCE_BYTES:
            stored = _stored(fetched)
        else:
            stored = await asyncio.to_thread(_stored, fetched)
        if stored is not None:
            await self._archive.put(FETCHES, content_key(url), stored)

    async def drop(self, url: str) -> None:
        """Delete what was fetched for an address: no page can be made of it."""
        await self._archive.forget(FETCHES, content_key(url))


def _stored(fetched: Fetched) -> dict[str, Any] | None:
    packed = zlib.compress(fetched.data, level=1)
    if len(packed) > MAX_STORED_BYTES:
        return None
    return {
        "url": fetched.url,
        "media_type": fetched.media_type,
        "charset": fetched.charset,
        "packed": b64encode(packed).decode(),
    }


def _loaded(stored: dict[str, Any]) -> Fetched:
    return Fetched(
        url=stored["url"],
        media_type=stored["media_type"],
        charset=stored["charset"],
        data=zlib.decompress(b64decode(stored["packed"])),
    )
