"""The command line `stepresearch`.

Only what parses arguments is imported here; each command imports the rest when it runs, so that `--help` is quick.
"""

import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from io import TextIOWrapper
from typing import Annotated

import typer

from stepresearch.app.exits import Exit
from stepresearch.app.stopping import StopSignals
from stepresearch.tools.errors import ConfigError

DEFAULT_COMMAND = "ask"
OTHERS = "Other commands: resume [RUN_ID], runs, show RUN_ID, --version. Each has its own --help."

app = typer.Typer(
    name="stepresearch",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
signals = StopSignals()


class LengthChoice(StrEnum):
    """Lengths of a report."""

    brief = "brief"
    standard = "standard"
    long = "long"


Question = Annotated[str, typer.Argument(metavar="QUESTION", help="In any language; - reads standard input.")]
Docs = Annotated[
    str | None,
    typer.Option(
        metavar="FOLDER",
        help="Research the documents in this folder; nothing leaves the machine unless --search names more.",
    ),
]
Search = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ENGINE", help="documents, duckduckgo, searxng, tavily; repeatable, or with commas."
    ),
]
Out = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FILE",
        help="Write the report to this file, by its ending .md, .html, .json, .docx or .pdf; - is standard output. "
        "Repeatable.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print everything as JSON.")]
NoInput = Annotated[bool, typer.Option("--no-input", help="Ask nothing: the plan is not shown for approval.")]
MaxMinutes = Annotated[float | None, typer.Option(help="Minutes before the report is begun (20).")]
MaxSources = Annotated[int | None, typer.Option(help="Pages read at most (24).")]
MaxRounds = Annotated[int | None, typer.Option(help="Rounds of searching at most (3).")]
Length = Annotated[LengthChoice | None, typer.Option(help="Length of the report (standard).")]
Language = Annotated[
    str | None,
    typer.Option(metavar="CODE", help="Language of the report, such as en or zh (the question's)."),
]
RunId = Annotated[str, typer.Argument(help="Id of a run, or the end of one.")]
AnyRunId = Annotated[
    str | None,
    typer.Argument(help="Id of a run, or the end of one; empty: the last stopped one."),
]


@app.command(epilog=OTHERS)
def ask(  # noqa: PLR0917 - typer reads each option from a parameter
    question: Question,
    docs: Docs = None,
    search: Search = None,
    out: Out = None,
    as_json: Json = False,
    no_input: NoInput = False,
    max_minutes: MaxMinutes = None,
    max_sources: MaxSources = None,
    max_rounds: MaxRounds = None,
    length: Length = None,
    language: Language = None,
) -> None:
    """Turn a question into a report whose every cited sentence can be checked.

    stepresearch "What has the ferry cost so far?" --docs examples/library

    The word ask can be left out.
    """
    with starting():
        from stepresearch.app import arguments, commands  # noqa: PLC0415 - start-up time

    options = arguments.read_options(
        docs=docs,
        search=arguments.read_engines(search or []),
        max_minutes=max_minutes,
        max_sources=max_sources,
        max_rounds=max_rounds,
        length=length.value if length else None,
        language=language,
    )
    outputs = arguments.read_outputs(out or [], as_json=as_json)
    code = commands.Commands(signals).ask(
        arguments.read_question(question), options, outputs, as_json=as_json, no_input=no_input
    )
    raise typer.Exit(code)


@app.command()
def resume(
    run_id: AnyRunId = None,
    out: Out = None,
    as_json: Json = False,
    no_input: NoInput = False,
) -> None:
    """Go on with a run that was stopped or killed."""
    with starting():
        from stepresearch.app import arguments, commands  # noqa: PLC0415 - start-up time

    outputs = arguments.read_outputs(out or [], as_json=as_json)
    raise typer.Exit(commands.Commands(signals).resume(run_id, outputs, as_json=as_json, no_input=no_input))


@app.command()
def runs(as_json: Json = False) -> None:
    """List all runs, newest first."""
    with starting():
        from stepresearch.app import commands, runs_table  # noqa: PLC0415 - start-up time

    runs_table.print_runs(commands.Commands(signals).runs, as_json=as_json)


@app.command()
def show(
    run_id: RunId,
    out: Out = None,
    as_json: Json = False,
    claims: Annotated[
        bool, typer.Option("--claims", help="Print its claims with verdict, support and quotations instead.")
    ] = False,
) -> None:
    """Show the report of a finished run."""
    with starting():
        from stepresearch.app import arguments, commands  # noqa: PLC0415 - start-up time

    outputs = arguments.read_outputs(out or [], as_json=as_json)
    commands.Commands(signals).show(run_id, outputs, as_json=as_json, claims=claims)


@contextmanager
def starting() -> Iterator[None]:
    """Show in a terminal that libraries are being loaded, which takes a second or two."""
    if not sys.stderr.isatty():
        yield
        return
    sys.stderr.write("Starting …")
    sys.stderr.flush()
    try:
        yield
    finally:
        sys.stderr.write("\r\x1b[K")


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415 - start-up time

        typer.echo(version("stepresearch"))
        raise typer.Exit


@app.callback()
def stepresearch(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Take the option that belongs to no command."""


def with_command(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with `ask` put first where they name no command; without any they ask for help."""
    own = {
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    }
    if arguments and arguments[0] in own | {"--version"}:
        return list(arguments)
    return [DEFAULT_COMMAND, *(arguments or ["--help"])]


def main() -> None:
    """Run the command line and end the process with one of the codes of `Exit`."""
    signals.install()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app(with_command(sys.argv[1:]))
    except ConfigError as error:
        typer.echo(error, err=True)
        sys.exit(Exit.CONFIGURATION)
    except Exception as error:  # noqa: BLE001 - the outermost frame: a person gets a message, not a traceback
        with tempfile.NamedTemporaryFile("w", prefix="stepresearch-", suffix=".txt", delete=False) as file:
            traceback.print_exc(file=file)
        typer.echo(
            f"stepresearch met an error of its own ({error!r}). The details are in {file.name}.", err=True
        )
        sys.exit(Exit.FAULT)


if __name__ == "__main__":
    main()
