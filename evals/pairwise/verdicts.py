"""What is said of a pair of reports, and what many pairs add up to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from stepresearch.evals.statistics import bootstrap_mean, sign_test

SIGNIFICANT = 0.05


class PairVerdict(StrEnum):
    """The five answers of ADR-Bench (arXiv 2512.20491, section 6)."""

    LEFT = "left"
    RIGHT = "right"
    BOTH_GOOD = "both_good"
    BOTH_FAIR = "both_fair"
    BOTH_POOR = "both_poor"


DIMENSIONS = ("completeness", "depth", "fitness", "readability")


class Outcome(StrEnum):
    """Of a pair, for the first of the two systems."""

    WIN = "win"
    TIE = "tie"
    LOSS = "loss"


@dataclass(frozen=True, slots=True)
class PairAnswer:
    """What one look at a pair gave, in one order.

    Attributes:
        verdict: As the judge saw the sides.
        reason: Its own.
        dimensions: For each dimension the better side (`left`, `right` or `equal`) and the reason.
    """

    verdict: PairVerdict
    reason: str
    dimensions: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pair:
    """A task on which the reports of two systems were compared in both orders.

    Attributes:
        task_id: The task.
        straight: The first system's report on the left; None where there is no usable answer.
        swapped: The first system's report on the right.
        fault: Why an answer is missing; empty where none is.
    """

    task_id: str
    straight: PairAnswer | None
    swapped: PairAnswer | None
    fault: str = ""

    @property
    def outcome(self) -> Outcome | None:
        """The first system's outcome, a tie where the orders disagree; None where an answer is missing."""
        if self.straight is None or self.swapped is None:
            return None
        first, second = outcome_of(self.straight.verdict), _turned(outcome_of(self.swapped.verdict))
        return first if first is second else Outcome.TIE

    @property
    def is_consistent(self) -> bool | None:
        """Whether both orders gave the same outcome; None where an answer is missing."""
        if self.straight is None or self.swapped is None:
            return None
        return outcome_of(self.straight.verdict) is _turned(outcome_of(self.swapped.verdict))


def outcome_of(verdict: PairVerdict) -> Outcome:
    """Return the outcome of the report on the left."""
    if verdict is PairVerdict.LEFT:
        return Outcome.WIN
    return Outcome.LOSS if verdict is PairVerdict.RIGHT else Outcome.TIE


def _turned(outcome: Outcome) -> Outcome:
    if outcome is Outcome.TIE:
        return outcome
    return Outcome.LOSS if outcome is Outcome.WIN else Outcome.WIN


@dataclass(frozen=True, slots=True)
class Tally:
    """What pairs add up to, for the first system.

    Attributes:
        wins: Pairs won.
        ties: Pairs tied, those on which the orders disagreed among them.
        losses: Pairs lost.
        disagreed: Pairs on which the orders disagreed.
        missing: Pairs without an outcome; they are in no figure.
    """

    wins: int
    ties: int
    losses: int
    disagreed: int = 0
    missing: int = 0

    @property
    def count(self) -> int:
        """Pairs with an outcome."""
        return self.wins + self.ties + self.losses

    @property
    def win_score(self) -> float | None:
        """Wins and half of the ties, as a share of the pairs; None where there are none."""
        return (self.wins + self.ties / 2) / self.count if self.count else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the win score, for tasks like these."""
        points = [1.0] * self.wins + [0.5] * self.ties + [0.0] * self.losses
        return bootstrap_mean(points) if points else None

    @property
    def p_value(self) -> float:
        """Of the sign test: how often two systems that are equally good would differ as much."""
        return sign_test(self.wins, self.losses)

    @property
    def is_significant(self) -> bool:
        """Whether chance alone is an unlikely explanation of the difference."""
        return self.p_value < SIGNIFICANT

    def told(self, first: str, second: str) -> str:
        """Return in a sentence what the pairs say, and whether the difference could be chance."""
        figures = f"{self.wins} wins, {self.ties} ties, {self.losses} losses of {self.count}, sign test p = {self.p_value:.3f}"
        if not self.is_significant:
            return f"No significant difference between {first} and {second}: {figures}."
        better, worse = (first, second) if self.wins > self.losses else (second, first)
        return f"{better} is better than {worse}: {figures}."


def tally(pairs: Sequence[Pair]) -> Tally:
    """Return what pairs add up to."""
    outcomes = [pair.outcome for pair in pairs]
    return Tally(
        outcomes.count(Outcome.WIN),
        outcomes.count(Outcome.TIE),
        outcomes.count(Outcome.LOSS),
        disagreed=sum(pair.is_consistent is False for pair in pairs),
        missing=outcomes.count(None),
    )
