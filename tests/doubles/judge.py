"""A judge by rules behind a server on loopback: honest, or with one known error.

It knows facts by their words: a criterion names in quotation marks what the report must say, or what flaw it must not have.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from doubles.model_server import Request, Scripted, spoken

_REPORT = re.compile(r"^BEGIN REPORT (\w+)\n(.*?)\nEND REPORT \1$", re.DOTALL | re.MULTILINE)
_CRITERION = re.compile(r"^criterion_(\d+) \([^)]*\): (.*)$", re.MULTILINE)
_QUOTED = re.compile(r'"([^"]+)"')
_ASIDE = re.compile(r"(?i)criteri|the report (?:states|says|names|should)|verdict")
FLAW_PROMPT = "describes a flaw"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the judge reads it.

    Attributes:
        report: What stands between the marks.
        criteria: The texts, in the order asked.
        is_flaw: Whether the prompt for flaws was used.
        turns: Messages of the conversation; more than two where the judge is asked again.
    """

    report: str
    criteria: tuple[str, ...]
    is_flaw: bool
    turns: int


@dataclass(frozen=True, slots=True)
class Said:
    """What a judge says of one criterion."""

    verdict: str
    quotation: str = ""


Rule = Callable[[Asked, int], Said]
"""From a question and the place of a criterion in it to what is said of that."""


def asked_in(request: Request) -> Asked:
    """Read the question that a request asks."""
    prompt = request["messages"][1]["content"]
    found = _REPORT.search(prompt)
    assert found, prompt
    asked = prompt[found.end() :]
    criteria = tuple(match[2] for match in _CRITERION.finditer(asked))
    return Asked(found[2], criteria, FLAW_PROMPT in asked, len(request["messages"]))


def sentence_with(words: str, report: str) -> str | None:
    """Return the sentence that says something, asides about criteria not counted."""
    for sentence in re.split(r"(?<=[.])\s+|(?<=。)|\n{2,}", report):
        if words.casefold() in " ".join(sentence.replace("*", "").split()).casefold() and not _ASIDE.search(
            sentence
        ):
            return sentence
    return None


def honest(asked: Asked, at: int) -> Said:
    """Say full with the sentence, partial where half of the facts named are there, else none."""
    facts = _QUOTED.findall(asked.criteria[at])
    found = [sentence for fact in facts if (sentence := sentence_with(fact, asked.report))]
    if not found:
        return Said("none")
    return Said("full" if len(found) == len(facts) else "partial", found[0])


class JudgeDouble:
    """Answers questions of the judger by a rule.

    Args:
        rule: What it says of each criterion.
    """

    def __init__(self, rule: Rule = honest) -> None:
        self._rule = rule

    def __call__(self, request: Request) -> Scripted:
        asked = asked_in(request)
        answers = [self._answer(asked, at) for at in range(len(asked.criteria))]
        if len(answers) == 1:
            return spoken(json.dumps(answers[0], ensure_ascii=False))
        members = {f"criterion_{number}": answer for number, answer in enumerate(answers, 1)}
        return spoken(json.dumps(members, ensure_ascii=False))

    def _answer(self, asked: Asked, at: int) -> dict[str, object]:
        said = self._rule(asked, at)
        verdict = {"quotation": said.quotation, "verdict": said.verdict}
        if asked.is_flaw:
            return {"reason": "By rule.", **verdict}
        return {"reason": "By rule.", "demands": [{"demand": asked.criteria[at], **verdict}]}
