"""A judge by rules behind a server on loopback: honest, or with one known error.

It knows facts by their words: a criterion names in quotation marks what the report must say, or what flaw it must not have.
Of two reports it prefers the one with more sentences on the task.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from doubles.model_server import Request, Scripted, spoken

_REPORT = re.compile(r"^BEGIN REPORT (\w+)\n(.*?)\nEND REPORT \1$", re.DOTALL | re.MULTILINE)
_SIDE = r"^BEGIN {side} REPORT (\w+)\n(.*?)\nEND {side} REPORT \1$"
_TASK = re.compile(r"^The task that both reports were written for:\n\n(.*?)\n\nBEGIN LEFT", re.DOTALL)
_CRITERION = re.compile(r"^criterion_(\d+) \([^)]*\): (.*)$", re.MULTILINE)
_QUOTED = re.compile(r'"([^"]+)"')
_ASIDE = re.compile(
    r"(?i)criteri|the report (?:states|says|names|should|denies|cites|calls|closes|praises)|verdict"
)
_CITATIONS = re.compile(r"\s?\[\d+\](?:\([^)]*\))?|\*")
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


@dataclass(frozen=True, slots=True)
class Sides:
    """Two reports as the judge reads them."""

    task: str
    left: str
    right: str


Rule = Callable[[Asked, int], Said]
"""From a question and the place of a criterion in it to what is said of that."""

PairRule = Callable[[Sides], str]
"""From two reports to the verdict on them."""


def asked_in(request: Request) -> Asked:
    """Read the question that a request asks."""
    prompt = request["messages"][1]["content"]
    found = _REPORT.search(prompt)
    assert found, prompt
    asked = prompt[found.end() :]
    criteria = tuple(match[2] for match in _CRITERION.finditer(asked))
    return Asked(found[2], criteria, FLAW_PROMPT in asked, len(request["messages"]))


def sides_in(prompt: str) -> Sides:
    """Read the two reports of a comparison."""
    task = _TASK.search(prompt)
    sides = [
        re.search(_SIDE.format(side=side), prompt, re.DOTALL | re.MULTILINE) for side in ("LEFT", "RIGHT")
    ]
    assert task, prompt
    assert sides[0], prompt
    assert sides[1], prompt
    return Sides(task[1], sides[0][2], sides[1][2])


def sentences(report: str) -> list[str]:
    return [one for one in re.split(r"(?<=[.])\s+|(?<=。)|\n{2,}", report) if one.strip()]


def plain(text: str) -> str:
    return " ".join(_CITATIONS.sub("", text).split()).casefold()


def sentence_with(words: str, report: str) -> str | None:
    """Return the sentence that says something, asides about criteria not counted."""
    for sentence in sentences(report):
        if plain(words) in plain(sentence) and not _ASIDE.search(sentence):
            return sentence
    return None


def honest(asked: Asked, at: int) -> Said:
    """Say full with the sentence, partial where some of the facts named are there, else none."""
    criterion = asked.criteria[at]
    facts = _QUOTED.findall(criterion)
    if "denies this" in criterion:
        return Said("none")
    if criterion.startswith('The report cites "'):
        address, statement = facts
        found = sentence_with(statement, asked.report)
        return Said("full", found) if found and address in found else Said("none")
    told = [sentence for fact in facts if (sentence := sentence_with(fact, asked.report))]
    if not told:
        return Said("none")
    return Said("full" if len(told) == len(facts) else "partial", told[0])


def fair(sides: Sides) -> str:
    """Prefer the report with more sentences that have a word of the task."""
    words = re.findall(r"[a-z]{5,}", sides.task.casefold()) or re.findall(r"[\u4e00-\u9fff]{2}", sides.task)
    left, right = (
        sum(any(word in sentence.casefold() for word in words) for sentence in sentences(report))
        for report in (sides.left, sides.right)
    )
    if left == right:
        return "both_good"
    return "left" if left > right else "right"


class JudgeDouble:
    """Answers questions of the judger by a rule.

    Args:
        rule: What it says of each criterion.
        pair_rule: What it says of two reports.
    """

    def __init__(self, rule: Rule = honest, pair_rule: PairRule = fair) -> None:
        self._rule = rule
        self._pair_rule = pair_rule

    def __call__(self, request: Request) -> Scripted:
        prompt = request["messages"][1]["content"]
        if "BEGIN LEFT REPORT" in prompt:
            return spoken(json.dumps(self._on_pair(prompt)))
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

    def _on_pair(self, prompt: str) -> dict[str, object]:
        verdict = self._pair_rule(sides_in(prompt))
        better = verdict if verdict in ("left", "right") else "equal"
        if "Score both reports" in prompt:
            points = {"left": (8, 4), "right": (4, 8), "equal": (6, 6)}[better]
            scores = {"reason": "By rule.", "left": points[0], "right": points[1]}
            return {f"criterion_{match[1]}": scores for match in _CRITERION.finditer(prompt)}
        dimension = {"reason": "By rule.", "better": better}
        names = ("completeness", "depth", "fitness", "readability")
        return {**dict.fromkeys(names, dimension), "reason": "By rule.", "verdict": verdict}
