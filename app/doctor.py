"""`stepresearch doctor`: the diagnosis for people and for programs."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from stepresearch.app.diagnosis import Diagnosis, diagnose
from stepresearch.app.exits import Exit
from stepresearch.app.report.lines import one_line
from stepresearch.app.stopping import StopSignals
from stepresearch.tools.llm.openai.trial import ModelTrial
from stepresearch.tools.toolbox import Toolbox

CHOOSING = "STEPRESEARCH_BASE_URL={base_url} STEPRESEARCH_MODEL={model}"
NO_MODEL = (
    "none found: reports quote sentences. To have them written, set STEPRESEARCH_BASE_URL or give --gguf FILE"
)
WHY_CHARACTERS = 160


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the diagnosis. `is_wrong` marks what must be changed."""

    name: str
    value: str
    is_wrong: bool = False


def examine(signals: StopSignals, *, as_json: bool) -> Exit:
    """Print the diagnosis; end with CONFIGURATION where something configured cannot work.

    Raises:
        ConfigError: A setting cannot be used.
        Stopped: By a signal.
    """
    told = signals.run(diagnose(Toolbox()))
    if as_json:
        sys.stdout.write(json.dumps(as_object(told), ensure_ascii=False, indent=2) + "\n")
    elif sys.stdout.isatty():
        _print_table(list(rows_of(told)))
    else:
        sys.stdout.writelines(f"{row.name}: {row.value}\n" for row in rows_of(told))
    return Exit.CONFIGURATION if told.problems else Exit.REPORT


def as_object(told: Diagnosis) -> dict[str, Any]:
    """Return the diagnosis, JSON-able."""
    rung = told.model.rung if told.model else None
    return {"works": not told.problems, "rung": rung.rung if rung else None, **asdict(told)}


def rows_of(told: Diagnosis) -> Iterator[Row]:
    """Return the diagnosis line by line, what must be changed last."""
    yield from (Row(variable, value) for variable, value in told.settings.items())
    yield Row("data folder", told.data_folder)
    yield from (Row(f"search {name}", lack or "can be used") for name, lack in told.engines.items())
    if told.model is not None:
        yield from _model_rows(told.model)
    elif len(told.found) > 1:
        yield from (
            Row(
                f"model {one.model} ({one.server})",
                f"choose it with {CHOOSING.format(base_url=one.base_url, model=one.model)}",
            )
            for one in told.found
        )
    elif not told.problems:
        yield Row("model", NO_MODEL)
    yield from (Row("problem", one_line(problem), is_wrong=True) for problem in told.problems)
    if not told.problems:
        yield Row("ready", 'stepresearch "your question"')


def _model_rows(model: ModelTrial) -> Iterator[Row]:
    yield Row("model", f"{model.model} at {model.server}")
    yield Row("window", f"{model.window_tokens:,} tokens, {model.window_from}")
    for result in model.rungs:
        if result.works:
            yield Row("structured answers", f"by {result.rung}")
            break
        yield Row(f"not by {result.rung}", one_line(result.why)[:WHY_CHARACTERS])
    if model.tokens_per_s is not None:
        yield Row("speed", f"{model.tokens_per_s:.1f} tokens a second in one answer")


def _print_table(rows: list[Row]) -> None:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for row in rows:
        table.add_row(Text(row.name), Text(row.value, style="red" if row.is_wrong else ""))
    Console(highlight=False).print(table)
