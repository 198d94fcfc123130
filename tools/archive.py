"""What was paid for once: search answers and page texts in a LangGraph store, under keys made of their content.

A page lies under the hash of its text, and a second entry leads from its URL to the newest of them. So a quotation
can be checked against the very text it was taken from, whatever became of the page.

Each entry has a digest: one whose bits were flipped counts as not stored.

A page and its address are stored in one transaction, in which the bytes that it was parsed from are deleted.
"""

import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from langgraph.store.base import BaseStore, Item, PutOp

from stepresearch.tools.errors import ConfigError
from stepresearch.tools.page import Page

ANSWERS = ("stepresearch", "answers")
PAGES = ("stepresearch", "pages")
ADDRESSES = ("stepresearch", "addresses")
COMPLETIONS = ("stepresearch", "completions")
FETCHES = ("stepresearch", "fetches")


def content_key(*parts: Any) -> str:
    """Return the key of a content: 32 hex digits, the same for equal JSON-able parts on every machine."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


class Archive:
    """Stores answers and pages, and gives back those that are young enough.

    Args:
        store: On the Agent Server its own, elsewhere SQLite, in tests memory.
        fresh_since_s: Epoch seconds; an older answer or page address is not given back. A resumed run counts
            from its own start, so that what it stored itself is always fresh.
    """

    def __init__(self, store: BaseStore, *, fresh_since_s: float = 0.0) -> None:
        self._store = store
        self._fresh_since_s = fresh_since_s

    async def answer(self, key: str) -> Any | None:
        """Return the stored answer, or None."""
        return await self.fresh(ANSWERS, key)

    async def own_answer(self, key: str) -> Any:
        """Return an answer that this run stored itself.

        Raises:
            ConfigError: The store does not have it: it is not the one that the run began with.
        """
        answer = await self.answer(key)
        if answer is None:
            raise ConfigError(
                "What this run stored (search answers, its conversation) is not in the store it goes on with.",
                hint="Checkpoints and store belong together: open the store that the run began with, or ask anew.",
            )
        return answer

    async def keep_answer(self, key: str, answer: Any, *, dropping: Sequence[PutOp] = ()) -> None:
        """Store a JSON-able answer, and delete what it was made of; it is on disk when this returns, where the store has a disk."""
        await self._store.abatch([_put(ANSWERS, key, answer), *dropping])

    async def put(self, namespace: tuple[str, ...], key: str, content: Any) -> None:
        """Store a JSON-able content; it is on disk when this returns, where the store has a disk."""
        await self._store.abatch([_put(namespace, key, content)])

    async def clear(self, namespace: tuple[str, ...]) -> None:
        """Delete all that is stored in a namespace."""
        while items := await self._store.asearch(namespace, limit=100):
            await self._store.abatch([PutOp(item.namespace, item.key, None) for item in items])

    async def page(self, page_key: str) -> Page | None:
        """Return the page whose content has this key, of any age, or None."""
        item = await self._store.aget(PAGES, page_key)
        return Page(**item.value["content"]) if item and _is_whole(item) else None

    async def page_key_at(self, url: str) -> str | None:
        """Return the key of the page last read at `url`, or None where there is none young enough."""
        key = await self.fresh(ADDRESSES, content_key(url))
        return str(key) if key else None

    async def keep_page(self, page: Page, *, asked: str | None = None) -> str:
        """Store a page under its address, and the one that was asked for where a redirect led on; return the page's key.

        The bytes that were fetched for it are not needed any more.
        """
        content = asdict(page)
        key = content_key(content)
        addresses = dict.fromkeys([page.url, asked or page.url])
        await self._store.abatch(
            [
                _put(PAGES, key, content),
                *(_put(ADDRESSES, content_key(one), key) for one in addresses),
                *([PutOp(FETCHES, content_key(asked), None)] if asked else []),
            ]
        )
        return key

    async def forget(self, namespace: tuple[str, ...], key: str) -> None:
        """Delete what is stored under a key, if anything is."""
        await self._store.abatch([PutOp(namespace, key, None)])

    async def fresh(self, namespace: tuple[str, ...], key: str) -> Any | None:
        """Return what is stored, or None where nothing is, or nothing young enough."""
        item = await self._store.aget(namespace, key)
        if item is None or not _is_whole(item) or item.value["stored_s"] < self._fresh_since_s:
            return None
        return item.value["content"]


def _put(namespace: tuple[str, ...], key: str, content: Any) -> PutOp:
    stored_s = time.time()
    value = {"content": content, "stored_s": stored_s, "digest": content_key(content, stored_s)}
    return PutOp(namespace, key, value, index=False)


def _is_whole(item: Item) -> bool:
    """Return whether an entry is as it was written: disks flip bits. Those of earlier versions have no digest."""
    value = item.value
    digest = value.get("digest")
    return digest is None or digest == content_key(value.get("content"), value.get("stored_s"))
