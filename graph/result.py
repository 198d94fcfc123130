"""What a run gives back."""

from dataclasses import dataclass
from typing import Any

from stepresearch.nodes.state import Report, ResearchState


@dataclass(frozen=True, slots=True)
class ResearchResult:
    """A finished run.

    Attributes:
        run_id: Id of the run, and of its LangGraph thread.
        state: The final state: sources, passages, findings, ledger, checks, usage, notices.
    """

    run_id: str
    state: ResearchState

    @property
    def report(self) -> Report:
        """The report with its status and its citations."""
        return self.state["report"]

    @property
    def markdown(self) -> str:
        """The report as Markdown."""
        return self.state["report"]["markdown"]

    def as_json(self) -> dict[str, Any]:
        """Return everything a program may want, JSON-able: all of the state but the chat view."""
        kept = {key: value for key, value in self.state.items() if key not in ("messages", "transcript")}
        return {"run_id": self.run_id, **kept}
