"""Whether two figures measure the same thing of the same subject."""

from stepresearch.text.agreement import same_dimension
from stepresearch.text.claims import Claim, Figure
from stepresearch.text.units import dimension_of
from stepresearch.text.wording import weight

# Weights are those of wording.weight; tuned on the development half of contradiction_pairs.jsonl.
_MIN_SHARED = 1.0
_MAX_RESIDUE = 1.0
_MIN_SHARE = 0.3
_PEOPLE = "people"


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
    shared = weight(a.terms & b.terms) + (1.0 if a.groups & b.groups else 0.0)
    residue_a = weight(a.terms - claim_b.terms - claim_b.context_terms)
    residue_b = weight(b.terms - claim_a.terms - claim_a.context_terms)
    less, more = sorted((residue_a, residue_b))
    if shared < _MIN_SHARED or less > _MAX_RESIDUE or shared < _MIN_SHARE * more:
        return 0.0
    return shared


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
