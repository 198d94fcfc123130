"""A user's own tasks: a folder of YAML or JSON files, one a task.

    prompt: What has the ferry cost so far?
    language: en            # optional; told by the prompt
    rubric:
      - text: The report names the cost of the second ferry.
        weight: 3
        axis: Facts
      - text: The report takes the estimate of 2019 for the cost.
        weight: 2
        kind: negative
      - text: At most 800 words.
        measure: {kind: length, unit: words, at_most: 800}

The file's name without its ending is the task's id, and the name of the report that answers it.
"""

from pathlib import Path
from typing import Any

import yaml

from stepresearch.evals.judger.rubric import Criterion, read_rubric
from stepresearch.evals.tasks.records import Record, parsed, read_text, unique
from stepresearch.evals.tasks.task import Task, TaskSet
from stepresearch.text.language.language import detect_language
from stepresearch.tools.errors import ConfigError

ENDINGS = (".yaml", ".yml", ".json")
MEMBERS = frozenset({"id", "prompt", "language", "rubric", "meta"})


def load_own(path: Path) -> TaskSet:
    """Load a folder of tasks, or one.

    Raises:
        ConfigError: A file cannot be used.
    """
    if path.is_dir():
        files = sorted(
            one for one in path.iterdir() if one.suffix.lower() in ENDINGS and not one.name.startswith(".")
        )
    else:
        files = [path]
    tasks = unique((_task(file) for file in files), lambda task: task.task_id, str(path))
    return TaskSet(path.resolve().name, path.resolve().name, tasks)


def load_rubric(path: Path) -> tuple[Task | None, tuple[Criterion, ...]]:
    """Return the criteria of a file that holds a task, or a rubric alone, and the task where it does.

    Raises:
        ConfigError: The file cannot be used.
    """
    value = _read(path)
    if isinstance(value, dict) and "prompt" in value:
        task = _task(path)
        return task, task.criteria
    return None, read_rubric(value.get("rubric") if isinstance(value, dict) else value, str(path))


def _task(path: Path) -> Task:
    value = _read(path)
    if not isinstance(value, dict):
        raise ConfigError(
            f"{str(path)!r} must hold a task with `prompt` and `rubric`, not a {type(value).__name__}."
        )
    unknown = sorted(map(str, value.keys() - MEMBERS))
    if unknown:
        raise ConfigError(
            f"{str(path)!r} has the member {unknown[0]!r}, which is not known.",
            hint=f"Known: {', '.join(sorted(MEMBERS))}.",
        )
    prompt = Record(value, str(path)).get("prompt", str)
    criteria = read_rubric(value["rubric"], str(path)) if "rubric" in value else ()
    language = str(value.get("language") or detect_language(prompt))
    return Task(
        str(value.get("id") or path.stem), language, prompt.strip(), criteria, dict(value.get("meta") or {})
    )


def _read(path: Path) -> Any:
    text = read_text(path)
    if path.suffix.lower() == ".json":
        return parsed(text, str(path))
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ConfigError(f"{str(path)!r} is no YAML: {' '.join(str(error).split())}.") from None
