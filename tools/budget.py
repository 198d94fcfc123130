"""How much of a run's allowance is used, read from the usage that each step records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


def active_seconds(usage: Iterable[Mapping[str, Any]]) -> float:
    """Return the seconds in which at least one step was running.

    The length of the union of the steps' intervals: steps side by side count once, and the time in which a run
    was stopped, killed or waiting for a person counts not at all.
    """
    total, reached = 0.0, float("-inf")
    for start, end in sorted((u["started_s"], u["started_s"] + u["seconds"]) for u in usage):
        total += max(0.0, end - max(start, reached))
        reached = max(reached, end)
    return total


@dataclass(frozen=True, slots=True)
class Budget:
    """The limits of a run against what it used.

    Attributes:
        max_seconds: Active seconds before the report is begun.
        max_sources: Pages read at most.
        used_seconds: Active seconds so far.
        used_sources: Pages chosen so far.
    """

    max_seconds: float
    max_sources: int
    used_seconds: float
    used_sources: int

    @property
    def sources_left(self) -> int:
        """Pages that may still be chosen."""
        return max(0, self.max_sources - self.used_sources)

    def reached(self) -> str | None:
        """Return the limit that is reached, in words, or None."""
        if self.used_seconds >= self.max_seconds:
            return f"the time limit of {self.max_seconds / 60:g} minutes was reached"
        if self.sources_left == 0:
            return f"the limit of {self.max_sources} pages was reached"
        return None
