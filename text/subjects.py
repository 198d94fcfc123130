"""Whether two figures measure the same thing of the same subject."""

from stepresearch.text.agreement import quantities_agree, same_dimension
from stepresearch.text.claims import Claim, Figure
from stepresearch.text.measures import MEASURE_STEMS
from stepresearch.text.units import dimension_of
from stepresearch.text.wording import weight

# Weights are those of wording.weight; tuned on the development half of contradiction_pairs.jsonl.
_MIN_SHARED = 1.0
_MAX_RESIDUE = 0.9
_MAX_RESIDUE_OF_EQUALS = 2.5
_MIN_SHARE = 0.3
_GROUP_WEIGHT = 1.0


def names_compatible(a: Claim, b: Claim) -> bool:
    """Return False where each claim names a place, person or body that the other and its title do not."""
    missing_b = b.names - _known(a)
    own_a = a.names or a.context_names
    own_b = b.names or b.context_names
    return not (_unknown(own_a, b) and _unknown(own_b, a)) or not (missing_b or a.names - _known(b))


def _unknown(names: frozenset[str], other: Claim) -> bool:
    return bool(names - _known(other))


def _known(claim: Claim) -> frozenset[str]:
    return claim.names | claim.context_names | claim.terms | claim.context_terms


def shared_weight(a: Figure, claim_a: Claim, b: Figure, claim_b: Claim) -> float:
    """Return how surely two figures measure the same: the weight of the words they share, 0 where they do not."""
    if not _comparable(a, claim_a, b, claim_b):
        return 0.0
    if a.groups and b.groups and not a.groups & b.groups:
        return 0.0
    terms_a, terms_b = a.terms, b.terms
    bonus = 0.0
    if a.groups & b.groups:
        # Synonyms: `employs` and `employees` are one word told twice.
        terms_a, terms_b, bonus = terms_a - MEASURE_STEMS, terms_b - MEASURE_STEMS, _GROUP_WEIGHT
    shared = weight(terms_a & terms_b) + bonus
    less, more = sorted((_residue(terms_a, claim_b), _residue(terms_b, claim_a)))
    if quantities_agree(a.quantity, b.quantity):
        return shared if shared >= _MIN_SHARED and less <= _MAX_RESIDUE_OF_EQUALS else 0.0
    if shared < _MIN_SHARED or less > _MAX_RESIDUE or shared < _MIN_SHARE * more:
        return 0.0
    if _narrower(a, claim_a, claim_b) or _narrower(b, claim_b, claim_a):
        return 0.0
    return shared


def _residue(terms: frozenset[str], other: Claim) -> float:
    """Return the weight of what the other claim does not say; what only its title says counts half."""
    return (weight(terms - other.terms) + weight(terms - _known(other))) / 2


def _narrower(figure: Figure, claim: Claim, other: Claim) -> bool:
    """Return whether the figure is for a part of what the other claim's is: `youth unemployment`, `in Utrecht`."""
    if claim.places - _known(other) or claim.forecast != other.forecast:
        return True
    return any(second in other.terms and first not in _known(other) for first, second in figure.qualified)


def _comparable(a: Figure, claim_a: Claim, b: Figure, claim_b: Claim) -> bool:
    if a.change != b.change or (a.per and b.per and a.per != b.per):
        return False
    return same_dimension(a.quantity, b.quantity) or _counts_the_same(a, claim_a, b, claim_b)


def _counts_the_same(a: Figure, claim_a: Claim, b: Figure, claim_b: Claim) -> bool:
    """Return whether `1.6 million units` counts what `1.1 million pumps` counts: the other names the pumps."""
    unit_a, unit_b = dimension_of(a.quantity.unit), dimension_of(b.quantity.unit)
    if unit_a == "unit":
        return unit_b in claim_a.terms
    return unit_b == "unit" and unit_a in claim_b.terms
