"""What judging may cost, and what it has cost."""

from dataclasses import dataclass, field

from stepresearch.tools.budget import NO_PRICES, Prices
from stepresearch.tools.errors import BudgetExceeded
from stepresearch.tools.llm.chat_model import NO_USAGE, Usage


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one evaluation; None sets none.

    Attributes:
        calls: Requests to the model.
        tokens: Prompt and answer tokens together.
        price: In the currency of the prices.
    """

    calls: int | None = None
    tokens: int | None = None
    price: float | None = None


def price_of(usage: Usage, prices: Prices) -> float:
    """Return what tokens cost, by prices of a million."""
    uncached = usage.prompt_tokens - usage.cached_tokens
    return (
        uncached * prices.prompt
        + usage.cached_tokens * prices.cached
        + usage.completion_tokens * prices.completion
    ) / 1e6


@dataclass(slots=True)
class Spending:
    """Counts what is spent against the limits. Answers from the cache cost nothing now; `saved` has what they once did."""

    limits: Limits = field(default_factory=Limits)
    prices: Prices = NO_PRICES
    spent: Usage = NO_USAGE
    saved: Usage = NO_USAGE
    in_flight: int = 0
    """Calls that were begun and not answered yet."""

    @property
    def price(self) -> float:
        """What was spent now, by the prices."""
        return price_of(self.spent, self.prices)

    def check(self) -> None:
        """Raise where a limit is reached. What calls in flight will cost is not known: tokens and price may go over by theirs.

        Raises:
            BudgetExceeded: With the limit in its message.
        """
        tokens = self.spent.prompt_tokens + self.spent.completion_tokens
        reached = (
            ("calls", self.limits.calls, self.spent.calls + self.in_flight),
            ("tokens", self.limits.tokens, tokens),
            ("in price", self.limits.price, self.price),
        )
        for name, limit, value in reached:
            if limit is not None and value >= limit:
                raise BudgetExceeded(f"The limit of {limit:g} {name} was reached.")
