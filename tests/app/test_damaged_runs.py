"""Files of a run that were damaged or deleted: what can be had again is, and the rest is said."""

import sqlite3
from contextlib import closing

import pytest
from doubles.command_line import CommandLine


@pytest.mark.parametrize("damage", ["deleted", "emptied", "truncated", "flipped"])
def test_a_damaged_report_is_written_again_and_it_is_said(commands: CommandLine, damage: str) -> None:
    asked = commands.ask()
    (run_id,) = commands.run_ids()
    report = commands.data / "runs" / run_id / "report.md"
    whole = report.read_bytes()
    if damage == "deleted":
        report.unlink()
    else:
        flipped = whole[:40] + bytes([whole[40] ^ 0x80]) + whole[41:]
        report.write_bytes({"emptied": b"", "truncated": whole[:100], "flipped": flipped}[damage])
    shown = commands.run("show", run_id)
    assert shown.stdout == asked.stdout
    assert "written again from the checkpoints" in shown.stderr
    assert report.read_bytes() == whole


def test_a_run_whose_checkpoints_are_gone_says_so_and_comes_to_the_same_report(
    commands: CommandLine,
) -> None:
    run_id = commands.killed_at("read")
    for path in (commands.data / "runs" / run_id).glob("checkpoints.sqlite*"):
        path.unlink()
    resumed = commands.run("resume", run_id)
    assert resumed.returncode == 0
    assert "checkpoints are gone" in resumed.stderr
    assert resumed.stdout == commands.ask().stdout


def test_a_finished_run_that_lost_report_and_checkpoints_says_so_and_can_be_gone_on_with(
    commands: CommandLine,
) -> None:
    asked = commands.ask()
    (run_id,) = commands.run_ids()
    for path in (commands.data / "runs" / run_id).glob("checkpoints.sqlite*"):
        path.unlink()
    (commands.data / "runs" / run_id / "report.md").unlink()
    shown = commands.run("show", run_id)
    assert shown.returncode == 5
    assert "cannot be written again" in shown.stderr
    assert commands.run("resume", run_id).stdout == asked.stdout


def test_a_run_whose_newest_checkpoint_is_damaged_says_so_and_goes_on_from_the_one_before(
    commands: CommandLine,
) -> None:
    run_id = commands.killed_at("findings")
    path = commands.data / "runs" / run_id / "checkpoints.sqlite"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "UPDATE checkpoints SET checkpoint = substr(checkpoint, 1, 100)"
            " WHERE checkpoint_id = (SELECT max(checkpoint_id) FROM checkpoints)"
        )
    resumed = commands.run("resume", run_id)
    assert "damaged (1)" in resumed.stderr
    assert resumed.stdout == commands.ask().stdout


def test_a_database_that_is_damaged_inside_is_named_and_not_a_fault_of_the_program(
    commands: CommandLine,
) -> None:
    run_id = commands.killed_at("findings")
    path = commands.data / "runs" / run_id / "checkpoints.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    resumed = commands.run("resume", run_id)
    assert resumed.returncode == 5
    assert "checkpoints.sqlite' is damaged" in resumed.stderr


def test_a_run_goes_on_to_its_report_without_the_pages_that_the_store_lost(commands: CommandLine) -> None:
    run_id = commands.killed_at("findings")
    with closing(sqlite3.connect(commands.data / "store.sqlite")) as store, store:
        store.execute(
            "UPDATE store SET value = replace(value, 'million', 'billion') WHERE prefix LIKE '%pages'"
        )
    resumed = commands.run("resume", run_id)
    assert resumed.returncode == 0
    assert resumed.stdout == commands.ask().stdout


@pytest.mark.parametrize("command", ["runs", "resume"])
def test_a_run_whose_record_is_damaged_is_named(commands: CommandLine, command: str) -> None:
    run_id = commands.killed_at("task")
    (commands.data / "runs" / run_id / "run.json").write_text("{")
    done = commands.run(command)
    assert f"The record of run '{run_id}' is damaged" in done.stderr
