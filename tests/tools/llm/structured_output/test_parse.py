"""Which answers are taken with open brackets, and what is said of those that are not."""

from typing import Any

import pytest

from stepresearch.tools.llm.completion import Completion
from stepresearch.tools.llm.faults import Fault, ReplyFault
from stepresearch.tools.llm.structured_output.parse import Answer, read_json, read_prose

SCHEMA = {
    "type": "object",
    "properties": {"items": {"type": "array"}, "enough": {"type": "boolean"}},
    "required": ["items"],
}


def read(text: str, finish_reason: str) -> Answer:
    completion = Completion(text=text, reasoning="", finish_reason=finish_reason, has_ended=True)
    return read_json(completion, SCHEMA, None, wants_tool=False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"items": ["a", "b"]', {"items": ["a", "b"]}),
        ('{"items": ["a", "b"', {"items": ["a", "b"]}),
        ('{"items": [], "enough": true', {"items": [], "enough": True}),
        ('{"items": [1, 2', {"items": [1, 2]}),
        ('{"items": [{"id": 1}, {"id": 2}\n', {"items": [{"id": 1}, {"id": 2}]}),
        (
            'Here:\n```json\n{"items": ["a"], "enough": true\n```\nAs you wished.',
            {"items": ["a"], "enough": True},
        ),
    ],
)
def test_what_is_open_is_closed_where_the_model_ended_its_answer_itself(text: str, value: Any) -> None:
    answer = read(text, "stop")
    assert (answer.value, answer.faults) == (value, (Fault.REPAIRED_JSON,))


@pytest.mark.parametrize("finish_reason", ["length", ""])
def test_nothing_is_closed_in_an_answer_that_was_cut_or_whose_end_nobody_said(finish_reason: str) -> None:
    with pytest.raises(ReplyFault) as caught:
        read('{"items": ["a", "b"]', finish_reason)
    assert caught.value.fault is Fault.CUT_OFF


@pytest.mark.parametrize(
    "text", ['{"items": [', '{"items": ["a",', '{"items": ["a', '{"items": [], "enough":', '{"items": [tru']
)
def test_nothing_is_closed_inside_a_member_or_before_one(text: str) -> None:
    with pytest.raises(ReplyFault):
        read(text, "stop")


def test_a_closed_value_must_have_the_shape_that_was_asked_for() -> None:
    with pytest.raises(ReplyFault, match="it lacks the members 'items'"):
        read('{"enough": true', "stop")


@pytest.mark.parametrize("text", ["索赔为310万欧元 [S1.5]。没有更多。", "It says [S1.5] and {this}."])
def test_prose_is_told_that_it_holds_no_object_and_not_where_a_bracket_stood(text: str) -> None:
    with pytest.raises(ReplyFault, match=r"^it holds no JSON object$"):
        read(text, "stop")


def test_prose_is_taken_without_what_nobody_sees() -> None:
    completion = Completion(text="The \x1b[31mferry\u202e sails.", reasoning="", has_ended=True)
    assert read_prose(completion, None).text == "The [31mferry sails."
