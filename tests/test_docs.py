"""What the documents say, held against what is there."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import typer
from pydantic import AliasChoices
from pydantic.fields import FieldInfo

from stepresearch.app.cli import app, with_command
from stepresearch.app.exits import Exit
from stepresearch.graph import build_graph
from stepresearch.tools.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = {
    name: (ROOT / name).read_text(encoding="utf-8")
    for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md")
}


def blocks(text: str, language: str) -> list[str]:
    """Return the code blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def command_lines() -> Iterator[list[str]]:
    """Yield the arguments of each `stepresearch …` in the documents, in blocks and in running text."""
    for text in DOCUMENTS.values():
        lines = [line for block in blocks(text, "sh") for line in block.splitlines()]
        for line in [*lines, *re.findall(r"`(stepresearch [^`]+)`", text)]:
            found = re.search(r"\bstepresearch (.+)", line)
            if found:
                yield with_command(shlex.split(found[1], comments=True))


def options_of(command: str) -> set[str]:
    """Return the options that a command's `--help` lists."""
    group: Any = typer.main.get_command(app)
    found: click.Command = group.commands[command]
    return {option for parameter in found.params for option in parameter.opts} | {"--help"}


def variables(name: str, field: FieldInfo) -> list[str]:
    """Return the environment variables of a setting, the first one first."""
    if isinstance(field.validation_alias, AliasChoices):
        return [str(choice) for choice in field.validation_alias.choices]
    return [f"STEPRESEARCH_{name.upper()}"]


def settings_table() -> str:
    """Return the table of the settings as README.md shows it."""
    rows = ["| variable | default | what |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        names = ", ".join(f"`{variable}`" for variable in variables(name, field))
        default = str(field.default).lower() if isinstance(field.default, bool) else field.default
        shown = "" if default in {None, ()} else f"{default:g}" if isinstance(default, float) else default
        rows.append(f"| {names} | {shown} | {field.description} |")
    return "\n".join(rows)


def test_the_readme_leads_with_the_two_commands_of_one_line_each() -> None:
    first, second = blocks(README, "sh")[:2]
    assert re.fullmatch(r'pip install uv && uv run stepresearch "[^"\n]+" --docs examples/library\n', first)
    assert second == "uv run --group dev pytest\n"
    assert README.index(second) < README.index("\n## ")


def test_the_first_command_asks_what_the_library_was_written_for() -> None:
    asked = re.search(r'"([^"]+)"', blocks(README, "sh")[0])
    quoted = re.sub(r"\s*\n> ", " ", (ROOT / "examples" / "README.md").read_text(encoding="utf-8"))
    assert asked
    assert asked[1] in quoted


@pytest.mark.parametrize("block", blocks(README, "python"), ids=["one call", "the graph"])
def test_the_python_of_the_readme_runs(block: str, tmp_path: Path) -> None:
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    own = {"HOME": str(tmp_path), "STEPRESEARCH_DATA": str(tmp_path), "STEPRESEARCH_DISCOVER": "false"}
    finished = subprocess.run(
        [sys.executable, "-W", "error", "-c", block],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=kept | own,
        check=False,
    )
    assert finished.stderr == ""
    assert "Sollan Petrel" in finished.stdout


def test_the_readme_lists_every_setting_as_it_is_and_no_other() -> None:
    assert settings_table() in README
    named = set(re.findall(r"`(STEPRESEARCH_\w+)", README))
    assert named <= {name for key, field in Settings.model_fields.items() for name in variables(key, field)}


@pytest.mark.parametrize("arguments", list(command_lines()), ids=shlex.join)
def test_a_command_of_the_documents_exists_with_its_options(arguments: list[str]) -> None:
    command, *rest = arguments
    assert {one for one in rest if one.startswith("--")} <= options_of(command)


def test_an_option_named_in_running_text_exists() -> None:
    named = {option for text in DOCUMENTS.values() for option in re.findall(r"`(--[a-z-]+)[^`]*`", text)}
    group: Any = typer.main.get_command(app)
    assert named <= {option for command in group.commands for option in options_of(command)}


def test_the_readme_names_every_exit_code() -> None:
    listed = re.search(r"Exit codes: ([^\n]*(?:\n  [^\n]*)*)", README)
    assert listed
    assert [int(code) for code in re.findall(r"\d+", listed[1])] == list(Exit)


def test_the_drawing_shows_the_graph_as_it_is_built() -> None:
    (drawing,) = blocks(DOCUMENTS["ARCHITECTURE.md"], "mermaid")
    drawn = {
        (source, target, "-.->" in arrow)
        for source, arrow, target in re.findall(r"^\s*(\w+) (-->|-\.->) (\w+)", drawing, re.MULTILINE)
    }
    built = build_graph().get_graph()
    assert drawn == {
        (edge.source.strip("_"), edge.target.strip("_"), edge.conditional) for edge in built.edges
    }


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_leads_to_a_file(name: str) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", DOCUMENTS[name])
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_architecture_is_told_in_two_pages() -> None:
    prose, _, glossary = DOCUMENTS["ARCHITECTURE.md"].partition("\n## Glossary\n")
    assert len(prose.split()) <= 1500
    assert len(re.findall(r"^\| (?!term|---)", glossary, re.MULTILINE)) >= 20
