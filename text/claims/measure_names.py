"""A short name for what two claims both measure, made of their own words."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from stepresearch.text.claims.claim import Claim, Figure
from stepresearch.text.claims.content_words import weight
from stepresearch.text.claims.measures import measure_stems
from stepresearch.text.claims.modality import is_forecast
from stepresearch.text.language.words import keywords, terms
from stepresearch.text.numbers.units import dimension_of, is_counted

MAX_WORDS = 4
# Words that say how, not what: `currently`; and `specified`, where it stands before no noun as in `installed base`.
_ADVERB, _PARTICIPLE = re.compile(r"\w{3,}ly$"), re.compile(r"\w{3,}ed$")
# What may stand between two words of a name: `cost at completion`.
_JOINT = re.compile(r" (?:(?:of|at|in|per|for|to|and) )?")


def measure_of(a: Claim, figure_a: Figure, b: Claim, figure_b: Figure) -> str:
    """Return what two figures measure: words that both claims use for it, else those of the one that says more."""
    shared = figure_a.terms & figure_b.terms
    unit = frozenset(terms(dimension_of(figure_a.quantity.unit)))
    shared = shared - a.names - b.names - unit or shared
    if not shared:
        return _fuller(common_words(a.text, figure_a.terms), common_words(b.text, figure_b.terms))
    name = _said_by_both(a, b, shared)
    if len(terms(name)) > 1:
        return name
    if is_counted(figure_a.quantity.unit) and unit <= figure_a.terms & figure_b.terms:
        name = _said_by_both(a, b, shared | unit)
        return " ".join(part for part in (_numbered(a, b), name) if part)
    # `The programme is estimated at` says what `the programme will cost` says.
    measures = [shared | (figure.terms & measure_stems()) for figure in (figure_a, figure_b)]
    return _fuller(common_words(a.text, measures[0]), common_words(b.text, measures[1]))


def occasion_of(a: Claim, b: Claim, event: str) -> str:
    """Return what happened in two claims: words that both use; before a lone `service` stands whom both name."""
    shared, of_names = a.terms & b.terms, a.names | b.names
    name = _said_by_both(a, b, shared - of_names or shared) or event
    if len(terms(name)) == 1 and (numbered := _numbered(a, b)):
        return f"{numbered} {name}"
    known = [claim.names | claim.names_before | claim.context_names for claim in (a, b)]
    subject = known[0] & known[1]
    if terms(name) != terms(event) or not subject:
        return name
    # `Sollan` alone may be a place where `Sollan Kestrel` is the ship.
    subject = max((claim.names for claim in (a, b) if claim.names & subject), key=len, default=subject)
    return " ".join([*_fullest(_picked(claim.text, subject) for claim in (a, b)), name])


def _numbered(a: Claim, b: Claim) -> str:
    """The numbered thing that both are about, as one of them writes it: `Line 4`."""
    for shared in sorted(a.siblings & b.siblings):
        number, _, kind = shared.partition(" ")
        for text in (a.text, b.text, a.context, b.context):
            if written := re.search(rf"\b{re.escape(kind)}[ -]{re.escape(number)}\b", text, re.IGNORECASE):
                return written[0]
    return ""


def _said_by_both(a: Claim, b: Claim, shared: frozenset[str]) -> str:
    return _fuller(common_words(a.text, shared), common_words(b.text, shared))


def _fullest(given: Iterable[list[str]]) -> list[str]:
    return max(given, key=lambda words: (len(words), words))


def _fuller(*names: str) -> str:
    return max(names, key=lambda name: (len(terms(name)), len(name), name))


def common_words(text: str, shared: frozenset[str]) -> str:
    """Return at most four words of `text` that hold one of the shared terms, in its order, nouns rather than others."""
    words = _picked(text, shared)
    name = " ".join(words)
    for first, second in pairwise(words):
        joint = re.search(rf"\b{re.escape(first)}({_JOINT.pattern}){re.escape(second)}\b", text)
        if joint:
            name = name.replace(f"{first} {second}", joint[0])
    return name


def _picked(text: str, shared: frozenset[str]) -> list[str]:
    known: set[str] = set()
    words: list[str] = []
    for word in keywords(text):
        own = frozenset(terms(word))
        if own & shared and not own <= known:
            words.append(word)
            known |= own
    words = [word for word in words if _says_what(word)] or words
    pairs = zip(words, [*words, ""][1:], strict=True)
    nouns = [word for word, after in pairs if not _PARTICIPLE.match(word) or f"{word} {after}" in text]
    return (nouns or words)[:MAX_WORDS]


def _says_what(word: str) -> bool:
    return weight(frozenset(terms(word))) >= 1.0 and not _ADVERB.match(word) and not is_forecast(word)


def best_name(names: Iterable[str]) -> str:
    """Return of several names for one thing the one whose words the others use most, the shorter of equals."""
    given = list(names)
    used = Counter(term for name in given for term in set(terms(name)))
    return min(given, key=lambda name: (-sum(used[term] for term in set(terms(name))), len(name), name))
