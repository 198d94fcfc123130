"""What a model is told when its answer cannot be used."""

from stepresearch.tools.llm.chat_model import Message
from stepresearch.tools.llm.faults import Fault, ReplyFault
from stepresearch.tools.llm.structured_output.formats import Rung, form_of

ASKED = [Message(role="user", content="Which rivers?")]
SCHEMA = {"type": "object", "properties": {"rivers": {"type": "array"}, "enough": {"type": "boolean"}}}


def told(failed: ReplyFault, *, wants_json: bool = True) -> str:
    form = form_of(Rung.JSON_SCHEMA, ASKED, SCHEMA if wants_json else None, "rivers", failed)
    return form.messages[-1]["content"]


def test_a_model_asked_again_is_told_the_fault_and_the_members_that_are_wanted() -> None:
    assert told(ReplyFault(Fault.NO_JSON, "it holds no JSON object", "The Elbe.")) == (
        "That answer cannot be used: it holds no JSON object. "
        "Give the whole answer again as one JSON object with the members rivers, enough, corrected."
    )


def test_a_fault_that_ends_with_a_full_stop_gets_no_second_one() -> None:
    failed = ReplyFault(Fault.REJECTED, "It is written in English.", "The Elbe.")
    assert told(failed, wants_json=False) == (
        "That answer cannot be used: It is written in English. Give the whole answer again, corrected."
    )


def test_after_an_empty_answer_the_question_itself_names_the_members() -> None:
    assert told(ReplyFault(Fault.EMPTY_REPLY, "it is empty")) == (
        "Which rivers?\n\n(A first attempt failed: it is empty. "
        "Answer briefly and directly as one JSON object with the members rivers, enough.)"
    )
