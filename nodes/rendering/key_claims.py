"""The key claims of a finished report: of each disagreement one at most, then what the short answer and the sections rest on."""

import re
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from stepresearch.nodes.citations.marks import cited_ids, without_marks
from stepresearch.nodes.evidence.sentences import LEANS_BACK
from stepresearch.nodes.evidence.values import numbers
from stepresearch.nodes.rendering.verdicts import RANK, cited_passages
from stepresearch.nodes.state.schema import Claim, Disagreement, ResearchState
from stepresearch.text.claims.content_words import content_terms
from stepresearch.text.numbers.quantities import quantities

MAX_KEY_CLAIMS = 12

SHARE = 0.5
"""Of the words of the shorter of two claims with the same numbers that both must hold to say the same."""

_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]?\d)")


def key_claims(state: ResearchState) -> tuple[list[Claim], list[Claim]]:
    """Return the claims that the report rests on, at most 12, and the others of the ledger.

    Of each disagreement there is one, of the side that holds, else of the best supported: the others stand where sources
    disagree. Then come a claim for each figure of the short answer, claims whose passages it cites, and those that the
    sections cite, each time the best supported first, what was noted before what is quoted. In both lists the doubtful come first. No key claim says the
    same as another, and none is the row of a table.
    """
    claims = sorted(
        state["ledger"]["claims"], key=lambda claim: (RANK[claim["verdict"]], -len(claim["groups"]))
    )
    key = _of_disputes(state["ledger"]["disagreements"], claims)
    sides = {one for item in state["ledger"]["disagreements"] for one in _findings(item)}
    for claim in _cited(state, [one for one in claims if sides.isdisjoint(one["finding_ids"])]):
        if len(key) < MAX_KEY_CLAIMS and not any(_says_same(claim, other) for other in key):
            key.append(claim)
    key.sort(key=lambda claim: RANK[claim["verdict"]])
    return key, [claim for claim in claims if claim not in key]


def _of_disputes(disputes: Sequence[Disagreement], claims: Collection[Claim]) -> list[Claim]:
    """One claim for each disagreement, the open ones first; none of which a side stands in one that has its claim."""
    key: list[Claim] = []
    told: set[str] = set()
    for item in sorted(disputes, key=lambda item: item["resolution"] != "open"):
        best = _of_dispute(item, claims)
        if best and told.isdisjoint(best["finding_ids"]):
            key.append(best)
            told |= _findings(item)
    return key[:MAX_KEY_CLAIMS]


def _of_dispute(item: Disagreement, claims: Collection[Claim]) -> Claim | None:
    """The claim of the side that holds, else of the best supported one; one that stands alone where there is a choice."""
    supported = sorted(item["sides"], key=lambda side: -len(side["groups"]))
    found = (
        claim
        for side in (supported if item["resolution"] == "open" else item["sides"])
        for claim in sorted(claims, key=_leans)
        if not set(side["finding_ids"]).isdisjoint(claim["finding_ids"]) and not _is_row(claim)
    )
    return next(found, None)


def _findings(item: Disagreement) -> set[str]:
    return {one for side in item["sides"] for one in side["finding_ids"]}


def _cited(state: ResearchState, claims: Collection[Claim]) -> Iterator[Claim]:
    """Claims whose passages are cited: for each figure of the short answer one, others that it cites, those of the sections."""
    answer, everything = frozenset(cited_ids(state["summary"])), frozenset(cited_passages(state))
    told = sorted(
        (claim for claim in claims if not everything.isdisjoint(_passages(claim, state))),
        key=lambda claim: (
            _leans(claim),
            -len(claim["groups"]),
            _is_verbatim(claim, state),
            not _figures(claim["text"]),
        ),
    )
    told = [claim for claim in told if not _is_row(claim) and not _is_told_better(claim, told)]
    first = [claim for claim in told if not answer.isdisjoint(_passages(claim, state))]
    given: set[tuple[Decimal, str]] = set()
    for figure in _figures(without_marks(state["summary"])):
        best = next((one for one in first if figure in _figures(one["text"]) and not _leans(one)), None)
        if best and figure not in given:
            given.update(_figures(best["text"]))
            yield best
    yield from first
    yield from told


def _passages(claim: Claim, state: ResearchState) -> set[str]:
    return {one for key in claim["finding_ids"] for one in state["findings"][key]["passage_ids"]}


def _is_verbatim(claim: Claim, state: ResearchState) -> bool:
    """Whether a claim is a sentence of a page, not one that was noted for a part and can be understood alone."""
    return state["findings"][claim["finding_ids"][0]].get("verbatim", True)


def _is_row(claim: Claim) -> bool:
    return "|" in claim["text"]


def _leans(claim: Claim) -> bool:
    return bool(LEANS_BACK.match(claim["text"]))


def _is_told_better(claim: Claim, others: Collection[Claim]) -> bool:
    """Return whether a claim leans on a sentence before it, and another one says the same and does not."""
    return _leans(claim) and any(not _leans(other) and _says_same(claim, other) for other in others)


def _says_same(a: Claim, b: Claim) -> bool:
    """Return whether claims support each other, or one gives no number, or no figure and no year, that the other does not, in words like its own."""
    if not set(a["finding_ids"]).isdisjoint(b["supported_by"]):
        return True
    if not set(b["finding_ids"]).isdisjoint(a["supported_by"]):
        return True
    fewer, more = sorted((numbers(one["text"]) for one in (a, b)), key=len)
    words = sorted((content_terms(one["text"]) for one in (a, b)), key=len)
    is_within = fewer <= more or _gives_no_more(a, b) or _gives_no_more(b, a)
    return is_within and len(words[0] & words[1]) >= SHARE * len(words[0])


def _gives_no_more(one: Claim, other: Claim) -> bool:
    """Return whether the figures of a claim, and years that either names, are among those of another; a day may be added."""
    figures, theirs = set(_figures(one["text"])), set(_figures(other["text"]))
    years = [set(_YEAR.findall(claim["text"])) for claim in (one, other)]
    return bool(figures) and figures <= theirs and (years[0] <= years[1] or years[1] <= years[0])


def _figures(text: str) -> list[tuple[Decimal, str]]:
    """The figures of a text with their units, in order; dates are none."""
    return [(one.value, one.unit) for one in quantities(text)]
