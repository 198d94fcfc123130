"""What a run gives back."""

from dataclasses import asdict, dataclass
from typing import Any

from stepresearch.nodes.state.schema import Report, ResearchState
from stepresearch.tools.budget import NO_PRICES, Prices, Spent, spent


@dataclass(frozen=True, slots=True)
class ResearchResult:
    """A finished run.

    Attributes:
        run_id: Id of the run, and of its LangGraph thread.
        state: The final state: sources, passages, findings, ledger, checks, usage, notices.
        prices: Of the model's tokens.
    """

    run_id: str
    state: ResearchState
    prices: Prices = NO_PRICES

    @property
    def report(self) -> Report:
        """The report with its status and its citations."""
        return self.state["report"]

    @property
    def markdown(self) -> str:
        """The report as Markdown."""
        return self.state["report"]["markdown"]

    @property
    def spent(self) -> Spent:
        """What the run took: active seconds, model calls, tokens, price."""
        return spent(self.state["usage"].values(), sources=len(self.state["sources"]), prices=self.prices)

    def as_json(self) -> dict[str, Any]:
        """Return everything a program may want, JSON-able: all of the state but the chat view."""
        kept = {key: value for key, value in self.state.items() if key not in ("messages", "transcript")}
        return {"run_id": self.run_id, **kept, "spent": asdict(self.spent)}
