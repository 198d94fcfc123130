"""What a person's answer to an interrupt means, whatever its shape: words, JSON, edited tasks, decisions of a chat.

An answer must never end a run by a fault: LangGraph replays it on each resume, so that the run could never go on.
What cannot be used is `unclear`, and asked again with the reason.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from langgraph.types import interrupt

from stepresearch.nodes.interrupts.answer_words import meaning_of
from stepresearch.text.language.visible_characters import visible_characters

MAX_CHARS = 4000
_DEEPEST = 6
_SHOWN_CHARS = 60
_HOLDERS = frozenset(
    {"answer", "answers", "content", "feedback", "input", "message", "reply", "response", "resume", "text", "value", "words"}
)  # fmt: skip
"""Names under which clients wrap an answer that is alone in its object."""
_DECISIONS: dict[str, Literal["go_on", "stop", "words", "edit"]] = {
    "approve": "go_on", "accept": "go_on", "reject": "stop", "ignore": "stop", "respond": "words", "response": "words",
    "edit": "edit",
}  # fmt: skip
"""LangChain's human in the loop: https://docs.langchain.com/oss/python/langchain/human-in-the-loop, and Agent Inbox."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, understood.

    Attributes:
        meaning: `yes` and `no` are words that a plan takes for approval and refusal, and a question for its answer;
            `edit` is data, to be read by who asked.
        words: What was said; where it is unclear, why it cannot be used.
        data: What was handed back edited.
    """

    meaning: Literal["go_on", "yes", "no", "stop", "words", "edit", "unclear"]
    words: str = ""
    data: Any = None


def ask_person(payload: Mapping[str, Any], read: Callable[[Any], Answer]) -> Answer:
    """Interrupt until the answer is one that can be used, each time with what was wrong with the one before.

    Args:
        payload: What the interrupt shows.
        read: Says what an answer means to who asks.
    """
    problem = ""
    while True:
        answer = read(interrupt(_with_problem(payload, problem) if problem else dict(payload)))
        if answer.meaning != "unclear":
            return answer
        problem = answer.words


def _with_problem(payload: Mapping[str, Any], problem: str) -> dict[str, Any]:
    """The payload with the problem where programs look for it, and where the form of a chat shows it."""
    requests = [
        {**request, "description": f"{problem}\n\n{request['description']}"}
        for request in payload["action_requests"]
    ]
    return {**payload, "problem": problem, "action_requests": requests}


def form(name: str, arguments: Mapping[str, Any], description: str) -> dict[str, Any]:
    """Return the members of a payload by which faces such as agent-chat-ui draw a form (LangChain's HITLRequest)."""
    return {
        "action_requests": [{"name": name, "args": dict(arguments), "description": description}],
        "review_configs": [
            {"action_name": name, "allowed_decisions": ["approve", "edit", "reject", "respond"]}
        ],
    }


def unclear(reason: str) -> Answer:
    """Return an answer that cannot be used, and why."""
    return Answer("unclear", reason)


def read_answer(given: Any, depth: int = 0) -> Answer:
    """Return what an answer of any shape means; data that is no decision is left to who asked, as an `edit`."""
    if depth > _DEEPEST:
        return unclear("The answer is nested too deep to be understood.")
    if given is None or isinstance(given, bool):
        return Answer("no" if given is False else "go_on")
    if isinstance(given, str):
        return _of_text(given, depth)
    if isinstance(given, Mapping):
        return _of_object(given, depth)
    if isinstance(given, Sequence) and not isinstance(given, bytes | bytearray):
        return read_answer(given[0], depth + 1) if len(given) == 1 else Answer("edit", data=list(given))
    return unclear(f"The answer {shown(given)} is neither words nor a plan.")


def _of_text(given: str, depth: int) -> Answer:
    text = given.strip()
    if text.startswith(("{", "[", '"')):
        try:
            return read_answer(json.loads(text), depth + 1)
        except RecursionError:
            return unclear("The answer is nested too deep to be understood.")
        except ValueError as error:
            if text.startswith("{"):
                return unclear(f"The answer looks like JSON and is none: {error}.")
    if len(given) > MAX_CHARS:
        return unclear(f"The answer has {len(given):,} characters; up to {MAX_CHARS:,} are taken.")
    return _of_words(visible_characters(text).strip())


def _of_words(text: str) -> Answer:
    if not text:
        return Answer("go_on")
    meaning = meaning_of(text)
    if meaning is None and not any(char.isalnum() for char in text):
        return unclear(f"The answer {shown(text)} has no word.")
    return Answer(meaning or "words", text)


def _of_object(given: Mapping[Any, Any], depth: int) -> Answer:
    if "decisions" in given:
        return _of_decisions(given["decisions"], depth)
    if _has_type(given) and given["type"] in _DECISIONS:
        return _of_decision(given, depth)
    if len(given) == 1 and (name := next(iter(given))) in _HOLDERS:
        return read_answer(given[name], depth + 1)
    if len(given) == 1 and isinstance(given.get("approved"), bool):
        return read_answer(given["approved"], depth + 1)
    return Answer("edit", data=dict(given))


def _of_decisions(given: Any, depth: int) -> Answer:
    if not isinstance(given, list) or not given:
        return unclear('The answer has "decisions", which must be a list with one decision.')
    read = [_of_decision(one, depth) for one in given]
    if any(one != read[0] for one in read):
        return unclear(f"The answer has {len(given)} decisions that differ; one thing was asked.")
    return read[0]


def _of_decision(given: Any, depth: int) -> Answer:
    kind = _DECISIONS.get(given["type"]) if _has_type(given) else None
    if kind is None:
        return unclear(f"The decision {shown(given)} is none of approve, edit, reject, respond.")
    said = given.get("message", given.get("args"))
    if kind == "edit":
        action = given.get("edited_action", given.get("args"))
        arguments = action.get("args", action) if isinstance(action, Mapping) else action
        return (
            Answer("edit", data=arguments)
            if isinstance(arguments, Mapping | list)
            else unclear('The decision "edit" has no edited_action with args.')
        )
    if kind == "words":
        return read_answer(said, depth + 1) if said else unclear('The decision "respond" has no message.')
    return Answer(kind, visible_characters(said).strip()[:MAX_CHARS] if isinstance(said, str) else "")


def _has_type(given: Any) -> bool:
    return isinstance(given, Mapping) and isinstance(given.get("type"), str)


def shown(given: Any) -> str:
    """Return a value as a person may recognise it, cut where it is long."""
    if isinstance(given, list | tuple | set | dict | Mapping) and len(given) > 3:
        return f"of {len(given)} members"
    told = visible_characters(repr(given) if not isinstance(given, str) else repr(given[:_SHOWN_CHARS]))
    return told if len(told) <= _SHOWN_CHARS else f"{told[:_SHOWN_CHARS]}…"
