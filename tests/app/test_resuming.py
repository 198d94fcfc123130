"""Runs that are stopped or killed, and gone on with."""

import json
import signal
import time

import pytest
from doubles.command_line import CommandLine

STOPPED = 4


@pytest.mark.parametrize("word", ["task", "searched", "read", "findings", "writing"])
def test_the_report_of_a_killed_run_is_that_of_an_undisturbed_one(commands: CommandLine, word: str) -> None:
    run_id = commands.killed_at(word)
    resumed = commands.run("resume", run_id)
    assert resumed.returncode == 0
    assert resumed.stdout == commands.ask().stdout


def test_what_was_searched_before_the_kill_is_not_searched_again(commands: CommandLine) -> None:
    run_id = commands.killed_at("findings")
    killed_s = time.time()
    told = json.loads(commands.run("resume", run_id, "--json").stdout)
    begun = {step: usage["started_s"] < killed_s for step, usage in told["usage"].items()}
    first_round = [f"search:{key}" for key, query in told["queries"].items() if query["round"] == 1]
    assert first_round
    assert all(begun[step] for step in first_round)
    assert not begun["report"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_ends_with_4_and_says_how_to_go_on(
    commands: CommandLine, number: signal.Signals
) -> None:
    process = commands.start()
    commands.wait_for(process, "task")
    process.send_signal(number)
    _, told = process.communicate(timeout=60)
    (run_id,) = commands.run_ids()
    assert process.returncode == STOPPED
    assert told.splitlines()[-1] == f"stopped; go on with: stepresearch resume {run_id}"
    assert "Traceback" not in told
    assert commands.run("resume").stdout == commands.ask().stdout


def test_a_unique_ending_of_the_id_is_enough(commands: CommandLine) -> None:
    run_id = commands.killed_at("task")
    assert commands.run("resume", run_id[-4:]).returncode == 0


def test_a_finished_run_shows_its_report_again(commands: CommandLine) -> None:
    asked = commands.ask()
    (run_id,) = commands.run_ids()
    resumed = commands.run("resume", run_id)
    assert resumed.returncode == 0
    assert resumed.stdout == asked.stdout


def test_resume_without_an_unfinished_run_says_so(commands: CommandLine) -> None:
    commands.ask()
    done = commands.run("resume")
    assert done.returncode == 5
    assert "No run was stopped" in done.stderr


def test_a_run_that_is_being_run_is_not_run_twice(commands: CommandLine) -> None:
    process = commands.start()
    commands.wait_for(process, "task")
    process.send_signal(signal.SIGSTOP)
    (run_id,) = commands.run_ids()
    listed, refused = commands.run("runs"), commands.run("resume", run_id)
    process.send_signal(signal.SIGCONT)
    process.communicate(timeout=60)
    assert "\trunning\t" in listed.stdout
    assert refused.returncode == 5
    assert "another process" in refused.stderr
    assert process.returncode == 0


def test_a_run_that_is_stopped_while_it_starts_can_be_gone_on_with_or_left_nothing(
    commands: CommandLine,
) -> None:
    for delay_s in (0.2, 0.5, 0.8, 1.1):
        process = commands.start()
        time.sleep(delay_s)  # the moment is what varies, and any will do
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=60)
        assert process.returncode in {0, STOPPED, -signal.SIGTERM}
        assert "Traceback" not in told
    listed = json.loads(commands.run("runs", "--json").stdout)
    assert {record["run_id"] for record in listed} == {
        one for one in commands.run_ids() if not one.endswith(".new")
    }
    for record in listed:
        assert commands.run("resume", record["run_id"]).returncode == 0
