"""The command line `stepresearch`.

Only what parses arguments is imported here; each command imports the rest when it runs, so that `--help` is quick.
"""

import gc
import os
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from stepresearch.app.command_options import (  # fmt: skip
    AnyRunId,
    Depth,
    Docs,
    Gguf,
    Json,
    Language,
    Length,
    MaxCalls,
    MaxMinutes,
    MaxPrice,
    MaxRounds,
    MaxSources,
    MaxTokens,
    NoInput,
    NoModel,
    Out,
    Question,
    Redo,
    Remove,
    RunId,
    Search,
)
from stepresearch.app.eval_commands import EvalCommands
from stepresearch.app.exits import Exit
from stepresearch.app.stopping import Stopped, StopSignals
from stepresearch.tools.errors import ConfigError

DEFAULT_COMMAND = "ask"
LIKENESS = 0.7
"""From this share of letters in common on, by difflib, a lone word is a command mistyped and no question."""
OBJECTS_BETWEEN_COLLECTIONS = 50_000
"""The libraries load half a million objects that stay: with Python's 700, looking through them costs a fifth of the start."""
OTHERS = "Other commands: resume [RUN_ID], runs, show RUN_ID, doctor, judge, eval, compare, fact, --version. Each has its own --help."

app = typer.Typer(
    name="stepresearch",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
signals = StopSignals()


@app.command(epilog=OTHERS)
def ask(  # noqa: PLR0917 - typer reads each option from a parameter
    question: Question,
    docs: Docs = None,
    search: Search = None,
    out: Out = None,
    as_json: Json = False,
    no_input: NoInput = False,
    no_model: NoModel = False,
    gguf: Gguf = None,
    depth: Depth = None,
    max_minutes: MaxMinutes = None,
    max_sources: MaxSources = None,
    max_rounds: MaxRounds = None,
    max_calls: MaxCalls = None,
    max_tokens: MaxTokens = None,
    max_price: MaxPrice = None,
    length: Length = None,
    language: Language = None,
) -> None:
    """Turn a question into a report whose every cited sentence can be checked.

    stepresearch "What has the ferry cost so far?" --docs examples/library

    The word ask can be left out.
    """
    with starting():
        from stepresearch.app import arguments, commands, own_model  # noqa: PLC0415 - start-up time

    options = arguments.read_options(
        docs=docs, search=arguments.read_engines(search or []), use_model=not no_model,
        max_minutes=max_minutes, max_sources=max_sources, max_rounds=max_rounds, max_calls=max_calls,
        max_tokens=max_tokens, max_price=max_price, depth=depth, length=length, language=language,
    )  # fmt: skip
    outputs = arguments.read_outputs(out or [], as_json=as_json)
    text = arguments.read_question(question)
    with own_model.settings_with(gguf) as settings:
        code = commands.Commands(signals, settings).ask(
            text, options, outputs, as_json=as_json, no_input=no_input
        )
    raise typer.Exit(code)


@app.command()
def resume(  # noqa: PLR0917 - typer reads each option from a parameter
    run_id: AnyRunId = None,
    redo: Redo = False,
    out: Out = None,
    as_json: Json = False,
    no_input: NoInput = False,
    gguf: Gguf = None,
) -> None:
    """Go on with a run that was stopped or killed, or let the model do again what it could not."""
    with starting():
        from stepresearch.app import arguments, commands, own_model  # noqa: PLC0415 - start-up time

    outputs = arguments.read_outputs(out or [], as_json=as_json)
    with own_model.settings_with(gguf) as settings:
        does = commands.Commands(signals, settings)
        go_on = does.redo if redo else does.resume
        code = go_on(run_id, outputs, as_json=as_json, no_input=no_input)
    raise typer.Exit(code)


@app.command()
def doctor(as_json: Json = False) -> None:
    """Show what is configured and whether it works: folders, search engines, the model."""
    with starting():
        from stepresearch.app.doctor import examine  # noqa: PLC0415 - start-up time

    raise typer.Exit(examine(signals, as_json=as_json))


@app.command()
def runs(as_json: Json = False, remove: Remove = None) -> None:
    """List all runs, newest first, or remove one with its report.

    Pages and answers that runs share stay stored.
    """
    with starting():
        from stepresearch.app import commands, runs_table  # noqa: PLC0415 - start-up time

    kept = commands.Commands(signals).runs
    if remove is not None:
        runs_table.remove_run(kept, remove)
    else:
        runs_table.print_runs(kept, as_json=as_json)


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


EvalCommands(signals).add_to(app)


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
    if arguments and arguments[0] in {*_commands(), "--version"}:
        return list(arguments)
    return [DEFAULT_COMMAND, *(arguments or ["--help"])]


def mistyped(arguments: Sequence[str]) -> str | None:
    """Return what to say to a lone word that is nearly a command, and would be searched for; None to anything else."""
    word = arguments[0] if arguments else ""
    meant = get_close_matches(word, _commands(), 1, LIKENESS) if word.isalpha() else []
    if not meant or word in meant:
        return None
    return (
        f"There is no command {word!r}. Did you mean: stepresearch {meant[0]}\n"
        f"To research the word: stepresearch ask {word}"
    )


def _commands() -> list[str]:
    return [
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    ]


def give_streams() -> None:
    """Put a stream that swallows all where the caller closed one; the report is kept with its run all the same."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open until the end


def main() -> None:
    """Run the command line and end the process with one of the codes of `Exit`."""
    signals.install()
    give_streams()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    if message := mistyped(sys.argv[1:]):
        typer.echo(message, err=True)
        sys.exit(Exit.USAGE)
    try:
        app(with_command(sys.argv[1:]))
    except ConfigError as error:
        typer.echo(error, err=True)
        sys.exit(Exit.CONFIGURATION)
    except Stopped:
        sys.exit(Exit.STOPPED)
    except Exception as error:  # noqa: BLE001 - the outermost frame: a person gets a message, not a traceback
        with tempfile.NamedTemporaryFile("w", prefix="stepresearch-", suffix=".txt", delete=False) as file:
            traceback.print_exc(file=file)
        typer.echo(
            f"stepresearch met an error of its own ({error!r}). The details are in {file.name}.", err=True
        )
        sys.exit(Exit.FAULT)
    finally:
        gc.freeze()  # what is left goes with the process; taking it apart takes half a second


if __name__ == "__main__":
    main()
