"""What of a claim another one confirms: the figures and dates that both give, and whether these are the most of it."""

from dataclasses import dataclass

from stepresearch.text.claims.claim import Claim, Figure
from stepresearch.text.claims.contradiction import matched_figures, same_occasion
from stepresearch.text.claims.events import Event
from stepresearch.text.claims.time_scope import dates_agree, times_meet
from stepresearch.text.numbers.equality import quantities_agree
from stepresearch.text.numbers.quantities import Quantity
from stepresearch.text.numbers.units import is_counted, to_base


@dataclass(frozen=True, slots=True)
class Support:
    """What one claim confirms of another.

    Attributes:
        values: The figures and dates of the other that it gives too, as the other writes them.
        mainly: They are half of what the other says or more, and of the rest it says nothing else.
    """

    values: frozenset[str] = frozenset()
    mainly: bool = False


def support(claim: Claim, other: Claim) -> Support:
    """Return what of `claim` the `other`, which agrees with it, confirms; it is not the same the other way round.

    A vaguer date (`March 2025`) confirms no more exact one, nor does about 240 bear out 236.4, and a claim with many figures is not confirmed by one of them.
    """
    matched = [
        (own, theirs) for _, own, theirs in matched_figures(claim, other) if own.negated == theirs.negated
    ]
    dated = _common_events(claim, other)
    if not matched and not dated:  # They say the same in the same words.
        return Support(frozenset(figure.written for figure in claim.figures), mainly=True)
    figures = [own for own, theirs in matched if _confirms(own, theirs)]
    days = [own for own, theirs in dated if _is_as_exact(own, theirs)]
    telling = [figure for figure in claim.figures if _is_telling(figure)] or claim.figures
    # Of one thing, figures in the same unit that agree are the same, in whatever words.
    said = [figure for figure in telling if figure in figures or _states(other, figure)]
    says_otherwise = (
        len(figures) < len(matched)
        or any(not dates_agree(*pair) for pair in dated)
        or any(_has_another(other, figure, claim) for figure in telling if figure not in said)
    )
    confirmed = len(said) + len(days)
    is_most = bool(figures or days) and len(telling) + len(claim.events) <= 2 * confirmed
    values = {figure.written for figure in figures} | {day.written for day in days}
    return Support(frozenset(values), is_most and not says_otherwise)


def _states(claim: Claim, figure: Figure) -> bool:
    """Return whether the claim gives a figure in the same unit, whatever it is of."""
    return any(
        stated.unit == figure.quantity.unit
        and quantities_agree(stated, figure.quantity)
        and not _is_vaguer(stated, figure.quantity)
        for stated in claim.stated
    )


def _has_another(claim: Claim, figure: Figure, own: Claim) -> bool:
    """Return whether each gives one figure in this unit, and these differ: 3.6 MWh a ship, and 4.2 MWh."""
    units = [[stated.unit for stated in one.stated].count(figure.quantity.unit) for one in (claim, own)]
    return bool(figure.quantity.unit) and units == [1, 1]


def _common_events(claim: Claim, other: Claim) -> list[tuple[Event, Event]]:
    """Each event of the claim with the other's date for it, one that agrees where there is one."""
    if not same_occasion(claim, other):
        return []
    pairs: list[tuple[Event, Event]] = []
    for own in claim.events:
        theirs = [event for event in other.events if event.group == own.group]
        theirs.sort(key=lambda event: (not _is_as_exact(own, event), not dates_agree(own, event)))
        pairs += [(own, event) for event in theirs[:1]]
    return pairs


def _confirms(own: Figure, theirs: Figure) -> bool:
    if not times_meet(own.dates, theirs.dates) or not quantities_agree(own.quantity, theirs.quantity):
        return False
    return not _is_vaguer(theirs.quantity, own.quantity)


def _is_vaguer(told: Quantity, other: Quantity) -> bool:
    """Return whether only the first is told as about, nearly or some, and as another number: no source for the exact one."""
    one, exact = (to_base(quantity.value, quantity.unit) for quantity in (told, other))
    return told.approximate and not other.approximate and one != exact


def _is_as_exact(own: Event, theirs: Event) -> bool:
    return theirs.iso.startswith(own.iso)


def _is_telling(figure: Figure) -> bool:
    """Return whether the figure is one of its own: `two ships` agree with any other two ships."""
    return not is_counted(figure.quantity.unit) or figure.quantity.value >= 10
