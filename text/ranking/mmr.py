"""Choosing a few that are relevant and not all alike."""

from collections.abc import Sequence


def select_diverse(
    relevance: Sequence[float],
    term_sets: Sequence[frozenset[str]],
    *,
    count: int,
    trade_off: float = 0.7,
) -> list[int]:
    """Return the indices of at most `count` items by maximal marginal relevance, best first.

    Carbonell and Goldstein, "The Use of MMR, Diversity-Based Reranking" (SIGIR 1998), with Jaccard similarity
    of the items' terms. Of equals the first comes first.

    Args:
        relevance: One number an item, on any scale; it is brought to 0..1 here.
        term_sets: The terms of each item, as many as `relevance`.
        count: How many to choose.
        trade_off: 1 is relevance alone, 0 is difference alone (the paper's lambda).
    """
    scaled = _scaled(relevance)
    likeness = [0.0] * len(scaled)
    left = list(range(len(scaled)))
    chosen: list[int] = []
    while left and len(chosen) < count:
        # Scaling can make two equal that were not: then relevance itself decides.
        best = max(left, key=lambda i: (trade_off * scaled[i] - (1 - trade_off) * likeness[i], relevance[i]))
        left.remove(best)
        chosen.append(best)
        for i in left:
            likeness[i] = max(likeness[i], _jaccard(term_sets[i], term_sets[best]))
    return chosen


def _scaled(values: Sequence[float]) -> list[float]:
    low, high = min(values, default=0.0), max(values, default=0.0)
    if high <= low:
        return [1.0] * len(values)
    return [(value - low) / (high - low) for value in values]


def _jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    shared = len(a & b)
    return shared / (len(a) + len(b) - shared) if shared else 0.0
