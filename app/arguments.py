"""What a person types, checked before anything is begun; what cannot be used is a usage error that names it."""

import os
import re
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import typer
from pydantic import ValidationError

from stepresearch.app.report.formats import ENDINGS
from stepresearch.app.report.pdf_report import MISSING, can_make_pdf
from stepresearch.nodes.state.options import Options
from stepresearch.nodes.state.question import MAX_QUESTION_CHARS, question_of
from stepresearch.nodes.state.schema import ResearchState
from stepresearch.text.language.visible_characters import visible_characters
from stepresearch.tools.errors import ConfigError

STDIO = "-"


def read_question(argument: str) -> str:
    """Return the question, from standard input where the argument is `-`.

    Raises:
        typer.BadParameter: It is empty, too long, or no text.
    """
    if argument == STDIO:
        # Four bytes a character at most in UTF-8; the rest is only read to be refused.
        data = sys.stdin.buffer.read(4 * MAX_QUESTION_CHARS + 1)
        argument = data.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    _check_text(argument, "QUESTION")
    try:
        return question_of(ResearchState(question=visible_characters(argument)))
    except ConfigError as error:
        raise typer.BadParameter(str(error), param_hint="QUESTION") from None


def read_options(**chosen: Any) -> Options:
    """Return the options of a run; those that are None take their defaults, a choice counts by its value.

    Raises:
        typer.BadParameter: A value is out of range.
    """
    for folder in chosen["docs"] or []:
        _check_text(folder, "--docs")
    for name in [chosen["language"] or "", *chosen["search"]]:
        _check_text(name, "--language or --search")
    if len(chosen["docs"] or []) == 1:
        (chosen["docs"],) = chosen["docs"]
    if chosen["language"] is not None and not re.fullmatch("[a-z]{2,3}", chosen["language"]):
        raise typer.BadParameter(
            f"{chosen['language']!r} is no code such as en, zh or de.", param_hint="--language"
        )
    given = {name: value for name, value in chosen.items() if value is not None}
    try:
        return Options(**{n: one.value if isinstance(one, StrEnum) else one for n, one in given.items()})
    except ValidationError as error:
        first = error.errors()[0]
        option = "--" + str(first["loc"][0]).replace("_", "-")
        raise typer.BadParameter(
            f"{first['input']!r}: {first['msg'].removeprefix('Value error, ')}.", param_hint=option
        ) from None


def read_engines(values: Sequence[str]) -> list[str]:
    """Return the engines of repeated or comma-separated values."""
    return [name.strip() for value in values for name in value.split(",") if name.strip()]


def read_outputs(values: Sequence[str], *, as_json: bool) -> list[str]:
    """Return where the report is to be written, once it is clear that it can be.

    Raises:
        typer.BadParameter: A name has no ending of a report, no PDF can be made, or its folder is missing or cannot be written.
    """
    for value in values:
        if value == STDIO and as_json:
            raise typer.BadParameter("Standard output is taken by --json.", param_hint="--out")
        if value != STDIO:
            try:
                _check_output(Path(value).expanduser())
            except (OSError, RuntimeError) as error:  # a name that is too long, a home that is not known
                raise typer.BadParameter(f"{value!r} cannot be used: {error}.", param_hint="--out") from None
    return list(values)


def _check_output(path: Path) -> None:
    folder = path.parent
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        reason = f"{str(path)!r} has none of the endings of a report: {', '.join(ENDINGS)}."
    elif ending == ".pdf" and not can_make_pdf():
        reason = f"{MISSING}."
    elif path.is_dir():
        reason = f"{str(path)!r} is a folder; give a file in it."
    elif not folder.is_dir():
        reason = f"The folder {str(folder)!r} is missing; make it first."
    elif not os.access(path if path.exists() else folder, os.W_OK):
        reason = f"{str(path)!r} cannot be written; choose another place."
    else:
        return
    raise typer.BadParameter(reason, param_hint="--out")


def _check_text(value: str, name: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise typer.BadParameter("It is not valid UTF-8 text.", param_hint=name) from None
