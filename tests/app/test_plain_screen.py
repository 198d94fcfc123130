"""The lines of progress, for logs and pipes."""

import io

import pytest

from stepresearch.app.plain_screen import PlainScreen
from stepresearch.graph.run import StepDone


@pytest.mark.parametrize(("hits", "told"), [(0, "0 hits"), (1, "1 hit"), (2, "2 hits")])
def test_one_hit_is_told_in_the_singular(hits: int, told: str) -> None:
    written = io.StringIO()
    query = {"query_id": "Q1", "text": "harbour", "answer_key": "k", "hits": hits}
    PlainScreen(written).step(StepDone("search", {"queries": {"Q1": query}}))
    assert written.getvalue().endswith(f"searched 'harbour': {told}\n")


def test_a_task_begins_with_a_capital_wherever_in_the_question_it_stood() -> None:
    written = io.StringIO()
    plan = {"tasks": [{"task_id": "T1", "question": "what are the open risks?", "settled": False}]}
    PlainScreen(written).step(StepDone("plan", {"plan": plan}))
    assert "task T1: What are the open risks?" in written.getvalue()


def test_what_verification_looks_up_is_not_counted_as_a_round() -> None:
    written = io.StringIO()
    screen = PlainScreen(written)
    screen.step(StepDone("reflect", {"round": 1, "corroborated": False}))
    screen.step(StepDone("verify", {"round": 2, "corroborated": True}))
    assert "round 1\n" in written.getvalue()
    assert "looking up what is unsettled\n" in written.getvalue()
    assert "round 2" not in written.getvalue()
