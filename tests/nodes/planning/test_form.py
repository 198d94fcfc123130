"""Orders on the form of the text."""

import pytest

from stepresearch.nodes.planning.form import given_orders, gives_number, without_form

QUESTION = "Which ferry is cheaper to run? Answer in one page with a table of costs."


def test_an_order_that_the_question_does_not_give_is_left_out() -> None:
    assert given_orders(["in one page", "a table of costs", "formal tone for lawyers"], QUESTION) == [
        "in one page",
        "a table of costs",
    ]


@pytest.mark.parametrize(
    ("question", "number", "given"),
    [
        ("A memo of at most 800 words.", 800, True),
        ("写一份不超过八百字的报告。", 800, True),
        ("写一份不超过1,200字的报告。", 1200, True),
        ("A short memo.", 800, False),
        ("A memo of at most 800 words.", 0, False),
    ],
)
def test_a_number_is_given_as_a_figure_or_in_words(question: str, number: int, given: bool) -> None:
    assert gives_number(question, number) is given


def test_a_point_that_is_an_order_on_the_text_is_no_point() -> None:
    points = ["Which ferry is cheaper to run", "Answer in one page with a table of costs"]
    assert without_form(points, ["in one page", "with a table of costs"]) == ["Which ferry is cheaper to run"]
