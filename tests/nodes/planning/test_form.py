"""Orders on the form of the text."""

import pytest

from stepresearch.nodes.conversation.answer_schemas import PlanDraft, TaskDraft
from stepresearch.nodes.planning.form import without_form
from stepresearch.nodes.planning.wanted_text import given_orders, gives_number, with_form
from stepresearch.nodes.state.schema import Brief

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


BRIEF = Brief(objective="O", language="en", scope="", implied=[], answers=[])
TASK = TaskDraft(question="What does each ferry cost to run?")


def test_of_the_text_that_a_plan_says_is_wanted_what_the_question_gives_goes_into_the_brief() -> None:
    question = "Compare the two ferries in at most 300 words, with one table, for the harbour board."
    orders = "at most 300 words; one table; bullets with emoji"
    draft = PlanDraft(
        tasks=[TASK], report_title="Two ferries", reader="the board", form=orders, max_length=300
    )
    brief = with_form(BRIEF, draft, question)
    assert (brief.get("title"), brief.get("reader")) == ("Two ferries", "the board")
    assert (brief.get("form"), brief.get("max_length")) == (["at most 300 words", "one table"], 300)


def test_a_length_that_the_question_does_not_give_is_none() -> None:
    assert (
        with_form(BRIEF, PlanDraft(tasks=[TASK], max_length=12), "What did it cost?").get("max_length") == 0
    )


def test_what_holds_several_points_of_the_question_is_no_order() -> None:
    question = "Write a report that covers costs, leading suppliers, and supply risks."
    assert given_orders(["a report that covers costs and leading suppliers", "a report"], question) == [
        "a report"
    ]
