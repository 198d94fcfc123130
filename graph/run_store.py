"""Runs on disk: one folder each, with its checkpoints, its record and its finished report.

A run's folder holds `run.json` (what was asked), `checkpoints.sqlite` and, once finished, `report.md`. Pages and
search answers are shared by all runs in `store.sqlite`. All of it is readable by its owner only.
"""

import builtins
import datetime as dt
import fcntl
import json
import os
import secrets
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from stepresearch.nodes.state.run_input import ResearchInput
from stepresearch.tools.archive import content_key
from stepresearch.tools.errors import ConfigError

OWNER_ONLY = 0o700
UNFINISHED = "unfinished"
CHECKPOINTS = "checkpoints.sqlite"
UNBORN = ".new"
UNBORN_S = 3600.0
"""After so long no process is making the folder of a run any more."""


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What is known of a run without opening its checkpoints.

    `status` is `unfinished`, or that of its report; `report_key` tells whether the report's file is as it was written,
    and is empty where there is none, or an earlier version wrote it.
    """

    run_id: str
    question: str
    options: dict[str, Any]
    begun: str
    status: str
    report_key: str = ""

    @property
    def given(self) -> ResearchInput:
        """What starts the run, the same each time: begun anew, it finds what it stored."""
        return ResearchInput(
            question=self.question, started_s=dt.datetime.fromisoformat(self.begun).timestamp()
        )


class Runs:
    """The runs of a data folder.

    Args:
        folder: Made, with its parents, on the first run.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def store_path(self) -> Path:
        """Where pages and search answers of all runs are stored."""
        return self.folder / "store.sqlite"

    def path(self, run_id: str) -> Path:
        """Return the folder of a run."""
        return self.folder / "runs" / run_id

    def checkpoints_path(self, run_id: str) -> Path:
        """Return the database of a run's checkpoints."""
        return self.path(run_id) / CHECKPOINTS

    def create(self, question: str, options: dict[str, Any]) -> RunRecord:
        """Make the folder of a new run and return its record.

        Raises:
            ConfigError: The data folder cannot be written.
        """
        now = dt.datetime.now(tz=dt.UTC)
        run_id = f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
        record = RunRecord(run_id, question, options, now.isoformat(), UNFINISHED)
        try:
            is_new = not self.folder.exists()
            self.folder.mkdir(parents=True, exist_ok=True)
            if is_new:  # one that was there before keeps the rights that it was given
                self.folder.chmod(OWNER_ONLY)
            self.path(run_id).parent.mkdir(mode=OWNER_ONLY, exist_ok=True)
            self._make(record)
            create_private(self.store_path)
        except OSError as error:
            raise ConfigError(
                f"The data folder {str(self.folder)!r} cannot be written: {error.strerror}.",
                hint="Choose another with STEPRESEARCH_DATA.",
            ) from error
        return record

    def _make(self, record: RunRecord) -> None:
        """Make a run's folder at once: what is killed before leaves one that is no run, and is removed in time."""
        runs = self.path(record.run_id).parent
        for left in runs.glob(f"*{UNBORN}"):
            with suppress(OSError):
                if time.time() - left.stat().st_mtime > UNBORN_S:
                    shutil.rmtree(left)
        partial = runs / f"{record.run_id}{UNBORN}"
        partial.mkdir(mode=OWNER_ONLY)
        _write_record(partial, record)
        create_private(partial / CHECKPOINTS)
        partial.rename(self.path(record.run_id))

    def get(self, run_id: str) -> RunRecord:
        """Return the record of a run.

        Raises:
            ConfigError: There is no such run, or its record is damaged.
        """
        known = [record.run_id for record in self.list()]
        if run_id in known:
            return self._read(self.path(run_id) / "run.json")
        if (self.path(run_id) / "run.json").is_file() and run_id:
            raise ConfigError(f"The record of run {run_id!r} is damaged: {self.path(run_id) / 'run.json'}.")
        alike = [one for one in known if run_id and one.endswith(run_id)]
        if len(alike) == 1:
            return self.get(alike[0])
        last = f"The last one is {known[0]!r}." if known else "There is none yet."
        raise ConfigError(f"There is no run {run_id!r}. {last}", hint="`stepresearch runs` lists them all.")

    def list(self) -> list[RunRecord]:
        """Return the records of all runs, newest first; damaged ones are left out."""
        records: list[RunRecord] = []
        for path in sorted(self.folder.glob("runs/*/run.json"), reverse=True):
            with suppress(OSError, ValueError, TypeError, RecursionError):
                records.append(self._read(path))
        return records

    def damaged(self) -> builtins.list[Path]:
        """Return the records that cannot be read."""
        known = {record.run_id for record in self.list()}
        return sorted(
            path
            for path in self.folder.glob("runs/*")
            if path.is_dir() and path.suffix != UNBORN and path.name not in known
        )

    def finish(self, record: RunRecord, status: str, *, report: str | None = None) -> None:
        """Write how a run ended, and its report; another one that was there is kept as `report.previous.md`."""
        key = ""
        if report is not None:
            path, key = self.report_path(record.run_id), content_key(report)
            before = path.read_bytes() if path.is_file() else b""
            if before not in {b"", report.encode()}:
                _write_atomically(path.with_name("report.previous.md"), before)
            _write_atomically(path, report.encode())
        self._write(replace(record, status=status, report_key=key))

    def report_path(self, run_id: str) -> Path:
        """Return where the report of a run is kept."""
        return self.path(run_id) / "report.md"

    def report(self, record: RunRecord) -> str | None:
        """Return the report as it was written; None where there is none, or its file was damaged since."""
        try:
            report = self.report_path(record.run_id).read_bytes().decode()
        except (OSError, UnicodeDecodeError):
            return None
        is_whole = content_key(report) == record.report_key if record.report_key else bool(report)
        return report if is_whole else None

    def note_begun(self, record: RunRecord) -> None:
        """Take note that a step was kept, outside the checkpoints: should they be lost, it can be told."""
        (self.path(record.run_id) / "begun").touch(mode=0o600)

    def has_begun(self, record: RunRecord) -> bool:
        """Return whether a step was ever kept."""
        return (self.path(record.run_id) / "begun").is_file()

    def reopen(self, record: RunRecord) -> None:
        """Write that a run is not finished any more."""
        self.finish(record, UNFINISHED)

    def discard(self, record: RunRecord) -> None:
        """Remove a run with all that is kept of it alone."""
        shutil.rmtree(self.path(record.run_id))

    def is_held(self, run_id: str) -> bool:
        """Return whether a process is running it now."""
        try:
            with (self.path(run_id) / "lock").open(encoding="utf-8") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        return False

    @contextmanager
    def locked(self, run_id: str) -> Iterator[None]:
        """Hold a run against other processes; the kernel lets go when this one dies.

        Raises:
            ConfigError: Another process is running it, or its folder cannot be written.
        """
        try:
            opened = (self.path(run_id) / "lock").open("w")
        except OSError as error:
            raise ConfigError(
                f"Run {run_id} cannot be opened: {error.strerror}.",
                hint="Its folder must be one you can write.",
            ) from error
        with opened as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise ConfigError(
                    f"Run {run_id} is being run by another process.", hint="Wait for it, or stop it first."
                ) from None
            yield

    def _read(self, path: Path) -> RunRecord:
        values = dict(json.loads(path.read_text(encoding="utf-8")))
        if values.pop("digest", content_key(values)) != content_key(
            values
        ):  # those of earlier versions have none
            raise ValueError(f"{str(path)!r} is not as it was written.")
        record = RunRecord(**values)
        texts = (record.run_id, record.question, record.begun, record.status)
        if record.run_id != path.parent.name or not all(isinstance(text, str) for text in texts):
            raise ValueError(f"{str(path)!r} is not the record of that run.")
        dt.datetime.fromisoformat(record.begun)
        return record

    def _write(self, record: RunRecord) -> None:
        _write_record(self.path(record.run_id), record)


def _write_record(folder: Path, record: RunRecord) -> None:
    values = asdict(record)
    text = json.dumps({**values, "digest": content_key(values)}, ensure_ascii=False, indent=2)
    _write_atomically(folder / "run.json", text.encode())


def create_private(path: Path) -> None:
    """Make an empty file that only its owner can read, where there is none: SQLite would make it readable to all."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def check_database(path: Path) -> None:
    """Check that a file is a database at all; what else may be damaged in it is found where it is read.

    Raises:
        ConfigError: It is not; the message names the file and what to do.
    """
    if not path.is_file() or path.stat().st_size == 0:  # nothing was kept in it yet
        return
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.DatabaseError as error:
        raise damaged_database(path, str(error)) from error


def damaged_database(path: Path, why: str) -> ConfigError:
    """Return the error that names a damaged database and what to do."""
    return ConfigError(f"The database {str(path)!r} is damaged ({why}).", hint="Move it away and start anew.")


def _write_atomically(path: Path, content: bytes) -> None:
    partial = path.with_name(f".{path.name}.partial")
    partial.write_bytes(content)
    partial.chmod(0o600)
    partial.replace(path)
