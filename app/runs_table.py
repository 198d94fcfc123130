"""The list of runs, for people and for programs."""

import json
import sys
from dataclasses import asdict
from datetime import datetime

from rich.console import Console
from rich.table import Table
from rich.text import Text

from stepresearch.app.delivery import tell
from stepresearch.app.report.lines import one_line
from stepresearch.graph.run_store import UNFINISHED, RunRecord, Runs

STYLES = {"complete": "green", "nothing found": "yellow", "stopped": "cyan", "running": "bold"}


def print_runs(runs: Runs, *, as_json: bool) -> None:
    """Print all runs, newest first: a table in a terminal, lines with tabs on a pipe, or JSON."""
    records = runs.list()
    tell_damaged(runs)
    if as_json:
        told = [asdict(record) | {"status": standing(runs, record)} for record in records]
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    elif sys.stdout.isatty():
        _print_table(runs, records)
    else:
        for record in records:
            fields = (record.run_id, standing(runs, record), record.begun, one_line(record.question))
            sys.stdout.write("\t".join(fields) + "\n")


def tell_damaged(runs: Runs) -> None:
    """Name the records that cannot be read, which no list of runs has."""
    for path in runs.damaged():
        tell(f"The record of run {path.name!r} is damaged or gone: {path / 'run.json'}.")


def remove_run(runs: Runs, run_id: str) -> None:
    """Remove a run that nobody is running, and say which.

    Raises:
        ConfigError: There is no such run, or it is being run.
    """
    record = runs.get(run_id)
    with runs.locked(record.run_id):
        runs.discard(record)
    sys.stdout.write(f"Removed {record.run_id}: {one_line(record.question)}\n")


def standing(runs: Runs, record: RunRecord) -> str:
    """Return how a run stands: complete, nothing found, running, or stopped, which can be gone on with."""
    if record.status != UNFINISHED:
        return record.status.replace("_", " ")
    return "running" if runs.is_held(record.run_id) else "stopped"


def last_stopped(runs: Runs) -> str | None:
    """Return the id of the newest run that can be gone on with."""
    return next((record.run_id for record in runs.list() if standing(runs, record) == "stopped"), None)


def newest(runs: Runs) -> str:
    """Return the id of the newest run; empty where there is none."""
    return next((record.run_id for record in runs.list()), "")


def _print_table(runs: Runs, records: list[RunRecord]) -> None:
    console = Console(highlight=False)
    if not records:
        console.print(Text(f"There is no run yet in {runs.folder}."))
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", expand=True)
    for name, columns in (("run", 20), ("begun", 12), ("status", 13)):
        table.add_column(name, no_wrap=True, min_width=columns)
    table.add_column("question", no_wrap=True, overflow="ellipsis", ratio=1)
    for record in records:
        status = standing(runs, record)
        begun = datetime.fromisoformat(record.begun).astimezone()
        question = Text(one_line(record.question))
        table.add_row(
            record.run_id, f"{begun:%d %b %H:%M}", Text(status, style=STYLES.get(status, "")), question
        )
    console.print(table)
