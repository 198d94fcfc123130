import asyncio
import sqlite3
from contextlib import AsyncExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import empty_checkpoint
from langgraph.graph import START, StateGraph

from stepresearch.graph.checkpoints import Checkpoints, make_tables, open_checkpoints, open_store
from stepresearch.tools.archive import Archive
from stepresearch.tools.redaction import Secrets

THREAD: RunnableConfig = {"configurable": {"thread_id": "run", "checkpoint_ns": ""}}


async def put(checkpoints: Checkpoints, count: int) -> list[str]:
    ids = []
    for step in range(count):
        stored = await checkpoints.aput(THREAD, empty_checkpoint(), {"step": step}, {})
        ids.append(stored["configurable"]["checkpoint_id"])
    return ids


async def test_checkpoints_are_listed_newest_first_as_many_as_asked_for(tmp_path: Path) -> None:
    async with open_checkpoints(tmp_path / "checkpoints.sqlite") as checkpoints:
        ids = await put(checkpoints, 3)
        listed = [one.checkpoint["id"] async for one in checkpoints.alist(THREAD, limit=2)]

    assert listed == [ids[2], ids[1]]


async def test_checkpoints_and_their_writes_are_read_by_who_opens_them_next(tmp_path: Path) -> None:
    async with open_checkpoints(tmp_path / "checkpoints.sqlite") as checkpoints:
        [checkpoint_id] = await put(checkpoints, 1)
        config: RunnableConfig = {"configurable": {**THREAD["configurable"], "checkpoint_id": checkpoint_id}}
        await checkpoints.aput_writes(config, [("findings", {"F1": "said"})], "task")
    async with open_checkpoints(tmp_path / "checkpoints.sqlite") as checkpoints:
        found = await checkpoints.aget_tuple(THREAD)

    assert found is not None
    assert found.checkpoint["id"] == checkpoint_id
    assert found.pending_writes == [("task", "findings", {"F1": "said"})]


async def test_a_deleted_thread_leaves_no_checkpoint(tmp_path: Path) -> None:
    async with open_checkpoints(tmp_path / "checkpoints.sqlite") as checkpoints:
        await put(checkpoints, 2)
        await checkpoints.adelete_thread("run")

        assert await checkpoints.aget_tuple(THREAD) is None


async def test_two_processes_can_write_to_one_store(tmp_path: Path) -> None:
    async with open_store(tmp_path / "store.sqlite") as one, open_store(tmp_path / "store.sqlite") as other:
        writes: list[Any] = [
            store.aput(("pages",), f"{name} {number}", {"text": "x"})
            for name, store in (("one", one), ("other", other))
            for number in range(20)
        ]
        await asyncio.gather(*writes)

        assert len(await one.asearch(("pages",), limit=100)) == 40


async def test_many_can_make_one_store_at_the_same_time(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        opened = [stack.enter_async_context(open_store(tmp_path / "store.sqlite")) for _ in range(20)]
        stores = await asyncio.gather(*opened)
        await stores[0].aput(("pages",), "one", {"text": "x"})

        assert await stores[-1].aget(("pages",), "one") is not None


async def test_all_runs_of_a_process_write_to_a_store_over_one_connection(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    async with AsyncExitStack() as stack:
        opened = [stack.enter_async_context(open_store(path)) for _ in range(100)]
        stores = await asyncio.gather(*opened)
        await asyncio.gather(
            *(store.aput(("pages",), str(number), {"text": "x"}) for number, store in enumerate(stores))
        )
        assert len({id(store.conn) for store in stores}) == 1
        assert len(await stores[0].asearch(("pages",), limit=200)) == 100
    async with open_store(path) as store:
        assert await store.aget(("pages",), "99") is not None


async def test_a_store_whose_making_was_broken_off_is_made_by_who_opens_it_next(tmp_path: Path) -> None:
    broken = sqlite3.connect(tmp_path / "store.sqlite", isolation_level=None)
    broken.set_authorizer(
        lambda action, *_: sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_ALTER_TABLE else sqlite3.SQLITE_OK
    )
    with pytest.raises(sqlite3.DatabaseError):
        make_tables(broken)
    broken.close()
    async with open_store(tmp_path / "store.sqlite") as store:
        await store.aput(("pages",), "one", {"text": "x"})

        assert await store.aget(("pages",), "one") is not None


def alter(path: Path, statement: str, *values: Any) -> None:
    """Change rows behind the back of who wrote them."""
    with closing(sqlite3.connect(path)) as connection, connection:
        assert connection.execute(statement, values).rowcount == 1


async def test_a_checkpoint_with_flipped_bits_is_passed_over_for_the_one_before(tmp_path: Path) -> None:
    async with open_checkpoints(tmp_path / "checkpoints.sqlite") as checkpoints:
        ids = await put(checkpoints, 3)
    alter(
        tmp_path / "checkpoints.sqlite",
        "UPDATE checkpoints SET checkpoint = CAST(replace(CAST(checkpoint AS TEXT), 'ts', 'tr') AS BLOB)"
        " WHERE checkpoint_id = ?",
        ids[2],
    )
    async with open_checkpoints(tmp_path / "checkpoints.sqlite") as checkpoints:
        found = await checkpoints.aget_tuple(THREAD)

        assert found is not None
        assert found.checkpoint["id"] == ids[1]
        assert checkpoints.damaged == {ids[2]}


async def test_a_write_with_flipped_bits_takes_its_checkpoint_with_it(tmp_path: Path) -> None:
    async with open_checkpoints(tmp_path / "checkpoints.sqlite") as checkpoints:
        ids = await put(checkpoints, 2)
        config: RunnableConfig = {"configurable": {**THREAD["configurable"], "checkpoint_id": ids[1]}}
        await checkpoints.aput_writes(config, [("findings", {"F1": "said"})], "task")
    alter(tmp_path / "checkpoints.sqlite", "UPDATE writes SET value = substr(value, 1, length(value) - 1)")
    async with open_checkpoints(tmp_path / "checkpoints.sqlite") as checkpoints:
        found = await checkpoints.aget_tuple(config)

    assert found is not None
    assert found.checkpoint["id"] == ids[0]


@pytest.mark.parametrize(
    "damage",
    ["replace(value, '4.2 million', '4.3 million')", "substr(value, 1, 20)", "CAST(x'ff22' AS TEXT)"],
    ids=["another figure", "no JSON", "no text"],
)
async def test_an_entry_of_the_store_with_flipped_bits_counts_as_not_stored(
    tmp_path: Path, damage: str
) -> None:
    async with open_store(tmp_path / "store.sqlite") as store:
        await Archive(store).keep_answer("bridge", ["It cost 4.2 million."])
        await Archive(store).keep_answer("ferry", ["It sank."])
    alter(tmp_path / "store.sqlite", f"UPDATE store SET value = {damage} WHERE key = 'bridge'")
    async with open_store(tmp_path / "store.sqlite") as store:
        assert await Archive(store).answer("bridge") is None
        assert await Archive(store).answer("ferry") == ["It sank."]


def all_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


async def test_the_words_of_an_exception_are_kept_without_secrets(tmp_path: Path) -> None:
    path = tmp_path / "checkpoints.sqlite"

    async def fail(_: dict[str, Any]) -> None:
        raise RuntimeError("no entry with sk-canary-1")

    graph = StateGraph(dict).add_node("fail", fail).add_edge(START, "fail")
    async with open_checkpoints(path, secrets=Secrets(keys=["sk-canary-1"])) as checkpoints:
        with pytest.raises(RuntimeError, match="no entry"):
            await graph.compile(checkpointer=checkpoints).ainvoke({"a": 1}, THREAD)
    kept = all_bytes(tmp_path)
    assert b"no entry with [hidden]" in kept
    assert b"canary" not in kept
