"""The judge's answers on disk: what was paid for once is not asked again, also after a crash."""

import json
import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from stepresearch.tools.errors import ConfigError

BUSY_TIMEOUT_S = 30.0


class AnswerCache:
    """Answers under keys made of what was asked. Several processes may use one file.

    Each answer is written when it comes in, in a transaction of its own. The journal is a write-ahead log, which a
    killed process cannot damage; answers of the last moments can be lost when the machine loses power.

    Args:
        path: SQLite file, made where there is none; None keeps the answers in memory.

    Raises:
        ConfigError: The file cannot be opened, or is none of ours.
    """

    def __init__(self, path: Path | None = None) -> None:
        try:
            if path is not None:
                # Quotations of reports are nobody else's business; SQLite would make the file readable to all.
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                path.touch(mode=0o600)
            self._database = sqlite3.connect(path or ":memory:", timeout=BUSY_TIMEOUT_S, isolation_level=None)
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute("PRAGMA synchronous=NORMAL")
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, answer TEXT NOT NULL) WITHOUT ROWID"
            )
        except (OSError, sqlite3.Error) as error:
            raise ConfigError(
                f"The answers of the judge cannot be kept in {str(path)!r}: {error}.",
                hint="Name another file or folder, or remove this one if it is damaged.",
            ) from error

    def get(self, key: str) -> dict[str, Any] | None:
        """Return the answer under a key, or None."""
        row = self._database.execute("SELECT answer FROM answers WHERE key = ?", (key,)).fetchone()
        answer: dict[str, Any] | None = json.loads(row[0]) if row else None
        return answer

    def put(self, key: str, answer: dict[str, Any]) -> None:
        """Keep an answer; the first one under a key stays."""
        text = json.dumps(answer, ensure_ascii=False)
        self._database.execute("INSERT OR IGNORE INTO answers VALUES (?, ?)", (key, text))

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()
