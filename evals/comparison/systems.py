"""The systems that are compared, the tasks that all of them answered, and what their reports took."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stepresearch.evals.prices import PriceList
from stepresearch.evals.reports import Report
from stepresearch.evals.tasks.task import Task
from stepresearch.tools.errors import ConfigError

COUNTED = ("seconds", "prompt_tokens", "cached_tokens", "completion_tokens", "searches")


@dataclass(frozen=True, slots=True)
class System:
    """A system and its reports.

    Attributes:
        name: For people; no judge is told it.
        reports: By the ids of the tasks.
        prices: As stated; None where nobody stated any.
    """

    name: str
    reports: Mapping[str, Report]
    prices: PriceList | None = None

    def mean(self, figure: str, task_ids: Sequence[str]) -> float | None:
        """Return the mean of a figure of usage over tasks; None where a report does not have it."""
        values = [self.reports[one].usage.get(figure) for one in task_ids]
        known = [float(value) for value in values if value is not None]
        return sum(known) / len(known) if known and len(known) == len(values) else None

    def mean_cost(self, task_ids: Sequence[str]) -> float | None:
        """Return the mean cost of a report by the stated prices; None where they or the usage do not say enough."""
        if self.prices is None:
            return None
        costs = [self.prices.cost(self.reports[one].usage) for one in task_ids]
        known = [cost for cost in costs if cost is not None]
        return sum(known) / len(known) if known and len(known) == len(costs) else None


def common_tasks(systems: Sequence[System], tasks: Sequence[Task]) -> list[Task]:
    """Return the tasks on which every system has a report: only on those are they compared.

    Raises:
        ConfigError: There are fewer than two systems, or no such task.
    """
    if len(systems) < 2:
        raise ConfigError("A comparison needs at least two systems.", hint="stepresearch compare A/ B/")
    common = [task for task in tasks if all(task.task_id in one.reports for one in systems)]
    if not common:
        counts = ", ".join(f"{one.name} {len(one.reports)}" for one in systems)
        raise ConfigError(f"There is no task on which every system has a report (reports: {counts}).")
    return common
