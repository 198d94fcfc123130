"""Bring the index of documents up to date with the folder."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from stepresearch.tools.documents.files import FoundFile, Listing, grouped, read_bytes
from stepresearch.tools.documents.index import DocumentIndex, FileState, IndexedFile
from stepresearch.tools.errors import ToolError
from stepresearch.tools.parsing.worker import WORKERS, parse_in_worker

_A_BATCH = 100
_AT_ONCE = 2 * WORKERS
"""Files held in memory: those being parsed, and as many that wait for a process."""


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What a refresh of the index found.

    Attributes:
        documents: Files that can be searched now.
        parsed: Files that were new or changed.
        removed: Files that were indexed and are gone.
        skipped: (name, reason) of each file that cannot be searched, or only in part, sorted by name.
        notes: What else a person should know, such as an index that was made anew.
    """

    documents: int
    parsed: int
    removed: int
    skipped: list[tuple[str, str]]
    notes: list[str]


async def refresh_index(index: DocumentIndex, listing: Listing, *, max_file_bytes: int) -> IndexReport:
    """Index the new and changed files of a listing and forget the others.

    Files whose size and time are unchanged are not opened, and those whose content is unchanged are not parsed
    again, also where it could not be parsed. Work is kept in batches: what is cancelled goes on where it was.

    Raises:
        ToolError: The index failed.
    """
    states = await asyncio.to_thread(index.states)
    gone = states.keys() - {file.url for file in listing.files}
    await asyncio.to_thread(index.remove, gone)
    changed = [file for file in listing.files if not _is_unchanged(file, states.get(file.url))]
    parsed, turn = 0, asyncio.Semaphore(_AT_ONCE)
    for start in range(0, len(changed), _A_BATCH):
        batch = changed[start : start + _A_BATCH]
        outcomes = await asyncio.gather(
            *(_outcome(file, states.get(file.url), max_file_bytes, turn) for file in batch)
        )
        parsed += await asyncio.to_thread(_keep, index, outcomes)
    states = await asyncio.to_thread(index.states)
    # Another process that listed the folder before a file came may have forgotten it again.
    known = [(file, states[file.url]) for file in listing.files if file.url in states]
    failed = [(file.name, state.reason) for file, state in known if state.reason]
    partly = [(file.name, state.unread) for file, state in known if state.unread]
    return IndexReport(
        documents=len(states) - len(failed),
        parsed=parsed,
        removed=len(gone),
        skipped=grouped([*listing.skipped, *failed, *partly]),
        notes=[index.note] if index.note else [],
    )


def _is_unchanged(file: FoundFile, known: FileState | None) -> bool:
    """Say whether a file is as it was indexed. One that could not be read is tried again."""
    return (
        known is not None
        and known.sha256 != ""
        and (known.size_bytes, known.mtime_ns) == (file.size_bytes, file.mtime_ns)
    )


def _keep(index: DocumentIndex, outcomes: Sequence[IndexedFile | FoundFile]) -> int:
    """Store what became of files and return how many were parsed. A bare file is one whose content is as before."""
    parsed = [outcome for outcome in outcomes if isinstance(outcome, IndexedFile)]
    index.put(parsed)
    index.touch(outcome for outcome in outcomes if isinstance(outcome, FoundFile))
    return len(parsed)


async def _outcome(
    file: FoundFile, known: FileState | None, max_file_bytes: int, turn: asyncio.Semaphore
) -> IndexedFile | FoundFile:
    sha256 = ""
    async with turn:
        try:
            data, sha256 = await asyncio.to_thread(_content, file, max_file_bytes)
            if known is not None and known.sha256 == sha256:
                return file
            page = await parse_in_worker(data, media_type=file.media_type, url=file.url)
            return IndexedFile(file, sha256, page)
        except ToolError as error:
            return IndexedFile(file, sha256, None, str(error))


def _content(file: FoundFile, max_file_bytes: int) -> tuple[bytes, str]:
    data = read_bytes(file, max_file_bytes=max_file_bytes)
    return data, hashlib.sha256(data).hexdigest()
