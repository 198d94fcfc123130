"""Orders on the form of the text, which are no parts of the research."""

from collections.abc import Iterable, Sequence

from stepresearch.text.language.words import terms

FORM_SHARE = 0.6
"""Of the words of a point of the question, how many must stand in orders on the text for it to be one of them."""


def without_form(points: Iterable[str], form: Sequence[str]) -> list[str]:
    """Return the points without those that are orders on the text: most of their words stand in such orders."""
    ordered = frozenset(term for order in form for term in terms(order))
    return [
        point
        for point in points
        if not (own := frozenset(terms(point))) or len(own & ordered) <= FORM_SHARE * len(own)
    ]
