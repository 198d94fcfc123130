"""ask: put the questions back to the person, once, and take the answers into the brief."""

import re
from functools import partial
from typing import Any

from stepresearch.nodes.interrupts.answers import Answer, ask_person, form, read_answer, shown, unclear
from stepresearch.nodes.interrupts.stopped import stopped
from stepresearch.nodes.state.schema import ResearchState, ResearchUpdate

ASK = "answer_questions"
ACCEPTED = 'Answer in words, with a list of one answer a question, "proceed" to leave it to the agent, or "stop" to end the run.'
MAX_ANSWERS = 20
_YES_OR_NO = re.compile(
    r"^(?:is|are|was|were|does|do|did|has|have|should|shall|could|can|will|would|may|must)\b|[吗嗎]|是否|要不要|能否|需不需要",
    re.IGNORECASE,
)


async def ask(state: ResearchState) -> ResearchUpdate:
    """Return the brief with the answers, or that the person stopped the run.

    The interrupt shows `{"kind": "questions", "questions": […]}`, what may be answered, and the form of LangChain's
    human in the loop.
    """
    questions = state["questions"]
    if not questions:
        return ResearchUpdate()
    answer = ask_person(
        {
            "kind": "questions",
            "question": state["question"],
            "questions": questions,
            "accepted": ACCEPTED,
            **form(
                ASK, dict.fromkeys(questions, ""), "Before the research begins. Empty leaves it to the agent."
            ),
        },
        partial(read_answers, questions),
    )
    if answer.meaning == "stop":
        return stopped(state, "the questions", answer.words) | ResearchUpdate(questions=[])
    brief = state["brief"].copy()
    brief["answers"] = answer.data
    return ResearchUpdate(brief=brief, questions=[])


def read_answers(questions: list[str], given: Any) -> Answer:
    """Return what an answer means: `stop`, or `go_on` with the answers to keep as `data`."""
    if isinstance(given, list) and (len(given) != 1 or _is_number(given[0])):
        return _of_several(questions, given)
    answer = read_answer(str(given) if _is_number(given) else given)
    if answer.meaning == "edit":
        return _of_several(questions, answer.data)
    if answer.meaning == "unclear" or given is False:
        return unclear(answer.words or "It is not clear what a mere false answers.")
    if answer.meaning == "stop":
        return answer
    return Answer("go_on", data=_kept(questions[0] if len(questions) == 1 else "", answer))


def _of_several(questions: list[str], given: Any) -> Answer:
    """The answers of a list, or of an object with a member for each question."""
    if isinstance(given, dict):
        given = given.get("answers", given)
    if isinstance(given, dict):
        names = {**{question: question for question in questions}}
        names |= {str(number): question for number, question in enumerate(questions, 1)}
        if not given or not given.keys() <= names.keys():
            return unclear(f"The answer {shown(given)} has members that are none of the questions.")
        given = [
            next((value for name, value in given.items() if names[name] == one), None) for one in questions
        ]
    if not isinstance(given, list) or len(given) > MAX_ANSWERS:
        return unclear(f"The answer {shown(given)} is no list of up to {MAX_ANSWERS} answers.")
    return _of_list(questions, given)


def _of_list(questions: list[str], given: list[Any]) -> Answer:
    kept: list[str] = []
    read = [read_answer(str(one) if _is_number(one) else one) for one in given]
    for place, answer in enumerate(read):
        if answer.meaning in {"unclear", "edit"}:
            return unclear(f"Answer {place + 1} cannot be used. {answer.words}")
        if answer.meaning == "stop":
            return answer
        kept += _kept(questions[place] if len(given) == len(questions) else "", answer)
    return Answer("go_on", data=kept)


def _kept(question: str, answer: Answer) -> list[str]:
    """The answer as the plan is told it; a yes or no with its question, for it says nothing alone."""
    is_decided = answer.meaning in {"yes", "no"} or (
        answer.meaning == "go_on" and answer.words and _YES_OR_NO.search(question)
    )
    if answer.meaning == "go_on" and not is_decided:
        return []
    return [f"{question} {answer.words}".strip() if is_decided else answer.words]


def _is_number(given: Any) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool)
