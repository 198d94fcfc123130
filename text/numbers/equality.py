"""Whether two quantities can be the same one, told twice."""

from collections.abc import Sequence
from decimal import Decimal

from stepresearch.text.numbers.quantities import Quantity
from stepresearch.text.numbers.units import counts_things, dimension_of, step_to_base, to_base

# "About five million" is used for anything within a few percent of it.
_APPROXIMATE_SHARE = Decimal("0.05")
# "Some 94.1 percent" is not said of 97.
_APPROXIMATE_STEPS = 20
# A source of 612,000 does not bear out "about 621,000".
_BORNE_OUT_STEPS = 5
# "More than 3,000" is said of 3,400, hardly of 6,000.
_BOUND_SHARE = Decimal("0.5")


def quantities_agree(a: Quantity, b: Quantity) -> bool:
    """Return whether two quantities of one dimension can be one: the more precise one rounds to the other.

    Two that are written equally precisely differ where they differ in their last digit; what is told as about, at least
    or a range leaves open what it says.
    """
    if _is_plain(a) and _is_plain(b):
        apart = abs(to_base(a.value, a.unit) - to_base(b.value, b.unit))
        steps = [step_to_base(one.precision, one.unit) for one in (a, b)]
        return apart == 0 or (steps[0] != steps[1] and apart <= max(steps) / 2)
    low_a, high_a = _interval(a)
    low_b, high_b = _interval(b)
    return low_a <= high_b and low_b <= high_a


def _is_plain(quantity: Quantity) -> bool:
    return quantity.high is None and not quantity.approximate and not quantity.bound


def borne_out(told: Quantity, given: Sequence[Quantity]) -> bool:
    """Return whether who gives these quantities bears out who tells that one: rounded, never more exactly.

    What is counted may go by another noun (passengers, travellers); what is measured keeps its dimension. A range
    may be told of two.
    """
    alike = [one for one in given if _same_kind(told, one)]
    return all(
        any(_rounds_to(end, told, value, one) for one in alike for value in _ends(one)) for end in _ends(told)
    )


def _same_kind(told: Quantity, given: Quantity) -> bool:
    if not told.unit or same_dimension(told, given):
        return True
    return counts_things(told.unit) and counts_things(given.unit)


def _ends(quantity: Quantity) -> list[Decimal]:
    return [quantity.value] if quantity.high is None else [quantity.value, quantity.high]


def _rounds_to(end: Decimal, told: Quantity, value: Decimal, given: Quantity) -> bool:
    unit = told.unit or given.unit
    low, high = _around(end, end, told, unit, steps=_BORNE_OUT_STEPS)
    # 761 miles are 1,224 kilometres, and 1,225.
    converted = step_to_base(given.precision, given.unit) / 2 if unit != given.unit else Decimal(0)
    return low - converted <= to_base(value, given.unit) <= high + converted


def _interval(quantity: Quantity) -> tuple[Decimal, Decimal]:
    high = quantity.value if quantity.high is None else quantity.high
    return _around(quantity.value, high, quantity, quantity.unit)


def _around(
    low: Decimal, high: Decimal, quantity: Quantity, unit: str, *, steps: int = _APPROXIMATE_STEPS
) -> tuple[Decimal, Decimal]:
    """Return the values that a quantity's way of writing leaves open, in the base unit of its dimension."""
    low, high = to_base(low, unit), to_base(high, unit)
    slack = step_to_base(quantity.precision, unit) / 2
    if quantity.approximate:
        slack = max(slack, min(abs(high) * _APPROXIMATE_SHARE, slack * steps))
    below = max(slack, abs(low) * _BOUND_SHARE) if quantity.bound < 0 else slack
    above = max(slack, abs(high) * _BOUND_SHARE) if quantity.bound > 0 else slack
    return low - below, high + above


def same_dimension(a: Quantity, b: Quantity) -> bool:
    """Return whether the units convert into each other; currencies do not, since rates change."""
    return dimension_of(a.unit) == dimension_of(b.unit)
