"""How much of a run's allowance is used, read from the usage that each step records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

SEARCH_SHARE = 0.6
"""Of calls, tokens and price: what searching and reading may use. The rest is the report's."""


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
class Prices:
    """Prices of a million tokens, in any currency."""

    prompt: float = 0.0
    cached: float = 0.0
    completion: float = 0.0


NO_PRICES = Prices()


@dataclass(frozen=True, slots=True)
class Spent:
    """What a run has used so far.

    Attributes:
        seconds: Active seconds.
        sources: Pages chosen.
        calls: Model calls.
        prompt_tokens: Cached ones included.
        cached_tokens: Those of them that the server took from its prefix cache.
        completion_tokens: Of the answers, reasoning included.
        price: By the prices set.
    """

    seconds: float = 0.0
    sources: int = 0
    calls: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    price: float = 0.0

    @property
    def tokens(self) -> int:
        """Prompt and answer tokens together."""
        return self.prompt_tokens + self.completion_tokens


def spent(usage: Iterable[Mapping[str, Any]], *, sources: int, prices: Prices) -> Spent:
    """Return what usage records add up to."""
    records = list(usage)

    def total(name: str) -> int:
        return sum(record.get(name, 0) for record in records)

    prompt, cached, completion = total("prompt_tokens"), total("cached_tokens"), total("completion_tokens")
    price = (prompt - cached) * prices.prompt + cached * prices.cached + completion * prices.completion
    return Spent(active_seconds(records), sources, total("calls"), prompt, cached, completion, price / 1e6)


@dataclass(frozen=True, slots=True)
class Budget:
    """The limits of a run; None sets none.

    Attributes:
        seconds: Active seconds before the report is begun.
        sources: Pages read.
        calls: Model calls.
        tokens: Prompt and answer tokens.
        price: In the currency of the prices.
    """

    seconds: float
    sources: int
    calls: int | None = None
    tokens: int | None = None
    price: float | None = None

    def sources_left(self, used: Spent) -> int:
        """Return how many pages may still be chosen."""
        return max(0, self.sources - used.sources)

    def search_ends(self, used: Spent) -> str | None:
        """Return the limit that ends searching, in words, or None; the report's share is never spent on it."""
        if used.seconds >= self.seconds:
            return f"the time limit of {self.seconds / 60:g} minutes was reached"
        if used.sources >= self.sources:
            return f"the limit of {self.sources} pages was reached"
        return self._over(
            used, SEARCH_SHARE, "the part of {limit} {name} that is meant for searching was used"
        )

    def calls_left(self, used: Spent, *, tokens_a_call: int) -> int | None:
        """Return how many calls of about so many tokens leave the report its share, None where nothing limits them."""
        price_a_call = used.price / used.calls if used.calls else 0.0
        limits = (
            (self.calls, used.calls, 1.0),
            (self.tokens, used.tokens, float(tokens_a_call)),
            (self.price, used.price, price_a_call),
        )
        left = [
            (SEARCH_SHARE * limit - value) / each
            for limit, value, each in limits
            if limit is not None and each > 0
        ]
        return max(0, int(min(left))) if left else None

    def model_ends(self, used: Spent) -> str | None:
        """Return the limit that ends asking the model at all, in words, or None."""
        return self._over(used, 1.0, "the limit of {limit} {name} was reached")

    def _over(self, used: Spent, share: float, words: str) -> str | None:
        limits = (
            ("model calls", self.calls, used.calls),
            ("tokens", self.tokens, used.tokens),
            ("in price", self.price, used.price),
        )
        for name, limit, value in limits:
            if limit is not None and value >= share * limit:
                return words.format(limit=f"{limit:g}", name=name)
        return None
