"""Agreement between two judges on the same items, corrected for chance."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two judges agree.

    Attributes:
        items: Judged by both.
        share: Of items with the same verdict.
        kappa: Cohen (1960); None where it is not defined, both judges having used one and the same verdict only.
        alpha: Krippendorff (1970), nominal; None in the same case.
        ac1: Gwet (2008), which stays meaningful where one verdict is rare; None where there is one category only.
    """

    items: int
    share: float
    kappa: float | None
    alpha: float | None
    ac1: float | None


def agreement(first: Sequence[Hashable], second: Sequence[Hashable]) -> Agreement:
    """Return the agreement of two judges.

    Args:
        first: The verdicts of one.
        second: Those of the other, on the same items in the same order.

    Raises:
        ValueError: There are no items, or not equally many.
    """
    if not first or len(first) != len(second):
        raise ValueError(
            f"Two judges must have verdicts on the same items, and have {len(first)} and {len(second)}."
        )
    items = len(first)
    share = sum(a == b for a, b in zip(first, second, strict=True)) / items
    left, right = Counter(first), Counter(second)
    both = left + right
    by_chance = sum(left[one] * right[one] for one in both) / items**2
    pairs = 2 * items
    disagreement = 1 - sum(count * (count - 1) for count in both.values()) / (pairs * (pairs - 1))
    categories = len(both)
    spread = sum((count / pairs) * (1 - count / pairs) for count in both.values())
    gwet = spread / (categories - 1) if categories > 1 else None
    return Agreement(
        items,
        share,
        kappa=None if by_chance == 1 else (share - by_chance) / (1 - by_chance),
        alpha=None if disagreement == 0 else 1 - (1 - share) / disagreement,
        ac1=None if gwet is None else (share - gwet) / (1 - gwet),
    )
