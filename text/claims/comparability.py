"""Whether two figures measure the same thing of the same subject."""

import re
from decimal import Decimal

from stepresearch.text.claims.claim import Claim, Figure
from stepresearch.text.claims.content_words import han_chunks, weight
from stepresearch.text.claims.measures import measure_stems
from stepresearch.text.claims.time_scope import older_side, times_meet
from stepresearch.text.entities.numbered_entities import differ
from stepresearch.text.language.language import is_cjk
from stepresearch.text.numbers.equality import quantities_agree, same_dimension
from stepresearch.text.numbers.units import dimension_of, is_counted, to_base

# Weights are those of wording.weight; tuned on the development half of contradiction_pairs.jsonl.
_MIN_SHARED = 1.0
_MIN_SHARED_WITHOUT_UNIT = 2.0
_MIN_SHARED_OF_RIVALS = 1.5
_MIN_SHARED_OF_STRANGERS = 2.0
_MIN_SHARE = 0.3
_MAX_RATIO = 30
_MIN_COMMON_NAME = 2.0
THIN = 2.0
"""Weight of the terms beside a figure up to which its title and heading have to say what it measures."""
_GROUP_WEIGHT = 1.0
_MAX_RESIDUE = 0.9
_MAX_RESIDUE_UNDER_ONE_HEADING = 1.0
_MAX_RESIDUE_TOLD_ABOVE = 3.0
_MAX_HAN_RESIDUE = 0.4
_MAX_RESIDUE_OF_EQUALS = 2.5
# `Two ships` agrees with any other two ships.
_TELLING_COUNT = 10
_MIN_SHARED_OF_FEW = 2.5
_HAN_CHARACTER_WEIGHT = 0.5
# Whom a report speaks of anyway; they narrow nothing.
_HAN_SUBJECTS = frozenset({"公司", "企业", "集团", "全国", "全市", "全省", "全县", "我国"})
_COVERED, _OPEN = "1", "0"
_OPEN_BEFORE_COVERED = re.compile(f"(?<!{_OPEN}){_OPEN}{{2,}}+(?={_COVERED})")


def subjects_compatible(a: Claim, b: Claim) -> bool:
    """Return False where each claim is about a place, person, body or part that the other does not name."""
    if parts_differ(a.parts, b.parts) or differ(a.siblings, b.siblings):
        return False
    return not (_subject_names(a) - b.known and _subject_names(b) - a.known)


def titles_differ(a: Claim, b: Claim) -> bool:
    """Return whether a claim names no subject itself and its title and the other claim name no common one.

    The title of a report names who wrote it, or the thing; which of them, only the measure can tell.
    """
    if a.names and b.names:
        return False
    return bool((a.names or a.context_names) - b.known and (b.names or b.context_names) - a.known)


def strangers(a: Claim, b: Claim) -> bool:
    """Return whether the titles of two claims differ and neither names what the other or its title speaks of."""
    return titles_differ(a, b) and not (a.context_names & b.known or b.context_names & a.known)


def each_narrower(a: Claim, b: Claim) -> bool:
    """Return whether two Chinese claims each qualify what they share: `防洪工程` and `小学迁建工程`."""
    if a.bare.isascii() or b.bare.isascii():
        return False
    return all(
        any(_narrowing(chunk, other.known) for chunk in han_chunks(own.bare))
        for own, other in ((a, b), (b, a))
    )


def one_named(a: Claim, b: Claim) -> bool:
    """Return whether a claim without a name follows on one that names whom the other names, by two words or more."""
    if not a.names_before and not b.names_before:
        return False
    names_a, names_b = a.names or a.names_before, b.names or b.names_before
    return weight(names_a & names_b) >= _MIN_COMMON_NAME and (names_a <= names_b or names_b <= names_a)


def parts_differ(a: frozenset[str], b: frozenset[str]) -> bool:
    """Return whether two claims are about unlike ones of like things: `first phase` and `second phase`."""
    return any(
        _head(x) == _head(y) and not any(_head(z) == _head(x) for z in a & b) for x in a for y in b if x != y
    )


def _head(part: str) -> str:
    return part.rpartition(" ")[2] if " " in part else part[2:] if part.startswith("第") else ""


def shared_weight(a: Figure, claim_a: Claim, b: Figure, claim_b: Claim) -> float:
    """Return how surely two figures measure the same: the weight of the words they share, 0 where they do not."""
    if not _comparable(a, claim_a, b, claim_b):
        return 0.0
    terms_a, terms_b, bonus = a.terms, b.terms, 0.0
    if a.groups & b.groups:
        # Synonyms: `employs` and `employees` are one word told twice.
        terms_a, terms_b, bonus = terms_a - measure_stems(), terms_b - measure_stems(), _GROUP_WEIGHT
    above = _told_above(a, claim_a, b, claim_b) if a.quantity.unit and b.quantity.unit else frozenset()
    shared = weight(terms_a & terms_b | above) + bonus
    of_names = weight(terms_a & terms_b & claim_a.names & claim_b.names)
    needed = _MIN_SHARED if a.quantity.unit and b.quantity.unit else _MIN_SHARED_WITHOUT_UNIT
    if shared - of_names < _MIN_SHARED or shared < needed:
        return 0.0
    less, more = sorted(
        (
            _residue(_own(terms_a, claim_a, claim_b), a, claim_b),
            _residue(_own(terms_b, claim_b, claim_a), b, claim_a),
        )
    )
    if quantities_agree(a.quantity, b.quantity):
        topic = claim_a.context_terms & claim_b.context_terms | claim_a.names & claim_b.names
        beside_topic = weight((terms_a & terms_b | above) - topic) + bonus
        return shared if _may_be_one(a, shared, beside_topic, less) else 0.0
    most = min(shared / _MIN_SHARE, _MAX_RESIDUE_TOLD_ABOVE) if above else shared / _MIN_SHARE
    is_close = less <= _max_residue(a, claim_a, b, claim_b) and more <= most
    return shared if is_close and _may_differ(a, claim_a, b, claim_b, shared - of_names) else 0.0


def _may_be_one(figure: Figure, shared: float, beside_topic: float, residue: float) -> bool:
    """Return whether a figure that agrees with another one can be that: by what they share, and what only one says.

    What both titles name is said of every figure there: alone it does not make a growth rate of 32.6 percent a quota of
    33 percent.
    """
    if (
        is_counted(figure.quantity.unit)
        and figure.quantity.value < _TELLING_COUNT
        and shared < _MIN_SHARED_OF_FEW
    ):
        return False
    return residue <= (_MAX_RESIDUE_OF_EQUALS if beside_topic >= _MIN_SHARED else _MAX_RESIDUE)


def _may_differ(a: Figure, claim_a: Claim, b: Figure, claim_b: Claim, shared: float) -> bool:
    """Return whether figures that differ are for unlike times, or share enough for one of them to be wrong."""
    if not times_meet(a.dates, b.dates):
        return True
    return shared >= _needed_of_rivals(a, claim_a, b, claim_b) and _are_rivals(a, claim_a, b, claim_b)


def _needed_of_rivals(a: Figure, claim_a: Claim, b: Figure, claim_b: Claim) -> float:
    """Return the weight of the words that two figures must share, names left out, for one of them to be wrong."""
    if titles_differ(claim_a, claim_b):
        return _MIN_SHARED_OF_STRANGERS
    one_subject = _subject_names(claim_a) & claim_b.known or _subject_names(claim_b) & claim_a.known
    # A word of Chinese weighs less: it is counted by pairs of characters.
    return _MIN_SHARED if one_subject or a.chunks or b.chunks else _MIN_SHARED_OF_RIVALS


def _own(terms: frozenset[str], claim: Claim, other: Claim) -> frozenset[str]:
    """Return the terms without those that only say whom the claim is about: `the ship` of a named ship is no news."""
    return terms - claim.names - (frozenset() if other.stand_in else claim.stand_in)


def _max_residue(a: Figure, claim_a: Claim, b: Figure, claim_b: Claim) -> float:
    if a.chunks or b.chunks:
        return _MAX_HAN_RESIDUE
    return _MAX_RESIDUE_UNDER_ONE_HEADING if claim_a.heading_terms & claim_b.heading_terms else _MAX_RESIDUE


def _told_above(a: Figure, claim_a: Claim, b: Figure, claim_b: Claim) -> frozenset[str]:
    """Return what the heading says of a figure whose own sentence hardly names it: `It has 4.2 MWh`."""
    if min(weight(a.terms), weight(b.terms)) > THIN or titles_differ(claim_a, claim_b):
        return frozenset()
    heads = (a.terms & claim_b.heading_terms) | (b.terms & claim_a.heading_terms)
    heads |= claim_a.heading_terms & claim_b.heading_terms
    if weight(heads) < _MIN_SHARED:
        return frozenset()
    titles = (a.terms & claim_b.context_terms) | (b.terms & claim_a.context_terms)
    return heads | (titles - claim_a.context_names - claim_b.context_names)


def _are_rivals(a: Figure, claim_a: Claim, b: Figure, claim_b: Claim) -> bool:
    """Return whether two figures that differ play the same role for the same whole, so that one must be wrong."""
    if a.roles != b.roles or a.per != b.per or a.negated != b.negated or _far_apart(a, b):
        return False
    if claim_a.forecast != claim_b.forecast and not _is_overtaken_plan(a, claim_a, b, claim_b):
        return False
    return not (_narrower(a, claim_a, claim_b) or _narrower(b, claim_b, claim_a))


def _far_apart(a: Figure, b: Figure) -> bool:
    """Return whether the figures are too unlike for one measure; a slip of the magnitude keeps the digits."""
    low, high = sorted(abs(to_base(figure.quantity.value, figure.quantity.unit)) for figure in (a, b))
    return high > _MAX_RATIO * low and _digits(low) != _digits(high)


def _digits(value: Decimal) -> tuple[int, ...]:
    return value.normalize().as_tuple().digits


def _is_overtaken_plan(a: Figure, claim_a: Claim, b: Figure, claim_b: Claim) -> bool:
    """Return whether the forecast among the two claims told the state of a plan, long before the other was written."""
    plan, side = (claim_a, "a") if claim_a.forecast else (claim_b, "b")
    return plan.current and older_side(claim_a, a, claim_b, b) == side


def _comparable(a: Figure, claim_a: Claim, b: Figure, claim_b: Claim) -> bool:
    if a.change != b.change or (a.per and b.per and a.per != b.per):
        return False
    if a.groups and b.groups and not a.groups & b.groups:
        return False
    return same_dimension(a.quantity, b.quantity) or _counts_the_same(a, claim_a, b, claim_b)


def _counts_the_same(a: Figure, claim_a: Claim, b: Figure, claim_b: Claim) -> bool:
    """Return whether `1.6 million units` counts what `1.1 million pumps` counts: the other names the pumps."""
    unit_a, unit_b = dimension_of(a.quantity.unit), dimension_of(b.quantity.unit)
    if unit_a == "unit":
        return unit_b in claim_a.terms
    return unit_b == "unit" and unit_a in claim_b.terms


def _subject_names(claim: Claim) -> frozenset[str]:
    """Return the names a claim is about: its own, and its title's where it says `it`."""
    return claim.names | claim.context_names if claim.anaphoric else claim.names


def _residue(terms: frozenset[str], figure: Figure, other: Claim) -> float:
    """Return the weight of what the other claim does not say; what only its title says counts half."""
    return (_unsaid(terms, figure, other.terms) + _unsaid(terms, figure, other.known)) / 2


def _unsaid(terms: frozenset[str], figure: Figure, known: frozenset[str]) -> float:
    # Pairs of characters overlap: a character counts once, and only where no known pair holds it.
    han = sum(_coverage(chunk, known).count(_OPEN) for chunk in figure.chunks) * _HAN_CHARACTER_WEIGHT
    return han + weight(frozenset(term for term in terms - known if not is_cjk(term[0])))


def _narrower(figure: Figure, claim: Claim, other: Claim) -> bool:
    """Return whether the figure is for a part of what the other claim's is: `youth unemployment`, `in Utrecht`."""
    known = other.known
    if claim.places - known:
        return True
    if any(_narrowing(chunk, known) for chunk in figure.chunks):
        return True
    return any(second in other.terms and first not in known for first, second in figure.qualified)


def _narrowing(chunk: str, known: frozenset[str]) -> bool:
    """Return whether a Chinese phrase qualifies what is known by what is not: `青年` in `青年失业率`."""
    runs = _OPEN_BEFORE_COVERED.finditer(_coverage(chunk, known))
    return any(chunk[run.start() : run.end()] not in _HAN_SUBJECTS for run in runs)


def _coverage(chunk: str, known: frozenset[str]) -> str:
    """Return for each character of a Chinese phrase whether a known pair of characters holds it."""
    held = {at for at in range(len(chunk) - 1) if chunk[at : at + 2] in known}
    return "".join(_COVERED if {at, at - 1} & held else _OPEN for at in range(len(chunk)))
