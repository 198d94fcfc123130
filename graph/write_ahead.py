"""What is about to be stored, appended to a file first, since that waits for nobody.

A row reaches SQLite through a thread, behind other rows and the locks of other processes, while the thread wants the
interpreter several times from code that is at work. Whoever kills the process meanwhile would have it paid again. An
append is one system call. It outlives the process; a loss of power can take it, as it can the last commits.
"""

import fcntl
import json
import os
import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from langgraph.store.base import PutOp


class WriteAhead:
    """The writes of one process that are not committed yet; its file is locked as long as the process lives.

    Args:
        folder: Where each process that uses the store has its file.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        self._path = folder / f"{os.getpid()}-{secrets.token_hex(4)}.jsonl"
        partial = self._path.with_suffix(".new")
        self._file = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        partial.rename(self._path)  # seen by others only now that it is locked
        self._lock = threading.Lock()
        self._uncommitted = 0

    def append(self, writes: Sequence[PutOp]) -> None:
        """Append writes that are to be committed; where the disk is full, the database will say so."""
        said = [[write.namespace, write.key, write.value] for write in writes]
        line = json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")
        with self._lock, suppress(OSError):
            self._uncommitted += 1
            os.write(self._file, b"\n%b\n" % line)

    def committed(self) -> None:
        """Take note that what one `append` wrote is in the database."""
        with self._lock, suppress(OSError):
            self._uncommitted -= 1
            if self._uncommitted == 0:
                os.ftruncate(self._file, 0)

    def close(self) -> None:
        """Remove the file, unless something in it was never committed."""
        with suppress(OSError):
            if self._uncommitted == 0:
                self._path.unlink()
        os.close(self._file)


def left_behind(folder: Path) -> Iterator[list[PutOp]]:
    """Yield what processes that are gone had appended and not committed; their files are removed once that is taken."""
    for path in sorted(folder.glob("*.jsonl")):
        with suppress(FileNotFoundError, BlockingIOError), path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for line in file:
                if writes := _writes_in(line):
                    yield writes
            path.unlink()


def _writes_in(line: bytes) -> list[PutOp]:
    """Return the writes of a line; none of one that a kill or a damaged disk left broken."""
    try:
        said: list[Any] = json.loads(line)
        writes = [PutOp(tuple(namespace), key, value, index=False) for namespace, key, value in said]
    except (ValueError, TypeError, RecursionError):
        return []
    return writes if all(_is_sound(write) for write in writes) else []


def _is_sound(write: PutOp) -> bool:
    texts = [*write.namespace, write.key]
    return all(isinstance(text, str) for text in texts) and isinstance(write.value, dict | None)
