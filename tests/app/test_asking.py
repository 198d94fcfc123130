"""`stepresearch "question"`: what comes out where, and how it ends."""

import json
import re

from doubles.command_line import QUESTION, CommandLine

from stepresearch.app.session import EXTRACTIVE


def test_the_report_alone_is_on_standard_output_and_the_progress_on_standard_error(
    commands: CommandLine,
) -> None:
    done = commands.ask()
    assert done.returncode == 0
    assert done.stdout.startswith(f"# {QUESTION}\n")
    assert "Alder Bridge cost 4.2 million" in done.stdout
    assert not re.search(r"\bsearched\b", done.stdout)
    assert "searched" in done.stderr
    assert "pages read" in done.stderr


def test_the_report_is_kept_with_its_run_and_the_last_line_says_where(commands: CommandLine) -> None:
    done = commands.ask()
    (run_id,) = commands.run_ids()
    kept = commands.data / "runs" / run_id / "report.md"
    assert kept.read_text(encoding="utf-8") == done.stdout
    assert done.stderr.splitlines()[-1] == f"Saved in {kept}"


def test_only_the_owner_can_read_what_is_kept(commands: CommandLine) -> None:
    commands.ask()
    assert commands.data.stat().st_mode & 0o077 == 0


def test_json_is_alone_on_standard_output_and_holds_the_whole_run(commands: CommandLine) -> None:
    done = commands.ask("--json")
    told = json.loads(done.stdout)
    assert told["run_id"] == commands.run_ids()[0]
    assert told["report"]["status"] == "complete"
    assert {"sources", "passages", "findings", "ledger", "usage"} <= told.keys()


def test_out_writes_the_report_to_files_and_to_standard_output(commands: CommandLine) -> None:
    done = commands.ask("--out", "first.md", "--out", "second.md", "--out", "-")
    first = (commands.folder / "first.md").read_text(encoding="utf-8")
    assert first == (commands.folder / "second.md").read_text(encoding="utf-8") == done.stdout


def test_a_question_can_come_from_standard_input(commands: CommandLine) -> None:
    done = commands.run("-", "--docs", "documents", stdin=QUESTION.encode())
    assert done.stdout.startswith(f"# {QUESTION}\n")


def test_the_word_ask_may_be_said(commands: CommandLine) -> None:
    done = commands.run("ask", QUESTION, "--docs", "documents")
    assert done.returncode == 0


def test_a_question_that_no_document_answers_ends_with_3_and_a_report_that_says_so(
    commands: CommandLine,
) -> None:
    done = commands.ask(question="Zygomorphic xylophones?")
    assert done.returncode == 3
    assert "Nothing" in done.stdout


def test_without_a_model_one_line_says_how_to_give_one(commands: CommandLine) -> None:
    assert sum(EXTRACTIVE in line for line in commands.ask().stderr.splitlines()) == 1


def test_limits_hold(commands: CommandLine) -> None:
    told = json.loads(commands.ask("--json", "--max-sources", "2", "--max-rounds", "1").stdout)
    assert len(told["sources"]) == 2
    assert told["options"]["max_rounds"] == 1


def test_a_file_that_cannot_be_read_is_named_in_the_progress_and_in_the_report(commands: CommandLine) -> None:
    (commands.documents / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    done = commands.ask()
    assert done.returncode == 0
    assert "broken.pdf" in done.stderr
    assert "broken.pdf" in done.stdout
