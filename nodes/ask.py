"""ask: put the questions back to the person, once, and take the answers into the brief."""

from langgraph.types import interrupt

from stepresearch.nodes.state import ResearchState, ResearchUpdate

GO_ON = frozenset({"", "proceed", "go", "skip", "approve", "ok", "继续", "跳过"})
"""Answers that leave the questions to the agent."""


async def ask(state: ResearchState) -> ResearchUpdate:
    """Return the brief with the answers.

    The interrupt shows `{"kind": "questions", "questions": […]}`. The answer is words, a list of them, or "proceed".
    """
    if not state["questions"]:
        return ResearchUpdate()
    answer = interrupt({"kind": "questions", "question": state["question"], "questions": state["questions"]})
    answers = answer if isinstance(answer, list) else [answer]
    said = [str(one).strip() for one in answers if one is not None and not isinstance(one, bool)]
    brief = state["brief"].copy()
    brief["answers"] = [one for one in said if one.lower() not in GO_ON]
    return ResearchUpdate(brief=brief, questions=[])
