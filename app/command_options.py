"""The options of the commands, as typer reads them."""

from enum import StrEnum
from typing import Annotated

import typer


class LengthChoice(StrEnum):
    """Lengths of a report."""

    brief = "brief"
    standard = "standard"
    long = "long"


class DepthChoice(StrEnum):
    """How deep a run goes."""

    quick = "quick"
    standard = "standard"
    deep = "deep"


Question = Annotated[str, typer.Argument(metavar="QUESTION", help="In any language; - reads standard input.")]
Docs = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FOLDER",
        help="Research the documents in this folder; nothing leaves the machine unless --search names more. Repeatable.",
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
NoModel = Annotated[
    bool, typer.Option("--no-model", help="Ask no model: rules decide, and the report quotes sentences.")
]
Gguf = Annotated[
    str | None,
    typer.Option(
        metavar="FILE.gguf", help="Serve the model in this file on this machine, as long as the run lasts."
    ),
]
Depth = Annotated[
    DepthChoice | None,
    typer.Option(help="How much is searched, read and shown to the model (standard)."),
]
MaxMinutes = Annotated[
    float | None, typer.Option(help="Minutes before the report is begun (10, 20 or 60, by depth).")
]
MaxSources = Annotated[int | None, typer.Option(help="Pages read at most (20, 24 or 60, by depth).")]
MaxRounds = Annotated[int | None, typer.Option(help="Rounds of searching at most (2, 3 or 6, by depth).")]
MaxCalls = Annotated[int | None, typer.Option(help="Model calls at most.")]
MaxTokens = Annotated[int | None, typer.Option(help="Tokens at most, of prompts and answers together.")]
MaxPrice = Annotated[
    float | None,
    typer.Option(help="Price at most, by the STEPRESEARCH_PRICE settings and in their currency."),
]
Length = Annotated[
    LengthChoice | None, typer.Option(help="Length of the report (brief where quick, else standard).")
]
Language = Annotated[
    str | None,
    typer.Option(metavar="CODE", help="Language of the report, such as en or zh (the question's)."),
]
RunId = Annotated[str, typer.Argument(help="Id of a run, or the end of one.")]
AnyRunId = Annotated[
    str | None,
    typer.Argument(help="Id of a run, or the end of one; empty: the last stopped one, with --redo the last."),
]
Remove = Annotated[
    str | None, typer.Option("--remove", metavar="RUN_ID", help="Remove this run, its report with it.")
]
Redo = Annotated[
    bool,
    typer.Option("--redo", help="Go back to the first step where rules decided in the model's place."),
]
