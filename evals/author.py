"""Lets the agent write the reports of a set, each with its usage beside it."""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from stepresearch.evals.reports import USAGE_ENDING, file_stem
from stepresearch.evals.tasks.task import Task
from stepresearch.graph.result import ResearchResult
from stepresearch.graph.run import open_run
from stepresearch.graph.run_store import UNFINISHED, RunRecord, Runs
from stepresearch.nodes.state.options import Options
from stepresearch.tools.errors import ConfigError
from stepresearch.tools.settings import Settings
from stepresearch.tools.toolbox import Toolbox

RUN_ENDING = ".run"


async def write_reports(
    tasks: Sequence[Task],
    folder: Path,
    *,
    options: Options,
    settings: Settings,
    on_report: Callable[[Task], None] = lambda _task: None,
) -> None:
    """Research each task that has no report in the folder yet, one after the other.

    A run that was killed is gone on with: its id lies in the folder until its report does.

    Raises:
        ConfigError: A setting or option cannot be used.
    """
    for task in await asyncio.to_thread(_unwritten, tasks, folder):
        await _write(task, folder, options, settings)
        on_report(task)


def _unwritten(tasks: Sequence[Task], folder: Path) -> list[Task]:
    folder.mkdir(parents=True, exist_ok=True)
    return [task for task in tasks if not (folder / f"{file_stem(task.task_id)}.md").is_file()]


async def _write(task: Task, folder: Path, options: Options, settings: Settings) -> None:
    stem = file_stem(task.task_id)
    toolbox = Toolbox(settings)
    runs = Runs(toolbox.data_folder())
    record = await asyncio.to_thread(_record, task, folder / f"{stem}{RUN_ENDING}", runs, options)
    async with open_run(runs, record, toolbox) as run:
        has_begun = bool(await run.state())
        async for _event in run.events(None if has_begun else {"question": task.prompt}):
            pass
        result = await run.result()
    await asyncio.to_thread(_keep, result, folder, stem)
    await asyncio.to_thread(runs.finish, record, result.report["status"], report=result.markdown)


def _record(task: Task, note: Path, runs: Runs, options: Options) -> RunRecord:
    """Return the unfinished run that the note names, or a new one, noted."""
    if note.is_file():
        try:
            record = runs.get(note.read_text(encoding="utf-8").strip())
        except ConfigError:
            record = None
        if record is not None and record.status == UNFINISHED:
            return record
    record = runs.create(task.prompt, options.model_dump())
    note.write_text(record.run_id, encoding="utf-8")
    return record


def _keep(result: ResearchResult, folder: Path, stem: str) -> None:
    """Write the usage first: where the report is, the task is done."""
    searches = len(result.state.get("queries", {}))
    usage = {
        "run_id": result.run_id,
        "status": result.report["status"],
        "searches": searches,
        **asdict(result.spent),
    }
    (folder / f"{stem}{USAGE_ENDING}").write_text(json.dumps(usage, indent=1), encoding="utf-8")
    (folder / f"{stem}.md").write_text(result.markdown, encoding="utf-8")
    (folder / f"{stem}{RUN_ENDING}").unlink(missing_ok=True)
