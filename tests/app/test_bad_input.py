"""What cannot be used: one clear message, the right exit code, and no run left behind."""

import sqlite3

import pytest
from doubles.command_line import CommandLine
from typer.testing import CliRunner

from stepresearch.app.cli import app, with_command

USAGE, CONFIGURATION = 2, 5


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([""], "question is empty"),
        (["?!"], "question is empty"),
        (["word " * 4000], "19,999 characters"),
        (["q", "--max-sources", "0"], "--max-sources"),
        (["q", "--max-minutes", "nan"], "--max-minutes"),
        (["q", "--language", "English"], "'English'"),
        (["q", "--length", "endless"], "endless"),
        (["q", "--out", "missing/report.md"], "'missing' is missing"),
        (["q", "--out", "report.txt"], ".md, .markdown, .html, .htm, .json, .docx, .pdf"),
        (["q", "--json", "--out", "-"], "--json"),
        (["q", "--no-such-option"], "--no-such-option"),
        (["--docs", "documents"], "QUESTION"),
    ],
)
def test_a_wrong_argument_is_named_and_ends_with_2(arguments: list[str], said: str) -> None:
    done = CliRunner().invoke(app, with_command(arguments))
    assert done.exit_code == USAGE
    assert said in " ".join(done.stderr.replace("│", " ").split())


def test_a_wrong_argument_leaves_no_run_behind(commands: CommandLine) -> None:
    assert commands.run("q", "--docs", "documents", "--out", "report.txt").returncode == USAGE
    assert not commands.data.exists()


def test_a_question_that_is_no_text_ends_with_2(commands: CommandLine) -> None:
    assert commands.run("-", stdin=b"\xff\xfe\x00what").returncode == USAGE


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--docs", "missing"], "missing"),
        (["--docs", "empty"], "empty"),
        (["--docs", "documents", "--search", "altavista"], "There is no engine 'altavista'"),
        (["--search", "tavily"], "TAVILY_API_KEY"),
        (["--search", "searxng"], "SEARXNG_URL"),
        (["--search", "documents"], "--docs"),
    ],
)
def test_what_cannot_be_searched_is_one_message_and_ends_with_5(
    commands: CommandLine, arguments: list[str], said: str
) -> None:
    (commands.folder / "empty").mkdir()
    done = commands.run("What did it cost?", *arguments)
    assert done.returncode == CONFIGURATION
    assert len(done.stderr.splitlines()) == 1
    assert said in done.stderr
    assert commands.run_ids() == []


def test_a_setting_that_cannot_be_used_is_named(commands: CommandLine) -> None:
    broken = CommandLine(commands.folder, {"STEPRESEARCH_CACHE_DAYS": "soon"})
    done = broken.ask()
    assert done.returncode == CONFIGURATION
    assert "CACHE_DAYS" in done.stderr
    assert "'soon'" in done.stderr


def test_a_list_of_authorities_that_cannot_be_used_is_named_before_a_run_begins(
    commands: CommandLine,
) -> None:
    done = CommandLine(commands.folder, {"STEPRESEARCH_AUTHORITY": "own.toml"}).ask()
    assert done.returncode == CONFIGURATION
    assert "The list of authorities 'own.toml' cannot be read: No such file or directory." in done.stderr
    assert "STEPRESEARCH_AUTHORITY" in done.stderr
    assert commands.run_ids() == []


def test_a_data_folder_that_cannot_be_written_is_named(commands: CommandLine) -> None:
    (commands.folder / "file").write_text("in the way")
    done = CommandLine(commands.folder, {"STEPRESEARCH_DATA": str(commands.folder / "file" / "data")}).ask()
    assert done.returncode == CONFIGURATION
    assert "STEPRESEARCH_DATA" in done.stderr


@pytest.mark.parametrize("command", ["show", "resume"])
def test_an_unknown_run_is_one_message_that_names_the_last_one(commands: CommandLine, command: str) -> None:
    commands.ask()
    done = commands.run(command, "20200101-000000-abcd")
    assert done.returncode == CONFIGURATION
    assert commands.run_ids()[0] in done.stderr


def test_a_damaged_database_is_named(commands: CommandLine) -> None:
    run_id = commands.killed_at("task")
    folder = commands.data / "runs" / run_id
    (folder / "checkpoints.sqlite-wal").unlink()
    (folder / "checkpoints.sqlite").write_bytes(b"no database at all" * 100)
    done = commands.run("resume", run_id)
    assert done.returncode == CONFIGURATION
    assert "checkpoints.sqlite" in done.stderr
    assert "damaged" in done.stderr
    assert commands.run_ids() == [run_id]


def test_a_damaged_record_is_named(commands: CommandLine) -> None:
    commands.ask()
    (run_id,) = commands.run_ids()
    (commands.data / "runs" / run_id / "run.json").write_text("{")
    done = commands.run("show", run_id)
    assert done.returncode == CONFIGURATION
    assert "run.json" in done.stderr


def test_a_run_of_another_version_is_not_gone_on_with(commands: CommandLine) -> None:
    run_id = commands.killed_at("task")
    record = commands.data / "runs" / run_id / "run.json"
    record.write_text(record.read_text().replace('"max_rounds"', '"max_turns"'))
    done = commands.run("resume", run_id)
    assert done.returncode == CONFIGURATION
    assert "version" in done.stderr


def test_a_fault_of_the_program_is_a_message_and_its_traceback_is_kept(commands: CommandLine) -> None:
    run_id = commands.killed_at("task")
    with sqlite3.connect(commands.data / "store.sqlite") as store:
        store.execute("CREATE TRIGGER full BEFORE INSERT ON store BEGIN SELECT RAISE(ABORT, 'no more'); END")
    store.close()
    done = commands.run("resume", run_id)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert run_id in done.stderr
    assert "Traceback" in (commands.data / "runs" / run_id / "error.txt").read_text()
    assert commands.run_ids() == [run_id]
