"""What cannot be used: one clear message, the right exit code, and no run left behind."""

import json
import shlex
import sqlite3
import subprocess

import pytest
from doubles.command_line import COMMAND, QUESTION, CommandLine
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
        (["q", "--out", f"{'long' * 100}.md"], "cannot be used"),
        (["q", "--out", "~nobody-of-that-name/report.md"], "cannot be used"),
        (["q", "--out", "report.txt"], ".md, .markdown, .html, .htm, .json, .docx, .pdf"),
        (["q", "--json", "--out", "-"], "--json"),
        (["q", "--docs", ""], "'': the name of a folder is empty"),
        (["q", "--docs", "documents", "--docs", " "], "name of a folder is empty"),
        (["q", "--docs", "\udcff"], "not valid UTF-8"),
        (["q", "--search", "\udcff"], "not valid UTF-8"),
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
        (["--docs", "~nobody-of-that-name/documents"], "~nobody-of-that-name/documents"),
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


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STEPRESEARCH_CACHE_DAYS", "soon"),
        ("STEPRESEARCH_DOCS", "~nobody-of-that-name"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_its_value(
    commands: CommandLine, name: str, value: str
) -> None:
    done = CommandLine(commands.folder, {name: value}).ask()
    assert done.returncode == CONFIGURATION
    assert name.removeprefix("STEPRESEARCH_") in done.stderr
    assert commands.run_ids() == []
    assert repr(value) in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STEPRESEARCH_BASE_URL", "javascript:alert(1)"),
        ("STEPRESEARCH_BASE_URL", "localhost:9000/v1"),
        ("SEARXNG_URL", "http://a\nb"),
        ("SEARXNG_URL", "http://127.0.0.1:99999"),
        ("SEARXNG_URL", "http://[::1"),
        ("SEARXNG_URL", "http://a..b"),
        ("STEPRESEARCH_PROXY", "proxy:3128"),
        ("STEPRESEARCH_PROXY", "http://proxy:port"),
    ],
)
def test_an_address_that_cannot_be_used_is_named_without_what_may_hold_a_password(
    commands: CommandLine, name: str, value: str
) -> None:
    done = CommandLine(commands.folder, {name: value}).ask()
    assert done.returncode == CONFIGURATION
    assert name in done.stderr
    assert commands.run_ids() == []
    assert value not in done.stderr
    assert repr(value) not in done.stderr


@pytest.mark.parametrize("key", ["ключ", "a\nb"])
def test_a_key_that_cannot_be_used_is_named_and_not_shown(commands: CommandLine, key: str) -> None:
    done = CommandLine(commands.folder, {"STEPRESEARCH_API_KEY": key}).ask()
    assert done.returncode == CONFIGURATION
    assert "STEPRESEARCH_API_KEY" in done.stderr
    assert key not in done.stderr
    assert repr(key) not in done.stderr


def test_a_question_is_kept_without_what_would_steer_a_terminal(commands: CommandLine) -> None:
    done = commands.ask(question="What did the \x1b[31mAlder\u202e Bridge cost?")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout


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


@pytest.mark.parametrize(
    "record",
    [
        "{",
        "[" * 100_000,
        '{"run_id": 1, "question": 2, "options": 3, "begun": 4, "status": 5}',
        '{"run_id": "../x", "question": "q", "options": {}, "begun": "2026-01-01", "status": "complete"}',
    ],
)
def test_a_damaged_record_is_named_and_is_in_no_list(commands: CommandLine, record: str) -> None:
    folder = commands.data / "runs" / "20260101-000000-abcd"
    folder.mkdir(parents=True)
    (folder / "run.json").write_text(record)
    done, listed = commands.run("show", folder.name), commands.run("runs")
    assert done.returncode == CONFIGURATION
    assert "run.json" in done.stderr
    assert (listed.returncode, listed.stdout) == (0, "")


def test_a_run_whose_folder_cannot_be_written_is_named(commands: CommandLine) -> None:
    commands.ask()
    (run_id,) = commands.run_ids()
    (commands.data / "runs" / run_id / "lock").unlink()
    (commands.data / "runs" / run_id / "lock").mkdir()
    done = commands.run("show", run_id, "--json")
    assert done.returncode == CONFIGURATION
    assert f"Run {run_id} cannot be opened" in done.stderr


def test_a_run_of_another_version_is_not_gone_on_with(commands: CommandLine) -> None:
    run_id = commands.killed_at("task")
    record = commands.data / "runs" / run_id / "run.json"
    written = json.loads(record.read_text())
    written["options"]["max_turns"] = written["options"].pop("max_rounds")
    del written["digest"]
    record.write_text(json.dumps(written))
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


def test_a_fault_whose_traceback_cannot_be_kept_with_the_run_names_the_run_all_the_same(
    commands: CommandLine,
) -> None:
    run_id = commands.killed_at("task")
    (commands.data / "runs" / run_id / "error.txt").mkdir()
    with sqlite3.connect(commands.data / "store.sqlite") as store:
        store.execute("CREATE TRIGGER full BEFORE INSERT ON store BEGIN SELECT RAISE(ABORT, 'no more'); END")
    store.close()
    done = commands.run("resume", run_id)
    assert done.returncode == 1
    assert f"stepresearch resume {run_id}" in done.stderr


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_a_run_whose_streams_are_closed_keeps_its_report(commands: CommandLine, closed: str) -> None:
    line = f"{shlex.join([*COMMAND, QUESTION, '--docs', str(commands.documents)])} {closed}"
    done = subprocess.run(["sh", "-c", line], cwd=commands.folder, env=commands.environment, check=False)
    assert done.returncode == 0
    (run_id,) = commands.run_ids()
    assert (commands.data / "runs" / run_id / "report.md").is_file()
