"""Checks cited statements against the pages that they cite."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from stepresearch.evals.fact.citations import Cited, cited_statements
from stepresearch.evals.fact.pages import Pages
from stepresearch.evals.judger.answers import LONGEST_QUOTATION, LONGEST_REASON
from stepresearch.evals.judger.calls import JudgeCalls
from stepresearch.evals.judger.long_reports import RESERVED_TOKENS, parts_of
from stepresearch.evals.judger.quotation import find_quotation
from stepresearch.evals.prompt_files import Prompts
from stepresearch.evals.together import together
from stepresearch.tools.errors import BudgetExceeded, ModelError
from stepresearch.tools.llm.chat_model import Message

PROMPTS = Prompts("stepresearch.evals.fact")
ANSWER_TOKENS = 800


class Support(StrEnum):
    """Whether a page supports a statement."""

    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"
    UNKNOWN = "unknown"
    """The page is not at hand or not readable, or the judge gave no usable answer."""


class SupportAnswer(BaseModel):
    """The judge's answer."""

    model_config = ConfigDict(extra="ignore")

    reason: str = Field(max_length=LONGEST_REASON)
    quotation: str = Field(max_length=LONGEST_QUOTATION)
    verdict: Literal["supported", "unsupported", "unknown"]


@dataclass(frozen=True, slots=True)
class Checked:
    """A statement that was checked.

    Attributes:
        cited: The statement and its address.
        support: What was found.
        reason: Why.
        quotation: The words of the page; empty where it is not supported.
    """

    cited: Cited
    support: Support
    reason: str
    quotation: str = ""


@dataclass(frozen=True, slots=True)
class FactResult:
    """What FACT measures of one report.

    Attributes:
        name: Of the report.
        checked: Each statement with each address that it cites.
    """

    name: str
    checked: tuple[Checked, ...]

    def count(self, support: Support) -> int:
        """Return how many citations are so supported."""
        return sum(one.support is support for one in self.checked)

    @property
    def accuracy(self) -> float | None:
        """The share of supported citations among those that could be decided; None where there are none."""
        decided = self.count(Support.SUPPORTED) + self.count(Support.UNSUPPORTED)
        return self.count(Support.SUPPORTED) / decided if decided else None

    @property
    def effective(self) -> int:
        """Effective citations: those that are supported."""
        return self.count(Support.SUPPORTED)


async def check_report(
    calls: JudgeCalls,
    name: str,
    report: str,
    pages: Pages,
    *,
    on_checked: Callable[[int, int], None] = lambda _done, _all: None,
) -> FactResult:
    """Check every citation of a report; the statements on one page are asked with the page in front.

    Raises:
        ConfigError: The judge cannot be used.
    """
    found = cited_statements(report)
    done = 0

    async def check(one: Cited) -> Checked:
        nonlocal done
        checked = await _check(calls, one, pages)
        done += 1
        on_checked(done, len(found))
        return checked

    async with together() as group:
        tasks = [group.create_task(check(one)) for one in found]
    return FactResult(name, tuple(task.result() for task in tasks))


async def _check(calls: JudgeCalls, cited: Cited, pages: Pages) -> Checked:
    text = await pages.text(cited.url)
    if text is None or not text.strip():
        return Checked(cited, Support.UNKNOWN, "The page is not at hand.")
    room = await calls.model.window_tokens() - RESERVED_TOKENS
    parts = list(parts_of(text, calls.model, max(RESERVED_TOKENS, room)))
    try:
        answers = [await _asked(calls, cited, part) for part in parts]
    except (ModelError, BudgetExceeded) as error:
        return Checked(cited, Support.UNKNOWN, str(error))
    return _joint(answers)


async def _asked(calls: JudgeCalls, cited: Cited, part: str) -> Checked:
    mark = hashlib.sha256(part.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    asked = PROMPTS.fill("page", page=part, mark=mark, statement=cited.statement)
    messages = [
        Message(role="system", content=PROMPTS.fill("system")),
        Message(role="user", content=asked),
    ]
    answered = await calls.ask(messages, SupportAnswer, max_tokens=ANSWER_TOKENS)
    if _is_unfounded(answered.value, part):
        quotation = answered.value.quotation or "(no quotation)"
        again = [
            *messages,
            Message(role="assistant", content=answered.text),
            Message(role="user", content=PROMPTS.fill("again", quotation=quotation)),
        ]
        answered = await calls.ask(again, SupportAnswer, max_tokens=ANSWER_TOKENS)
    answer = answered.value
    if _is_unfounded(answer, part):
        reason = f"Taken for unsupported: what the judge quotes is not on the page. {answer.reason}"
        return Checked(cited, Support.UNSUPPORTED, reason)
    return Checked(cited, Support(answer.verdict), answer.reason, answer.quotation)


def _is_unfounded(answer: SupportAnswer, part: str) -> bool:
    return answer.verdict == "supported" and find_quotation(answer.quotation, part) is None


def _joint(answers: Sequence[Checked]) -> Checked:
    """Return the best of what the parts of a page say: one that supports is enough."""
    order = (Support.SUPPORTED, Support.UNSUPPORTED, Support.UNKNOWN)
    return min(answers, key=lambda one: order.index(one.support))
