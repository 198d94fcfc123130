"""Whether two quantities can be the same one, told twice."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from stepresearch.text.numbers.quantities import Quantity
from stepresearch.text.numbers.units import counts_things, dimension_of, step_to_base, to_base

# "About five million" is used for anything within a few percent of it.
_APPROXIMATE_SHARE = Decimal("0.05")
# "Some 94.1 percent" is not said of 97.
_APPROXIMATE_STEPS = 20
# A source of 612,000 does not bear out "about 621,000".
_BORNE_OUT_STEPS = 5
_UNBOUNDED = Decimal("Infinity")


def quantities_agree(a: Quantity, b: Quantity) -> bool:
    """Return whether two quantities of one dimension can be the same one.

    Figures agree within rounding only where one is written less exactly: about 1.2 million and 1,204,511 do, 7 and 8 or
    4.1 and 4.2 do not. A bound agrees with what it holds for, a range with what lies in it.
    """
    if _is_point(a) and _is_point(b):
        return _rounds_to(a, b) if _step(a) >= _step(b) else _rounds_to(b, a)
    low_a, high_a = _interval(a)
    low_b, high_b = _interval(b)
    if a.high is not None and b.high is not None and not a.approximate and not b.approximate:
        return low_a < high_b and low_b < high_a
    return low_a <= high_b and low_b <= high_a


def borne_out(told: Quantity, given: Sequence[Quantity]) -> bool:
    """Return whether who gives these quantities bears out who tells that one: rounded, never more exactly.

    What is counted may go by another noun (passengers, travellers); what is measured keeps its dimension. A range
    may be told of two.
    """
    alike = [one for one in given if _same_kind(told, one)]
    return all(
        any(_is_told_of(told, end, value, one) for one in alike for value in _ends(one))
        for end in _ends(told)
    )


def same_dimension(a: Quantity, b: Quantity) -> bool:
    """Return whether the units convert into each other; currencies do not, since rates change."""
    return dimension_of(a.unit) == dimension_of(b.unit)


def _same_kind(told: Quantity, given: Quantity) -> bool:
    if not told.unit or same_dimension(told, given):
        return True
    return counts_things(told.unit) and counts_things(given.unit)


def _ends(quantity: Quantity) -> list[Decimal]:
    return [quantity.value] if quantity.high is None else [quantity.value, quantity.high]


def _is_point(quantity: Quantity) -> bool:
    return quantity.high is None and not quantity.bound


def _step(quantity: Quantity) -> Decimal:
    return step_to_base(quantity.precision, quantity.unit)


def _rounds_to(vague: Quantity, exact: Quantity) -> bool:
    """Return whether the first, written no more exactly than the second, is what that comes to when it is rounded."""
    first, second = to_base(vague.value, vague.unit), to_base(exact.value, exact.unit)
    slack = max(
        _slack(vague, vague.value, _APPROXIMATE_STEPS), _slack(exact, exact.value, _APPROXIMATE_STEPS)
    )
    is_same_step = _step(vague) == _step(exact)
    if vague.approximate or exact.approximate:
        return abs(first - second) <= slack
    if vague.unit != exact.unit:
        # 761 miles are 1,224 kilometres, and 1,225: both were rounded.
        return abs(first - second) <= slack + _step(exact) / 2
    return first == second if is_same_step else -slack <= second - first < slack


def _slack(quantity: Quantity, value: Decimal, steps: int) -> Decimal:
    """Return by how much a quantity may differ from what it rounds, in the base unit of its dimension."""
    half = _step(quantity) / 2
    if not quantity.approximate:
        return half
    return max(half, min(abs(to_base(value, quantity.unit)) * _APPROXIMATE_SHARE, half * steps))


def _interval(quantity: Quantity) -> tuple[Decimal, Decimal]:
    """Return the values that a quantity leaves open, in the base unit of its dimension."""
    ends = [to_base(end, quantity.unit) for end in _ends(quantity)]
    # "3 to 5 million" is a range of exact ends; a rounded figure beside it is not.
    slack = (
        Decimal(0)
        if quantity.high is not None or quantity.bound
        else _slack(quantity, quantity.value, _APPROXIMATE_STEPS)
    )
    low = -_UNBOUNDED if quantity.bound < 0 else ends[0] - slack
    high = _UNBOUNDED if quantity.bound > 0 else ends[-1] + slack
    return low, high


def _is_told_of(told: Quantity, end: Decimal, value: Decimal, given: Quantity) -> bool:
    """Return whether an end of the quantity told holds for a value given, rounded or bounded as it is."""
    unit = told.unit or given.unit
    wanted, found = to_base(end, unit), to_base(value, given.unit)
    # "More than 3,000" is said of 3,400, and also where the source itself says no more than that.
    if told.bound > 0:
        return found >= wanted - step_to_base(told.precision, unit) / 2
    if told.bound < 0:
        return found <= wanted + step_to_base(told.precision, unit) / 2
    if (
        found < 0 < wanted or wanted < 0 < found
    ):  # A fall of 3.2 % is -3.2 %: which of them is meant, the model says.
        found = -found
    slack = _slack(replace(told, unit=unit), end, _BORNE_OUT_STEPS)
    converted = step_to_base(given.precision, given.unit) / 2 if unit != given.unit else Decimal(0)
    return abs(wanted - found) <= slack + converted
