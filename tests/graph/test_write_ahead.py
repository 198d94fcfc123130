import os
from pathlib import Path

import pytest
from langgraph.store.base import PutOp

from stepresearch.graph.checkpoints import open_store
from stepresearch.graph.write_ahead import WriteAhead, left_behind

PAGE = PutOp(("pages",), "bridge", {"text": "Größe"}, index=False)


def appended_by_a_process_that_dies(folder: Path, *writes: PutOp) -> None:
    child = os.fork()
    if child == 0:
        ahead = WriteAhead(folder)
        for write in writes:
            ahead.append([write])
        os._exit(0)
    os.waitpid(child, 0)


async def test_what_a_killed_process_had_not_committed_is_in_the_store_for_the_next_one(
    tmp_path: Path,
) -> None:
    appended_by_a_process_that_dies(tmp_path / "store.pending", PAGE)
    async with open_store(tmp_path / "store.sqlite") as store:
        stored = await store.aget(PAGE.namespace, PAGE.key)

    assert stored is not None
    assert stored.value == PAGE.value
    assert list((tmp_path / "store.pending").iterdir()) == []


async def test_a_deletion_that_was_not_committed_is_made_up_for(tmp_path: Path) -> None:
    appended_by_a_process_that_dies(tmp_path / "store.pending", PAGE, PAGE._replace(value=None))
    async with open_store(tmp_path / "store.sqlite") as store:
        assert await store.aget(PAGE.namespace, PAGE.key) is None


def test_the_file_of_a_process_that_lives_is_left_alone(tmp_path: Path) -> None:
    ahead = WriteAhead(tmp_path)
    ahead.append([PAGE])

    assert list(left_behind(tmp_path)) == []
    assert len(list(tmp_path.iterdir())) == 1
    ahead.close()


def test_what_was_committed_is_not_there_any_more(tmp_path: Path) -> None:
    ahead = WriteAhead(tmp_path)
    ahead.append([PAGE])
    ahead.append([PAGE])
    ahead.committed()
    (file,) = tmp_path.iterdir()
    assert file.stat().st_size > 0
    ahead.committed()
    assert file.stat().st_size == 0
    ahead.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "damage",
    [b'[[["pages"], "bri', b"[1]", b"[[[1], 2, 3]]", b'[[["p"], "k", "v"]]', b"\xff\xfe", b"[" * 100_000, b"{}"],
    ids=["cut off", "no write", "figures", "no object", "no text", "nested without end", "an object"],
)  # fmt: skip
def test_a_damaged_line_is_passed_over_and_the_others_are_read(tmp_path: Path, damage: bytes) -> None:
    appended_by_a_process_that_dies(tmp_path, PAGE)
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage + file.read_bytes() + damage)

    assert list(left_behind(tmp_path)) == [[PAGE]]
    assert list(tmp_path.iterdir()) == []


async def test_a_store_that_was_closed_leaves_no_file(tmp_path: Path) -> None:
    async with open_store(tmp_path / "store.sqlite") as store:
        await store.aput(PAGE.namespace, PAGE.key, {"text": "x"})

    assert list((tmp_path / "store.pending").iterdir()) == []
