"""A report, and the files that hold one and its usage."""

import re
from dataclasses import dataclass, field
from typing import Any

ENDINGS = (".md", ".markdown", ".txt")
USAGE_ENDING = ".usage.json"
"""Beside the report: what making it took."""


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


def file_stem(task_id: str) -> str:
    """Return the name, without ending, of the file that holds the report on a task."""
    return re.sub(r"[^\w.+-]", "_", task_id)
