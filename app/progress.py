"""How far a run is, gathered from the steps that end."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from stepresearch.app.report.lines import headed
from stepresearch.graph.run import StepDone
from stepresearch.nodes.state.reducers import merge_records
from stepresearch.nodes.state.schema import Query, Source, Task

AFTER = {
    "": "Looking at the sources",
    "clarify": "Planning",
    "ask": "Planning",
    "plan": "Planning",
    "review": "Reflecting",
    "search": "Reading",
    "select": "Reflecting",
    "read": "Reflecting",
    "reflect": "Verifying",
    "verify": "Writing",
    "report": "Writing",
    "section": "Writing",
    "assemble": "Checking citations",
    "summarize": "Checking citations",
    "check": "Checking citations",
    "audit": "Done",
}
"""What a run does after a step, where no query waits to be searched and no page to be read."""


@dataclass(slots=True)
class Progress:
    """Counts and names for a person who waits. Texts of strangers are one line of visible characters."""

    tasks: list[Task] = field(default_factory=list)
    queries: dict[str, Query] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    finding_ids: set[str] = field(default_factory=set)
    round: int = 0
    is_lookup: bool = False
    """The rounds are over, and the searches of now are for what verification left unsettled."""
    last_step: str = ""
    begun_s: float = field(default_factory=time.monotonic)

    def take(self, state: dict[str, Any]) -> None:
        """Add what a step changed, or all of a state that a run goes on from."""
        if "plan" in state:
            self.tasks = state["plan"]["tasks"]
        self.queries = merge_records(self.queries, state.get("queries"))
        self.sources = merge_records(self.sources, state.get("sources"))
        self.finding_ids.update(state.get("findings", {}))
        self.round = state.get("round", self.round)
        self.is_lookup = state.get("corroborated", self.is_lookup)

    def step(self, done: StepDone) -> None:
        """Add a step that ended."""
        self.last_step = done.node
        self.take(done.update)

    @property
    def doing(self) -> str:
        """What the run does now, in a word or two."""
        if any("answer_key" not in query for query in self.queries.values()):
            return "Searching"
        if any(source["status"] == "chosen" for source in self.sources.values()):
            return "Reading"
        return AFTER.get(self.last_step, "Working")

    @property
    def stage(self) -> str:
        """The round of searching, empty before the first one. What verification looks up is no round of its own."""
        if self.is_lookup:
            return "looking up what is unsettled"
        return f"round {self.round}" if self.round else ""

    @property
    def counts(self) -> str:
        """Searches, pages and findings so far."""
        states = [source["status"] for source in self.sources.values()]
        searched = sum("answer_key" in query for query in self.queries.values())
        failed = f", {states.count('failed')} failed" if "failed" in states else ""
        waiting = f" of {len(states)}" if "chosen" in states else ""
        read = states.count("read")
        return f"searches {searched} · pages read {read}{waiting}{failed} · findings {len(self.finding_ids)}"

    @property
    def elapsed(self) -> str:
        """Minutes and seconds since the command began."""
        minutes, seconds = divmod(int(time.monotonic() - self.begun_s), 60)
        return f"{minutes}:{seconds:02d}"


def plan_lines(tasks: Sequence[Task]) -> list[str]:
    """Return the tasks of a plan as numbered lines."""
    return [f"{number}. {headed(task['question'])}" for number, task in enumerate(tasks, 1)]
