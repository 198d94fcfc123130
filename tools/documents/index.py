"""The pages of a folder in SQLite, with full-text search over their passages."""

import hashlib
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from stepresearch.tools.documents.files import FoundFile
from stepresearch.tools.documents.passages import match_expression, searchable, split_passages
from stepresearch.tools.errors import ConfigError, ToolError
from stepresearch.tools.page import Page

APPLICATION = 0x53524458  # marks a database as ours
VERSION = 6
"""Bump when the tables change, or when parsing would produce different pages."""

_TABLES = (
    """CREATE TABLE document (
        document_id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
        size_bytes INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, sha256 TEXT NOT NULL,
        reason TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, published TEXT, author TEXT,
        hard_to_see INTEGER NOT NULL, unread TEXT NOT NULL, standing TEXT, superseded_by TEXT NOT NULL,
        replaces TEXT NOT NULL
    )""",
    """CREATE TABLE passage (
        passage_id INTEGER PRIMARY KEY, document_id INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL
    )""",
    "CREATE INDEX passage_document ON passage (document_id)",
    """CREATE VIRTUAL TABLE words USING fts5 (
        title, heading, body, tokenize = "porter unicode61 remove_diacritics 2 categories 'L* N* Co M*'"
    )""",
    f"PRAGMA application_id = {APPLICATION}",
    f"PRAGMA user_version = {VERSION}",
)
# A word of the title counts as three in the text, one of the heading as two.
_BEST_PASSAGES = """
    WITH
    hit AS MATERIALIZED (SELECT rowid, bm25(words, 3.0, 2.0, 1.0) AS score FROM words WHERE words MATCH ?),
    best AS MATERIALIZED (
        SELECT document_id, start, "end", min(score) AS score FROM hit JOIN passage ON passage_id = hit.rowid
        GROUP BY document_id ORDER BY score, document_id LIMIT ?
    )
    SELECT url, title, published, substr(text, start + 1, "end" - start)
    FROM best JOIN document USING (document_id) ORDER BY score, document_id
"""


@dataclass(frozen=True, slots=True)
class IndexedFile:
    """What the index knows of a file: its page, or the reason why it has none; `sha256` is empty for one not read."""

    file: FoundFile
    sha256: str
    page: Page | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FileState:
    """How a file was when it was indexed; `reason` says why it has no page, `unread` what its page lacks."""

    size_bytes: int
    mtime_ns: int
    sha256: str
    reason: str
    unread: str


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """The best passage of one document."""

    url: str
    title: str
    published: str | None
    passage: str


class DocumentIndex:
    """One open index; every method blocks and may be called from any thread.

    Args:
        path: Database file, made with mode 0600 where it is missing; in memory when None.

    Raises:
        ConfigError: The path cannot be used, or holds somebody else's database.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.note = ""
        """What happened to the index that was there before; empty if nothing."""
        self._lock = threading.Lock()
        try:
            self._database = self._opened(path)
        except (sqlite3.Error, OSError) as error:
            raise ConfigError(
                f"The index of documents {str(path)!r} cannot be used: {error}.",
                hint="Give a path that can be written, or none to keep the index in memory.",
            ) from error

    def states(self) -> dict[str, FileState]:
        """Return how each indexed file was, by its URL."""
        with self._transaction() as database:
            rows = database.execute("SELECT url, size_bytes, mtime_ns, sha256, reason, unread FROM document")
            return {url: FileState(*state) for url, *state in rows}

    def put(self, files: Iterable[IndexedFile]) -> None:
        """Add files, in place of what was known of them."""
        with self._transaction(writes=True) as database:
            for indexed in files:
                _delete(database, indexed.file.url)
                _insert(database, indexed)

    def touch(self, files: Iterable[FoundFile]) -> None:
        """Note that files have another time but the same content."""
        with self._transaction() as database:
            database.executemany(
                "UPDATE document SET mtime_ns = ? WHERE url = ?",
                [(file.mtime_ns, file.url) for file in files],
            )

    def remove(self, urls: Iterable[str]) -> None:
        """Forget files."""
        with self._transaction(writes=True) as database:
            for url in urls:
                _delete(database, url)

    def page(self, url: str) -> Page | None:
        """Return the page of an indexed file, None where there is none."""
        with self._transaction() as database:
            row = database.execute(
                "SELECT title, text, published, author, name, hard_to_see, '', standing, superseded_by, replaces"
                " FROM document WHERE url = ? AND reason = ''",
                (url,),
            ).fetchone()
        return Page(url, *row) if row else None

    def search(self, words: list[str], *, max_results: int) -> list[FoundPassage]:
        """Return the best passage of each of the best documents, best first.

        A document ranks by its best passage (BM25), so that a long one competes with short ones on equal terms.
        """
        with self._transaction() as database:
            rows = database.execute(_BEST_PASSAGES, (match_expression(words), max_results)).fetchall()
        return [FoundPassage(*row) for row in rows]

    def state_hash(self) -> str:
        """Return a hash of which files are indexed and what they hold."""
        digest = hashlib.sha256(str(VERSION).encode())
        with self._transaction() as database:
            for url, sha256 in database.execute("SELECT url, sha256 FROM document ORDER BY url"):
                digest.update(f"\n{url} {sha256}".encode())
        return digest.hexdigest()

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._database.close()

    @contextmanager
    def _transaction(self, *, writes: bool = False) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                with self._database:
                    # Else another process could write between what is looked up and what is written.
                    if writes:
                        self._database.execute("BEGIN IMMEDIATE")
                    yield self._database
            except sqlite3.Error as error:
                raise ToolError(
                    f"The index of documents failed: {error}.", hint="Delete the index file; it is made anew."
                ) from error

    def _opened(self, path: Path | None) -> sqlite3.Connection:
        if path is None:
            return _connected(":memory:")
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        try:
            database = _connected(str(path))
        except sqlite3.OperationalError:  # locked, read-only or full: the file itself is whole
            raise
        except sqlite3.DatabaseError as error:
            # Moved, not deleted: the path may name a file that was never an index.
            aside = path.with_name(path.name + ".damaged")
            path.replace(aside)
            self.note = f"The index {str(path)!r} was damaged ({error}) and is made anew; the old one is {str(aside)!r}."
            return self._opened(path)
        if _is_of_other_version(database):
            database.close()
            path.unlink()
            self.note = f"The index {str(path)!r} is of another version and is made anew."
            return self._opened(path)
        path.chmod(0o600)
        return database


def _connected(name: str) -> sqlite3.Connection:
    # One connection for all threads, each use of it under the lock of its index.
    database = sqlite3.connect(name, timeout=30.0, check_same_thread=False)
    try:
        database.execute("BEGIN IMMEDIATE")  # two processes may make the same index at once
        if database.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,):
            for statement in _TABLES:
                database.execute(statement)
        database.commit()
        _require_whole(database, name)
    except (sqlite3.Error, ConfigError):
        database.close()
        raise
    return database


def _require_whole(database: sqlite3.Connection, name: str) -> None:
    if database.execute("PRAGMA application_id").fetchone() != (APPLICATION,):
        raise ConfigError(
            f"{name!r} is a database of another program.", hint="Give another path for the index."
        )
    (found,) = database.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise sqlite3.DatabaseError(found)


def _is_of_other_version(database: sqlite3.Connection) -> bool:
    return bool(database.execute("PRAGMA user_version").fetchone() != (VERSION,))


def _described(page: Page) -> tuple[str | int | None, ...]:
    return (
        page.title,
        page.text,
        page.published,
        page.author,
        page.hard_to_see,
        page.unread,
        page.standing,
        page.superseded_by,
        page.replaces,
    )


def _delete(database: sqlite3.Connection, url: str) -> None:
    row = database.execute("SELECT document_id FROM document WHERE url = ?", (url,)).fetchone()
    if row is None:
        return
    database.execute(
        "DELETE FROM words WHERE rowid IN (SELECT passage_id FROM passage WHERE document_id = ?)", row
    )
    database.execute("DELETE FROM passage WHERE document_id = ?", row)
    database.execute("DELETE FROM document WHERE document_id = ?", row)


def _insert(database: sqlite3.Connection, indexed: IndexedFile) -> None:
    file, page = indexed.file, indexed.page or Page(url="", title="", text="")
    state = (file.url, file.name, file.size_bytes, file.mtime_ns, indexed.sha256, indexed.reason)
    cursor = database.execute(
        "INSERT INTO document (url, name, size_bytes, mtime_ns, sha256, reason, title, text, published, author,"
        " hard_to_see, unread, standing, superseded_by, replaces) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*state, *_described(page)),
    )
    title = searchable(page.title)
    for passage in split_passages(page.text):
        added = database.execute(
            'INSERT INTO passage (document_id, start, "end") VALUES (?, ?, ?)',
            (cursor.lastrowid, passage.start, passage.end),
        )
        database.execute(
            "INSERT INTO words (rowid, title, heading, body) VALUES (?, ?, ?, ?)",
            (
                added.lastrowid,
                title,
                searchable(passage.heading),
                searchable(page.text[passage.start : passage.end]),
            ),
        )
