"""`--gguf FILE`: one file and one command."""

import json
from pathlib import Path

import pytest
from doubles.command_line import QUESTION, CommandLine

pytest.importorskip("xllamacpp", reason="the extra gguf is not installed")

REPORT, NOTHING_FOUND = 0, 3


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    from doubles.tiny_gguf import write_tiny_gguf

    path = tmp_path / "tiny.gguf"
    write_tiny_gguf(path)
    return path


def test_a_file_and_a_command_are_enough_for_a_report(commands: CommandLine, tiny: Path) -> None:
    done = commands.ask("--gguf", str(tiny), "--json", "--max-calls", "6")
    told = json.loads(done.stdout)
    assert done.returncode in {REPORT, NOTHING_FOUND}  # its words are noise, and so are its queries
    assert "model tiny.gguf at http://127.0.0.1:" in done.stderr
    assert told["report"]["markdown"].startswith(f"# {QUESTION}\n")
    assert told["spent"]["calls"] > 0
    assert told["spent"]["cached_tokens"] > 0
    assert "llama" not in done.stderr


def test_a_file_that_is_no_model_ends_with_5_and_leaves_no_run_behind(commands: CommandLine) -> None:
    (commands.folder / "notes.gguf").write_text("no model")
    done = commands.ask("--gguf", "notes.gguf")
    assert done.returncode == 5
    assert "no GGUF file" in done.stderr
    assert commands.run_ids() == []
