"""Files of a run that were damaged or deleted: what can be had again is, and the rest is said."""

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
