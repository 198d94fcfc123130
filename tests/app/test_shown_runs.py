"""`runs` and `show`."""

import json

from doubles.command_line import QUESTION, CommandLine


def test_runs_are_listed_newest_first_with_how_they_stand(commands: CommandLine) -> None:
    commands.ask()
    commands.killed_at("task")
    lines = [line.split("\t") for line in commands.run("runs").stdout.splitlines()]
    assert [line[0] for line in lines] == commands.run_ids()[::-1]
    assert [line[1] for line in lines] == ["stopped", "complete"]
    assert {line[3] for line in lines} == {QUESTION}


def test_runs_are_listed_as_json(commands: CommandLine) -> None:
    commands.ask(question="Zygomorphic xylophones?")
    (told,) = json.loads(commands.run("runs", "--json").stdout)
    assert told["run_id"] == commands.run_ids()[0]
    assert told["status"] == "nothing found"


def test_runs_of_an_empty_data_folder_are_none(commands: CommandLine) -> None:
    done = commands.run("runs")
    assert (done.returncode, done.stdout) == (0, "")
    assert not commands.data.exists()


def test_show_gives_the_report_the_json_and_a_file(commands: CommandLine) -> None:
    asked = commands.ask()
    (run_id,) = commands.run_ids()
    assert commands.run("show", run_id).stdout == asked.stdout
    assert json.loads(commands.run("show", run_id, "--json").stdout)["report"]["markdown"] == asked.stdout
    commands.run("show", run_id[-4:], "--out", "again.md")
    assert (commands.folder / "again.md").read_text(encoding="utf-8") == asked.stdout


def test_show_of_an_unfinished_run_says_how_to_go_on(commands: CommandLine) -> None:
    run_id = commands.killed_at("task")
    done = commands.run("show", run_id)
    assert done.returncode == 5
    assert f"stepresearch resume {run_id}" in done.stderr


def test_a_removed_run_is_gone_with_its_report_and_the_others_stay(commands: CommandLine) -> None:
    commands.ask("--no-model")
    commands.ask("--no-model")
    newest, oldest = commands.run_ids()[::-1]
    done = commands.run("runs", "--remove", newest[-4:])
    assert (done.returncode, commands.run_ids()) == (0, [oldest])
    assert f"Removed {newest}" in done.stdout
    assert commands.run("show", oldest).returncode == 0


def test_removing_a_run_that_is_not_there_says_so(commands: CommandLine) -> None:
    done = commands.run("runs", "--remove", "nothing")
    assert done.returncode == 5
    assert "There is no run 'nothing'" in done.stderr
