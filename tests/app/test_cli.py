"""The arguments of the command line, and what `--help` costs."""

import subprocess
import sys

import pytest
from doubles.command_line import CommandLine

from stepresearch.app.cli import mistyped, with_command
from stepresearch.nodes.state.depth import DEPTHS
from stepresearch.nodes.state.options import Options


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["Why?"], ["ask", "Why?"]),
        (["--docs", "folder", "Why?"], ["ask", "--docs", "folder", "Why?"]),
        (["-"], ["ask", "-"]),
        (["ask", "runs"], ["ask", "runs"]),
        (["runs"], ["runs"]),
        (["resume", "ab12"], ["resume", "ab12"]),
        (["--version"], ["--version"]),
        ([], ["ask", "--help"]),
    ],
)
def test_what_names_no_command_is_a_question(typed: list[str], meant: list[str]) -> None:
    assert with_command(typed) == meant


@pytest.mark.parametrize("word", ["shwo", "resme", "docter", "run"])
def test_a_lone_word_that_is_nearly_a_command_is_no_question(commands: CommandLine, word: str) -> None:
    done = commands.run(word)
    assert done.returncode == 2
    assert f"There is no command '{word}'" in done.stderr


@pytest.mark.parametrize("typed", [["ferries"], ["ask", "shwo"], ["Show me the costs"], ["--help"], []])
def test_other_words_are_questions_or_commands(typed: list[str]) -> None:
    assert mistyped(typed) is None


def test_help_names_every_limit_with_the_default_that_holds(commands: CommandLine) -> None:
    told = " ".join(commands.run("--help").stdout.replace("│", " ").split())
    options = Options()
    quick, standard, deep = DEPTHS["quick"], DEPTHS["standard"], DEPTHS["deep"]
    for words, limit in (
        ("Minutes before the report is begun", "minutes"),
        ("Pages read at most", "sources"),
        ("Rounds of searching at most", "rounds"),
    ):
        values = [f"{getattr(one, limit):g}" for one in (quick, standard, deep)]
        assert f"{words} ({values[0]}, {values[1]} or {values[2]}, by depth)." in told
    assert f"shown to the model ({options.depth})." in told
    assert (quick.length, standard.length, deep.length) == ("brief", "standard", "standard")
    assert "Length of the report (brief where quick, else standard)." in told


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_help_and_version_load_no_langgraph(argument: str) -> None:
    program = (
        f"import sys; sys.argv[1:] = [{argument!r}]\n"
        "from stepresearch.app.cli import main\n"
        "try: main()\n"
        "finally: sys.exit('langgraph' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 0
    assert done.stdout
