"""Reports in a folder, a file each, named by the task that they answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stepresearch.evals.tasks.records import read_text
from stepresearch.evals.tasks.task import Task
from stepresearch.tools.errors import ConfigError

ENDINGS = (".md", ".markdown", ".txt")


@dataclass(frozen=True, slots=True)
class Report:
    """A report on a task.

    Attributes:
        task_id: The task.
        text: Markdown or plain text.
        usage: What making it took, as far as it is known: seconds, calls, prompt_tokens, cached_tokens, completion_tokens,
            searches, price.
    """

    task_id: str
    text: str
    usage: dict[str, Any] = field(default_factory=dict)


def load_reports(folder: Path, tasks: Sequence[Task]) -> dict[str, Report]:
    """Return the reports on these tasks by the ids of the tasks; `idx-7.md` answers task 7 as well as `7.md`.

    Raises:
        ConfigError: The folder has a report on none of them.
    """
    if not folder.is_dir():
        raise ConfigError(f"{str(folder)!r} is no folder of reports.")
    files = {_task_id(path): path for path in sorted(folder.iterdir()) if path.suffix.lower() in ENDINGS}
    wanted = {file_stem(task.task_id): task.task_id for task in tasks}
    found = {
        wanted[stem]: Report(wanted[stem], read_text(path)) for stem, path in files.items() if stem in wanted
    }
    if not found:
        named = ", ".join(f"{stem}.md" for stem in list(wanted)[:3])
        raise ConfigError(
            f"{str(folder)!r} has no report on any of the {len(tasks)} tasks.",
            hint=f"Reports are named by their task: {named} and so on.",
        )
    return found


def file_stem(task_id: str) -> str:
    """Return the name, without ending, of the file that holds the report on a task."""
    return re.sub(r"[^\w.+-]", "_", task_id)


def _task_id(path: Path) -> str:
    return path.stem.removeprefix("idx-")
