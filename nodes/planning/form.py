"""Orders on the form of the text: which of those that a model names the question gives, and what is no part of the research."""

import re
from collections.abc import Iterable, Sequence

from stepresearch.nodes.conversation.answer_schemas import PlanDraft
from stepresearch.nodes.state.schema import Brief
from stepresearch.text.language.words import terms
from stepresearch.text.numbers.numerals import chinese_value
from stepresearch.text.numbers.quantities import quantities

_HAN_NUMERAL = re.compile("[〇零一二两三四五六七八九十百千万]+")

GIVEN_SHARE = 0.5
"""Of the words of an order that a model names, how many the question must have."""

FORM_SHARE = 0.6
"""Of the words of a point of the question, how many must stand in orders on the text for it to be one of them."""


def with_form(brief: Brief, draft: PlanDraft, asked: str) -> Brief:
    """Return the brief with the text that a plan says is wanted.

    Args:
        brief: What the question means.
        draft: The plan.
        asked: The question with all that the person added: orders that do not stand there were not given.
    """
    return Brief(
        **{
            **brief,
            "title": " ".join(draft.report_title.split()),
            "reader": draft.reader.strip(),
            "form": given_orders(draft.form, asked),
            "max_length": draft.max_length if gives_number(asked, draft.max_length) else 0,
        }
    )


def given_orders(named: Iterable[str], question: str) -> list[str]:
    """Return the orders that a question gives, of those that a model names; small models make some up."""
    asked = frozenset(terms(question))
    orders = dict.fromkeys(" ".join(order.split()) for order in named)
    return [
        order for order in orders if (own := set(terms(order))) and len(own & asked) >= GIVEN_SHARE * len(own)
    ]


def gives_number(question: str, number: int) -> bool:
    """Return whether a question gives a number, as a figure or in words."""
    given = {value for one in quantities(question) for value in (one.value, one.high)}
    given |= {chinese_value(run) for run in _HAN_NUMERAL.findall(question)}
    return number > 0 and number in given


def without_form(points: Iterable[str], form: Sequence[str]) -> list[str]:
    """Return the points without those that are orders on the text: most of their words stand in such orders."""
    ordered = frozenset(term for order in form for term in terms(order))
    return [
        point
        for point in points
        if not (own := frozenset(terms(point))) or len(own & ordered) <= FORM_SHARE * len(own)
    ]
