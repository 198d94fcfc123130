"""Whether two quantities can be the same one, told twice."""

from decimal import Decimal

from stepresearch.text.quantities import Quantity
from stepresearch.text.units import dimension_of, step_to_base, to_base

# "About five million" is used for anything within a few percent of it.
_APPROXIMATE_SHARE = Decimal("0.05")
# "Some 94.1 percent" is not said of 97.
_APPROXIMATE_STEPS = 20
# "More than 3,000" is said of 3,400, hardly of 6,000.
_BOUND_SHARE = Decimal("0.5")


def quantities_agree(a: Quantity, b: Quantity) -> bool:
    """Return whether two quantities of one dimension agree within the rounding of the less precise one."""
    low_a, high_a = _interval(a)
    low_b, high_b = _interval(b)
    return low_a <= high_b and low_b <= high_a


def _interval(quantity: Quantity) -> tuple[Decimal, Decimal]:
    """Return the values that a quantity's way of writing leaves open, in the base unit of its dimension."""
    low = to_base(quantity.value, quantity.unit)
    high = low if quantity.high is None else to_base(quantity.high, quantity.unit)
    slack = step_to_base(quantity.precision, quantity.unit) / 2
    if quantity.approximate:
        slack = max(slack, min(abs(high) * _APPROXIMATE_SHARE, slack * _APPROXIMATE_STEPS))
    below = max(slack, abs(low) * _BOUND_SHARE) if quantity.bound < 0 else slack
    above = max(slack, abs(high) * _BOUND_SHARE) if quantity.bound > 0 else slack
    return low - below, high + above


def same_dimension(a: Quantity, b: Quantity) -> bool:
    """Return whether the units convert into each other; currencies do not, since rates change."""
    return dimension_of(a.unit) == dimension_of(b.unit)
