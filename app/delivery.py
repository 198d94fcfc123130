"""A finished report handed to its reader: in the terminal, on a pipe, as JSON, in files."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import typer
from markdown_it import MarkdownIt
from rich.console import Console
from rich.markdown import Markdown

from stepresearch.app.arguments import STDIO
from stepresearch.app.report.formats import FORMATS, json_text
from stepresearch.graph.result import ResearchResult
from stepresearch.text.language.visible_characters import visible_characters
from stepresearch.tools.budget import NO_PRICES
from stepresearch.tools.errors import ConfigError

READABLE_COLUMNS = 100


def write_outputs(outputs: Sequence[str], markdown: str, finished: Callable[[], ResearchResult]) -> None:
    """Write the report to each of the outputs, in the form that its name ends in.

    Args:
        outputs: Files; `-` is standard output, in Markdown.
        markdown: The report as it is kept.
        finished: Gives the run, from which all other forms are made; called only where one is wanted.

    Raises:
        ConfigError: A file cannot be made or written; the report is kept with its run.
    """
    for output in outputs:
        if output == STDIO:
            sys.stdout.write(markdown)
            continue
        path = Path(output).expanduser()
        make = FORMATS.get(path.suffix.lower())
        content = make(finished()) if make else markdown.encode()
        try:
            path.write_bytes(content)
        except OSError as error:
            raise ConfigError(
                f"{output!r} cannot be written: {error.strerror}. The report is kept with its run.",
                hint="`stepresearch show RUN_ID --out FILE` writes it elsewhere.",
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
    sys.stdout.write(json_text(result))


def spent_line(result: ResearchResult) -> str:
    """Return in a line what a run took; the price where prices are set."""
    spent = result.spent
    minutes, seconds = divmod(round(spent.seconds), 60)
    parts = [f"{spent.calls} model calls"]
    if spent.calls:
        cached = spent.cached_tokens / max(1, spent.prompt_tokens)
        parts += [
            f"{spent.prompt_tokens:,} prompt tokens, {cached:.0%} of them cached",
            f"{spent.completion_tokens:,} answer tokens",
        ]
    if result.prices != NO_PRICES:
        parts.append(f"price {spent.price:.3g}")
    return " · ".join([*parts, f"active for {minutes}:{seconds:02d}"])


def tell(line: str) -> None:
    """Say something beside the report."""
    typer.echo(line, err=True)
