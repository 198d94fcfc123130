"""The databases of a run: LangGraph's SQLite classes, each with a thread in which a call is one visit.

LangGraph's asynchronous ones go to their thread for every cursor, statement and commit: 700 times in a run of 25
pages, each with two switches of thread.
"""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, Literal, ParamSpec, TypeVar

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import ChannelVersions, Checkpoint, CheckpointMetadata, CheckpointTuple
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.store.base import GetOp, Op, PutOp, Result
from langgraph.store.sqlite.base import SqliteStore

from stepresearch.graph.run_store import damaged_database
from stepresearch.graph.sealed import (
    DECODING_ERRORS,
    DamagedRow,
    SealedSerializer,
    is_damaged_file,
    is_damaged_text,
)
from stepresearch.graph.write_ahead import WriteAhead, left_behind
from stepresearch.tools.redaction import Secrets

LOCKED_S = 60.0
"""How long a write waits for another process that holds the database; SQLite's own 5 s are short on a busy machine."""

LAST_ID = "g"
"""Comes after every id of a checkpoint: they are hexadecimal."""

P = ParamSpec("P")
T = TypeVar("T")


class DatabaseThread:
    """A thread that does what it is given with a database, one call after the other.

    Args:
        path: Of the database, for messages.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")

    async def do(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what the call returns.

        Raises:
            ConfigError: The database is damaged.
        """
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._pool, partial(call, *args, **kwargs)
            )
        except sqlite3.DatabaseError as error:
            if is_damaged_file(error):
                raise damaged_database(self._path, str(error)) from error
            raise

    def end(self) -> None:
        """Let the thread go once it has done what it was given."""
        self._pool.shutdown(wait=False)


class Checkpoints(SqliteSaver):
    """The checkpoints of a run.

    They are read with LangGraph's list of safe types alone: without it, a forged row in the database would execute
    code, unless LANGGRAPH_STRICT_MSGPACK is set.

    A checkpoint that is not as it was written is passed over, as if the run had been killed before it.

    Attributes:
        damaged: The ids of those passed over.
    """

    def __init__(self, connection: sqlite3.Connection, thread: DatabaseThread, secrets: Secrets) -> None:
        super().__init__(connection, serde=SealedSerializer(allowed_msgpack_modules=None))
        self._thread = thread
        self._secrets = secrets
        self.damaged: set[str] = set()

    def get_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """Return the newest checkpoint that is as it was written, up to the one that is named."""
        try:
            found = self._whole(config)
        except DamagedRow:
            found = next(self._before(config), None)
        return found

    def _before(self, config: RunnableConfig) -> Iterator[CheckpointTuple]:
        """Yield the checkpoints that are as they were written, newest first, up to the one that is named."""
        named = config["configurable"]
        thread, space = str(named["thread_id"]), named.get("checkpoint_ns", "")
        with self.cursor(transaction=False) as cursor:
            ids = cursor.execute(
                "SELECT checkpoint_id FROM checkpoints WHERE thread_id = ? AND checkpoint_ns = ?"
                " AND checkpoint_id <= ? ORDER BY checkpoint_id DESC",
                (thread, space, named.get("checkpoint_id") or LAST_ID),
            ).fetchall()
        for (one,) in ids:
            address = {"thread_id": thread, "checkpoint_ns": space, "checkpoint_id": one}
            try:
                found = self._whole({"configurable": address})
            except DamagedRow:
                self.damaged.add(str(one))
            else:
                if found is not None:
                    yield found

    def _whole(self, config: RunnableConfig) -> CheckpointTuple | None:
        """Return the checkpoint that is named, or the newest.

        Raises:
            DamagedRow: It is not as it was written, or what the steps after it wrote is not.
        """
        try:
            found = super().get_tuple(config)
        except sqlite3.Error as error:
            if is_damaged_text(error):
                raise DamagedRow(str(error)) from error
            raise
        except DECODING_ERRORS as error:
            raise DamagedRow(str(error)) from error
        if found and found.checkpoint["id"] != found.config["configurable"]["checkpoint_id"]:
            raise DamagedRow(f"The checkpoint {found.checkpoint['id']!r} stands under another id.")
        return found

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """Do what `get_tuple` does."""
        return await self._thread.do(self.get_tuple, config)

    async def alist(
        self,
        config: RunnableConfig | None,
        *,
        filter: dict[str, Any] | None = None,  # noqa: A002 - LangGraph's name
        before: RunnableConfig | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[CheckpointTuple]:
        """Do what `list` does."""
        listed = partial(self.list, config, filter=filter, before=before, limit=limit)
        for checkpoint in await self._thread.do(lambda: list(listed())):
            yield checkpoint

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Do what `put` does."""
        return await self._thread.do(self.put, config, checkpoint, metadata, new_versions)

    async def aput_writes(
        self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        """Do what `put_writes` does. LangGraph keeps the words of an exception, in which there may be a secret."""
        told = [
            (channel, self._secrets.hidden(repr(value)) if isinstance(value, BaseException) else value)
            for channel, value in writes
        ]
        await self._thread.do(self.put_writes, config, told, task_id, task_path)

    async def adelete_thread(self, thread_id: str) -> None:
        """Do what `delete_thread` does."""
        await self._thread.do(self.delete_thread, thread_id)


class PageStore(SqliteStore):
    """The pages and answers that runs share."""

    def __init__(self, connection: sqlite3.Connection, thread: DatabaseThread, ahead: WriteAhead) -> None:
        super().__init__(connection)
        self._thread = thread
        self._ahead = ahead

    async def abatch(self, ops: Iterable[Op]) -> list[Result]:
        """Do what `batch` does; a row that cannot be read counts as not stored, and what is written outlives a kill from here on."""
        ops = list(ops)
        writes = [op for op in ops if isinstance(op, PutOp)]
        if not writes:
            return await self._thread.do(self._readable, ops)
        self._ahead.append(writes)
        return await self._thread.do(self._committed, ops)

    def _committed(self, ops: list[Op]) -> list[Result]:
        results = self._readable(ops)
        self._ahead.committed()
        return results

    def _readable(self, ops: list[Op]) -> list[Result]:
        try:
            return self.batch(ops)
        except sqlite3.Error as error:
            if not is_damaged_text(error) or not _only_reads(ops):
                raise
        except DECODING_ERRORS:
            if not _only_reads(ops):
                raise
        return [None] if len(ops) == 1 else [result for op in ops for result in self._readable([op])]


def _only_reads(ops: Sequence[Op]) -> bool:
    return all(isinstance(op, GetOp) for op in ops)


@asynccontextmanager
async def open_checkpoints(path: Path, *, secrets: Secrets | None = None) -> AsyncIterator[Checkpoints]:
    """Open the database of a run's checkpoints, which never hold the secrets in what an exception says."""
    async with _connected(path, isolation_level="DEFERRED") as (connection, thread):
        yield Checkpoints(connection, thread, secrets or Secrets())


@asynccontextmanager
async def open_store(path: Path) -> AsyncIterator[PageStore]:
    """Open the database of pages and answers, made ready.

    All runs of a process share one connection and its thread: with one each, 100 at once wait for SQLite's one writer
    beyond any timeout, since it does not queue them. A commit outlives a kill of the process; a loss of power can
    take the last ones (WAL, synchronous=NORMAL), which are then asked for again.
    """
    opening = _SHARED.taken(path)
    try:
        yield await opening.ready()
    finally:
        unused = _SHARED.given_back(path)
        if unused is not None:
            await unused.close()


class _SharedStore:
    """A store that all runs of the process use, opened by the first of them."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._store: PageStore | None = None
        self._ahead: WriteAhead | None = None
        self._thread = DatabaseThread(path)
        self.users = 0

    async def ready(self) -> PageStore:
        """Return the store, opened: its thread does one call after the other, so that the first one opens it."""
        return await self._thread.do(self._opened)

    async def close(self) -> None:
        """Close it, once what its thread was given is done."""
        try:
            await self._thread.do(self._closed)
        finally:
            self._thread.end()

    def _opened(self) -> PageStore:
        if self._store is None:
            connection = _connection(self._path, isolation_level=None)
            connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;")
            make_tables(connection)
            pending = self._path.with_suffix(".pending")
            ahead = self._ahead = WriteAhead(pending)
            store = PageStore(connection, self._thread, ahead)
            store.setup()
            for writes in left_behind(pending):
                store.batch(writes)
            self._store = store
        return self._store

    def _closed(self) -> None:
        if self._store is not None:
            self._store.conn.close()
        if self._ahead is not None:
            self._ahead.close()


class _SharedStores:
    """The stores that are open in this process, by path; event loops in several threads may use one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[Path, _SharedStore] = {}

    def taken(self, path: Path) -> _SharedStore:
        """Return the store at a path for one more user."""
        with self._lock:
            shared = self._open.setdefault(path.resolve(), _SharedStore(path))
            shared.users += 1
            return shared

    def given_back(self, path: Path) -> _SharedStore | None:
        """Take note that a user is done; return the store where it was the last one, to be closed."""
        with self._lock:
            shared = self._open[path.resolve()]
            shared.users -= 1
            return self._open.pop(path.resolve()) if shared.users == 0 else None


_SHARED = _SharedStores()


def make_tables(connection: sqlite3.Connection) -> None:
    """Make the tables of a store that lacks any, all at once.

    LangGraph's `setup` commits each on its own: it fails where two processes do it at the same time, and ever after
    where one was killed in the middle.
    """
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        connection.execute("CREATE TABLE IF NOT EXISTS store_migrations (v INTEGER PRIMARY KEY)")
        (made,) = connection.execute("SELECT coalesce(max(v) + 1, 0) FROM store_migrations").fetchone()
        for version, statement in enumerate(PageStore.MIGRATIONS[made:], start=made):
            connection.execute(statement)
            connection.execute("INSERT INTO store_migrations (v) VALUES (?)", (version,))


def _connection(path: Path, *, isolation_level: Literal["DEFERRED"] | None) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=LOCKED_S, isolation_level=isolation_level, check_same_thread=False)


@asynccontextmanager
async def _connected(
    path: Path, *, isolation_level: Literal["DEFERRED"] | None
) -> AsyncIterator[tuple[sqlite3.Connection, DatabaseThread]]:
    thread = DatabaseThread(path)
    try:
        connection = await thread.do(lambda: _connection(path, isolation_level=isolation_level))
        try:
            yield connection, thread
        finally:
            await thread.do(connection.close)
    finally:
        thread.end()
