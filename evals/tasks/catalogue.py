"""The sets by name."""

from collections.abc import Callable
from pathlib import Path

from stepresearch.evals.tasks.checklists import (
    load_research_rubrics,
    load_researcher_bench,
    load_rigorous_bench,
)
from stepresearch.evals.tasks.deepresearch_bench import load_deepresearch_bench
from stepresearch.evals.tasks.deepresearch_bench_2 import load_deepresearch_bench_2
from stepresearch.evals.tasks.own import load_own
from stepresearch.evals.tasks.prompts_only import load_adr, load_miro_eval
from stepresearch.evals.tasks.task import TaskSet
from stepresearch.tools.errors import ConfigError

SETS: dict[str, Callable[[Path], TaskSet]] = {
    "researchrubrics": load_research_rubrics,
    "rigorousbench": load_rigorous_bench,
    "researcherbench": load_researcher_bench,
    "miroeval": load_miro_eval,
    "drb": load_deepresearch_bench,
    "drb2": load_deepresearch_bench_2,
    "adr": load_adr,
    "own": load_own,
}


def load_set(name: str, path: Path) -> TaskSet:
    """Load a set from the place where its data is.

    Raises:
        ConfigError: There is no set of that name, or its data cannot be used.
    """
    load = SETS.get(name)
    if load is None:
        raise ConfigError(f"There is no set {name!r}.", hint=f"Known: {', '.join(SETS)}.")
    if not path.exists():
        raise ConfigError(
            f"{str(path)!r} does not exist.", hint="Nothing is downloaded: fetch the data first."
        )
    return load(path)
