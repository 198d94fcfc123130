"""Intervals and tests for small samples, in plain arithmetic and with a fixed seed."""

import random
from collections.abc import Sequence
from itertools import product
from math import comb

RESAMPLES = 4000
SEED = 20261128
LEVEL = 0.95
TOLERANCE = 1e-9
EXACT_UP_TO = 12
"""Of so many differences all signs are tried; of more, as many at random as there are resamples."""


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


def sign_flip_test(gaps: Sequence[float]) -> float:
    """Return the two-sided p-value of paired differences: how often their mean is as large with random signs (Fisher 1935).

    It assumes nothing of their distribution, and with few pairs it cannot be small: with 5 never below 0.06.
    """
    moved = [gap for gap in gaps if abs(gap) > TOLERANCE]
    if not moved:
        return 1.0
    whole = abs(sum(moved)) - TOLERANCE
    if len(moved) <= EXACT_UP_TO:
        sums = [sum(map(float.__mul__, moved, signs)) for signs in product((1.0, -1.0), repeat=len(moved))]
        return sum(abs(one) >= whole for one in sums) / len(sums)
    dice = random.Random(SEED)  # noqa: S311 - resampling, no secret
    hits = sum(
        abs(sum(gap if dice.random() < 0.5 else -gap for gap in moved)) >= whole for _ in range(RESAMPLES)
    )
    return (hits + 1) / (RESAMPLES + 1)
