"""A checkpoint database that a stranger wrote to: it may end a run, and it executes nothing."""

import sqlite3
from pathlib import Path

import ormsgpack
from doubles.command_line import CommandLine
from langgraph.checkpoint.serde.jsonplus import EXT_CONSTRUCTOR_SINGLE_ARG, JsonPlusSerializer


def call_of_mkdir(path: Path) -> bytes:
    """Return a value that the permissive serializer turns into a call of `os.mkdir`."""
    call = ormsgpack.packb(("os", "mkdir", str(path)))
    return ormsgpack.packb(ormsgpack.Ext(EXT_CONSTRUCTOR_SINGLE_ARG, call))


def test_a_forged_row_executes_nothing(commands: CommandLine) -> None:
    run_id = commands.killed_at("task")
    permissive, strict = commands.folder / "permissive", commands.folder / "strict"
    JsonPlusSerializer(allowed_msgpack_modules=True).loads_typed(("msgpack", call_of_mkdir(permissive)))
    with sqlite3.connect(commands.data / "runs" / run_id / "checkpoints.sqlite") as database:
        database.execute(
            "INSERT INTO writes (thread_id, checkpoint_ns, checkpoint_id, task_id, idx, channel, type, value)"
            " SELECT thread_id, checkpoint_ns, checkpoint_id, 'forged', 0, 'question', 'msgpack', ?"
            " FROM checkpoints ORDER BY checkpoint_id DESC LIMIT 1",
            [call_of_mkdir(strict)],
        )
    database.close()
    commands.run("resume", run_id)
    assert permissive.exists()
    assert not strict.exists()


def test_the_own_checkpoints_of_a_run_hold_nothing_that_is_refused(commands: CommandLine) -> None:
    run_id = commands.killed_at("writing")
    resumed = commands.run("resume", run_id)
    assert resumed.returncode == 0
    assert "Blocked deserialization" not in resumed.stderr
