"""Figures that a sentence says it calculated, held against what two figures of its passages come to."""

import pytest

from stepresearch.text.grounding.figures import absent_figure

BRIDGE = [
    "By March 2026 it had cost €47.9 million. The budget is €46.2 million.",
    "It was estimated at €34.5 million. Of 5,840 round trips 5,495 round trips were run.",
]


@pytest.mark.parametrize(
    "sentence",
    [
        "It cost €47.9 million, 39 per cent above the €34.5 million of the plan, by calculation.",
        "The spending is 39 per cent above the €34.5 million of the plan, by calculation.",
        "It cost €1.7 million more than the budget of €46.2 million.",
        "It cost €47.9 million against a budget of €46.2 million, a difference of €1.7 million.",
        "It ran 5,495 round trips, that is 94.1 per cent.",
        "It cost €47.9 million, or about 1.4 times the first estimate.",
        "实际花费4790万欧元，比3450万欧元的估算高39%。",
        "实际花费4790万欧元，与4620万欧元的预算相差170万欧元。",
    ],
)
def test_a_figure_that_is_said_to_be_calculated_and_comes_out_right_is_given(sentence: str) -> None:
    assert absent_figure(sentence, BRIDGE) is None


@pytest.mark.parametrize(
    ("sentence", "figure"),
    [
        ("The spending is 36 per cent above the €34.5 million of the plan, by calculation.", "36 per cent"),
        ("It cost €1.9 million more than the budget of €46.2 million.", "€1.9 million"),
        ("It ran 5,495 round trips, that is 97.1 per cent.", "97.1 per cent"),
        ("实际花费4790万欧元，与4620万欧元的预算相差190万欧元。", "190万欧元"),
    ],
)
def test_a_calculated_figure_that_comes_out_otherwise_is_absent(sentence: str, figure: str) -> None:
    assert absent_figure(sentence, BRIDGE) == figure


@pytest.mark.parametrize(
    ("sentence", "figure"),
    [
        ("The spending rose by 39 per cent from €34.5 million.", "39 per cent"),
        ("It asks for €1.7 million.", "€1.7 million"),
        ("The overrun is the difference between €47.9 million and the €13.4 million asked.", "€13.4 million"),
    ],
)
def test_a_figure_that_is_not_said_to_be_calculated_is_absent_even_where_it_comes_out(
    sentence: str, figure: str
) -> None:
    assert absent_figure(sentence, BRIDGE) == figure


def test_of_many_figures_of_a_kind_the_sentence_must_name_one_that_it_starts_from() -> None:
    many = ["Parts cost €1 million, €3 million, €7 million, €12 million and €20 million."]
    assert absent_figure("By calculation it is €9 million.", many) == "€9 million"
    assert absent_figure("By calculation it is €9 million above the €3 million.", many) is None
