"""A task and a set of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from stepresearch.evals.judger.rubric import Criterion


@dataclass(frozen=True, slots=True)
class Task:
    """A prompt, and what a report on it is judged by.

    Attributes:
        task_id: Unique within its set; also the name of the file that holds the report.
        language: ISO 639-1 code of the prompt.
        prompt: As it is given to the author of the report.
        criteria: Empty in sets whose reports are only compared with each other.
        meta: What else the set says of the task: domain, difficulty, sources that must not be used.
    """

    task_id: str
    language: str
    prompt: str
    criteria: tuple[Criterion, ...] = ()
    meta: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TaskSet:
    """Tasks that are scored together.

    Attributes:
        name: As it is given on the command line.
        title: For people.
        tasks: In the order of the data.
        licence: Of the data; empty where it is the user's own.
    """

    name: str
    title: str
    tasks: tuple[Task, ...]
    licence: str = ""
