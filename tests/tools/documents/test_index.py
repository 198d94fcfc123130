import asyncio
import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from stepresearch.tools.documents.engine import Documents
from stepresearch.tools.documents.files import list_files
from stepresearch.tools.documents.index import DocumentIndex, IndexedFile
from stepresearch.tools.errors import ConfigError
from stepresearch.tools.page import Page


async def test_an_index_in_a_file_serves_the_next_process_and_is_private(
    folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "state" / "index.db"
    first = Documents(folder, index_path=path)
    key = await first.cache_key()
    await first.aclose()
    second = Documents(folder, index_path=path)

    assert (await second.refresh()).parsed == 0
    assert await second.cache_key() == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    await second.aclose()


@pytest.mark.parametrize(("start", "length"), [(0, 100), (4096, 8000)])
async def test_a_damaged_index_is_made_anew_with_a_note(
    folder: Path, tmp_path: Path, start: int, length: int
) -> None:
    path = tmp_path / "index.db"
    first = Documents(folder, index_path=path)
    await first.refresh()
    await first.aclose()
    with path.open("r+b") as file:
        file.seek(start)
        file.write(b"\xa5" * length)
    second = Documents(folder, index_path=path)
    report = await second.refresh()

    assert report.parsed == 2
    assert "was damaged" in report.notes[0]
    assert path.with_name("index.db.damaged").exists()
    await second.aclose()


async def test_an_index_of_another_version_is_made_anew_with_a_note(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "index.db"
    first = Documents(folder, index_path=path)
    await first.refresh()
    await first.aclose()
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 999")
    database.close()
    second = Documents(folder, index_path=path)
    report = await second.refresh()

    assert (report.parsed, "another version" in report.notes[0]) == (2, True)
    await second.aclose()


async def test_many_processes_can_index_the_same_files_at_the_same_time(folder: Path, tmp_path: Path) -> None:
    files = [
        IndexedFile(file, "", Page(file.url, file.name, f"Barley is grown in {file.name}. " * 500))
        for file in list_files(folder, max_file_bytes=1000).files
    ]
    many = [DocumentIndex(tmp_path / "index.db") for _ in range(4)]
    start = threading.Barrier(len(many))

    def put(index: DocumentIndex) -> None:
        start.wait()
        index.put(files)

    await asyncio.gather(*(asyncio.to_thread(put, index) for index in many))
    assert len(many[0].states()) == len(files)
    for index in many:
        index.close()


async def test_the_database_of_another_program_is_left_alone(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE mine (x)")
    database.close()
    before = path.read_bytes()

    with pytest.raises(ConfigError, match="database of another program"):
        await Documents(folder, index_path=path).refresh()
    assert path.read_bytes() == before
