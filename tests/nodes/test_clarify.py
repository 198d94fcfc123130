import pytest
from langchain_core.messages import AIMessage, HumanMessage

from stepresearch.nodes.clarify import with_brief
from stepresearch.nodes.conversation.answer_schemas import BriefDraft
from stepresearch.nodes.state.question import MAX_QUESTION_CHARS, question_of
from stepresearch.nodes.state.schema import Brief, ResearchState
from stepresearch.tools.errors import ConfigError


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "?!", "……", "🙂"])
def test_a_question_without_a_letter_or_figure_is_refused(question: str) -> None:
    with pytest.raises(ConfigError, match="empty") as caught:
        question_of(ResearchState(question=question))
    assert caught.value.hint


def test_a_question_too_long_is_refused_with_both_figures_and_a_way_out() -> None:
    with pytest.raises(ConfigError, match="4,001 characters; up to 4,000") as caught:
        question_of(ResearchState(question="x" * (MAX_QUESTION_CHARS + 1)))
    assert "--docs" in caught.value.hint


def test_no_question_at_all_is_refused() -> None:
    with pytest.raises(ConfigError):
        question_of(ResearchState())


@pytest.mark.parametrize("question", ["x" * MAX_QUESTION_CHARS, "42?", "为什么？", " spaced "])
def test_any_other_question_is_taken_without_the_blanks_around_it(question: str) -> None:
    assert question_of(ResearchState(question=question)) == question.strip()


def test_the_last_message_of_a_person_is_the_question_of_a_chat() -> None:
    talk = [HumanMessage("Old?"), AIMessage("A report."), HumanMessage([{"type": "text", "text": "New?"}])]
    assert question_of(ResearchState(messages=talk, question="Old?", taken="Old?")) == "New?"


def test_what_the_model_makes_of_the_question_keeps_language_and_answers() -> None:
    brief = Brief(objective="Q", language="zh", scope="", implied=[], answers=["a"])
    made = with_brief(brief, BriefDraft(objective="", scope="Lund", implied=["price"]))
    assert made == Brief(objective="Q", language="zh", scope="Lund", implied=["price"], answers=["a"])
