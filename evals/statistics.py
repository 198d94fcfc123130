"""Intervals and tests for small samples, in plain arithmetic and with a fixed seed."""

import random
from collections.abc import Sequence
from math import comb

RESAMPLES = 4000
SEED = 20261128
LEVEL = 0.95


def bootstrap_mean(values: Sequence[float], *, level: float = LEVEL) -> tuple[float, float]:
    """Return the percentile interval of a mean (Efron 1979); the one value twice where there is one.

    Raises:
        ValueError: There are no values.
    """
    if not values:
        raise ValueError("An interval needs at least one value.")
    dice = random.Random(SEED)  # noqa: S311 - resampling, no secret
    count = len(values)
    means = sorted(sum(dice.choices(values, k=count)) / count for _ in range(RESAMPLES))
    tail = (1 - level) / 2
    return means[int(tail * RESAMPLES)], means[min(RESAMPLES - 1, int((1 - tail) * RESAMPLES))]


def sign_test(wins: int, losses: int) -> float:
    """Return the two-sided p-value of wins against losses, ties left out: how likely chance alone is as lopsided."""
    count = wins + losses
    if count == 0:
        return 1.0
    tail = sum(comb(count, k) for k in range(min(wins, losses) + 1))
    return min(1.0, 2 * tail / float(2**count))
