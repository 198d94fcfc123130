"""Forty shapes in which people and programs answer an interrupt, and what each is meant to do.

At the plan `words` change the plan where there is a model; where there is none, `clear` says whether they ask for
something certainly enough to add it, else they are asked for again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Outcome = Literal["goes on", "stops", "asks again", "words"]


@dataclass(frozen=True, slots=True)
class Shape:
    """An answer, and what it does at the plan and at the questions."""

    name: str
    answer: Any
    at_plan: Outcome
    at_questions: Outcome = "goes on"
    clear: bool = False

    def outcome(self, asked: Mapping[str, Any], *, has_model: bool) -> Outcome:
        """What it does to a run that asks this."""
        if asked["kind"] == "questions":
            return self.at_questions
        if self.at_plan != "words":
            return self.at_plan
        return "goes on" if has_model or self.clear else "asks again"


TASKS = [
    {"question": "Who built the bridge?", "queries": ["builder of the bridge"]},
    {"question": "What did it cost?"},
]


def decision(kind: str, **members: Any) -> dict[str, Any]:
    return {"decisions": [{"type": kind, **members}]}


def nested(depth: int) -> Any:
    value: Any = "x"
    for _ in range(depth):
        value = [value]
    return value


AGAIN: Outcome = "asks again"

SHAPES = [
    Shape("approve", "approve", "goes on"),
    Shape("lgtm", "lgtm", "goes on"),
    Shape("yes please", "yes please", "goes on"),
    Shape("praise", "Looks good, go ahead!", "goes on"),
    Shape("thumb", "👍", "goes on"),
    Shape("Chinese good", "好的", "goes on"),
    Shape("Chinese may", "可以", "goes on"),
    Shape("Chinese no problem", "没问题，谢谢", "goes on"),
    Shape("nothing written", "", "goes on"),
    Shape("null", None, "goes on"),
    Shape("true", True, "goes on"),
    Shape("no", "no", "stops"),
    Shape("no with thanks", "No, thanks.", "stops"),
    Shape("stop", "stop", "stops", "stops"),
    Shape("cancel", "Cancel!", "stops", "stops"),
    Shape("Chinese not", "不行", "stops"),
    Shape("Chinese stop", "停止", "stops", "stops"),
    Shape("false", False, "stops", AGAIN),
    Shape("yes and no", "yes, stop", "words"),
    Shape("a wish", "Also look at the repairs.", "words", clear=True),
    Shape("a question", "Who paid for it?", "words", clear=True),
    Shape("a refusal in a wish", "no estimates, only final accounts", "words"),
    Shape("vague", "hmm, I am not sure about this", "words"),
    Shape("number", 7, AGAIN),
    Shape("number as text", "7", AGAIN),
    Shape("marks", "?!", AGAIN, AGAIN),
    Shape("JSON text", '"approve"', "goes on"),
    Shape("JSON plan", '{"tasks": [{"question": "Who built the bridge?"}]}', "goes on", AGAIN),
    Shape("broken JSON", '{"tasks": [', AGAIN, AGAIN),
    Shape("plan", {"tasks": TASKS}, "goes on", AGAIN),
    Shape("plan as list", TASKS, "goes on", AGAIN),
    Shape("questions as list", ["Who built the bridge?", "What did it cost?"], "goes on"),
    Shape("plan without tasks", {"tasks": []}, AGAIN, AGAIN),
    Shape("empty list", [], AGAIN),
    Shape("empty object", {}, AGAIN, AGAIN),
    Shape("nested", nested(30), AGAIN, AGAIN),
    Shape("nested objects", {"a": {"b": [{"c": None}]}}, AGAIN, AGAIN),
    Shape("decision approve", decision("approve"), "goes on"),
    Shape(
        "decision edit",
        decision("edit", edited_action={"name": "research_plan", "args": {"tasks": '["Who built the bridge?"]'}}),
        "goes on",
        AGAIN,
    ),
    Shape("decision reject", decision("reject", message="too broad"), "stops", "stops"),
    Shape("decision respond", decision("respond", message="Add the repairs"), "words", clear=True),
    Shape("unknown decision", decision("perhaps"), AGAIN, AGAIN),
    Shape("no decisions", {"decisions": []}, AGAIN, AGAIN),
    Shape("Agent Inbox", [{"type": "accept", "args": None}], "goes on"),
    Shape("wrapped", {"answer": "go on"}, "goes on"),
    Shape("a megabyte", "word " * 200_000, AGAIN, AGAIN),
    Shape("surrogates", "also the co\ud800sts", "words", clear=True),
]  # fmt: skip
