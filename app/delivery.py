"""A finished report handed to its reader: in the terminal, on a pipe, as JSON, in files."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import typer
from markdown_it import MarkdownIt
from rich.console import Console
from rich.markdown import Markdown

from stepresearch.app.arguments import STDIO
from stepresearch.graph.result import ResearchResult
from stepresearch.tools.errors import ConfigError
from stepresearch.tools.visible_characters import visible_characters

READABLE_COLUMNS = 100


def write_outputs(markdown: str, outputs: Sequence[str]) -> None:
    """Write the report to each of the outputs.

    Raises:
        ConfigError: A file cannot be written; the report is kept with its run.
    """
    for output in outputs:
        if output == STDIO:
            sys.stdout.write(markdown)
            continue
        path = Path(output).expanduser()
        try:
            path.write_text(markdown, encoding="utf-8")
        except OSError as error:
            raise ConfigError(
                f"{output!r} cannot be written: {error.strerror}. The report is kept with its run.",
                hint="`stepresearch show --out FILE.md` writes it elsewhere.",
            ) from error
        tell(f"Written to {path}")


def print_report(markdown: str) -> None:
    """Print the report: rendered in a terminal, as it is on a pipe."""
    if not sys.stdout.isatty():
        sys.stdout.write(markdown)
        return
    console = Console()
    console.print()
    console.print(_rendered(visible_characters(markdown)), width=min(console.width, READABLE_COLUMNS))
    console.print()


class _Parser(MarkdownIt):
    """Takes links to files for links, which by default it does not: here they are the person's own."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the parser's name for it
        """Accept any address: a terminal opens none by itself."""
        return bool(url)


def _rendered(markdown: str) -> Markdown:
    rendered = Markdown("")
    rendered.parsed = _Parser().parse(markdown)
    return rendered


def print_json(result: ResearchResult) -> None:
    """Print the whole run as JSON."""
    sys.stdout.write(json.dumps(result.as_json(), ensure_ascii=False, indent=2, default=str) + "\n")


def tell(line: str) -> None:
    """Say something beside the report."""
    typer.echo(line, err=True)
