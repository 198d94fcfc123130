"""What text a person wants, as the plan says it: title, reader, orders on the form, length."""

import re
from collections.abc import Iterable

from stepresearch.nodes.conversation.answer_schemas import PlanDraft
from stepresearch.nodes.planning.question_parts import listed_points
from stepresearch.nodes.state.schema import Brief
from stepresearch.text.language.words import terms
from stepresearch.text.numbers.numerals import chinese_value
from stepresearch.text.numbers.quantities import quantities

GIVEN_SHARE = 0.5
"""Of the words of an order that a model names, how many the question must have."""

POINTS_OF_SUBJECT = 2
"""Points of the question's list from which on what holds them is a part of the subject."""

_ORDERS_END = re.compile(r"[;；\n]")
_HAN_NUMERAL = re.compile("[〇零一二两三四五六七八九十百千万]+")


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
            "form": given_orders(_ORDERS_END.split(draft.form), asked),
            "max_length": draft.max_length if gives_number(asked, draft.max_length) else 0,
        }
    )


def given_orders(named: Iterable[str], question: str) -> list[str]:
    """Return the orders that a question gives, of those that a model names; small models make some up.

    What holds two points that the question lists is no order on the text but a part of what is asked.
    """
    asked = frozenset(terms(question))
    points = [own for point in listed_points(question) if (own := frozenset(terms(point)))]
    orders = dict.fromkeys(" ".join(order.split()) for order in named)
    return [order for order in orders if _is_given(frozenset(terms(order)), asked, points)]


def _is_given(order: frozenset[str], asked: frozenset[str], points: Iterable[frozenset[str]]) -> bool:
    is_said = bool(order) and len(order & asked) >= GIVEN_SHARE * len(order)
    return is_said and sum(point <= order for point in points) < POINTS_OF_SUBJECT


def gives_number(question: str, number: int) -> bool:
    """Return whether a question gives a number, as a figure or in words."""
    given = {value for one in quantities(question) for value in (one.value, one.high)}
    given |= {chinese_value(run) for run in _HAN_NUMERAL.findall(question)}
    return number > 0 and number in given
