"""What the judge is asked: the report first, so that all questions about it share their beginning."""

import hashlib
from collections.abc import Sequence

from stepresearch.evals.judger.answers import NegativeAnswer, OneAnswer, PositiveAnswer
from stepresearch.evals.judger.rubric import Criterion
from stepresearch.evals.judger.verdicts import Kind
from stepresearch.evals.prompt_files import Prompts
from stepresearch.tools.llm.chat_model import Message

PROMPTS = Prompts("stepresearch.evals.judger")
NO_TASK = "(not given)"


def about_report(report: str, task: str, *, frame: str = "report") -> str:
    """Return the beginning of each question about a report.

    The mark is the hash of the report: nothing in it can close the fence, because changing it changes the mark.
    """
    mark = hashlib.sha256(report.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return PROMPTS.fill(frame, task=task.strip() or NO_TASK, report=report, mark=mark)


def question(beginning: str, criteria: Sequence[Criterion]) -> list[Message]:
    """Return the conversation that asks about criteria of one kind, behind the beginning of `about_report`."""
    kind = criteria[0].kind
    asked = PROMPTS.fill(str(kind), criteria=listed(criteria))
    return _conversation(f"{beginning}\n\n{asked}")


def passages_question(part: str, task: str, criterion: Criterion, number: int, count: int) -> list[Message]:
    """Return the conversation that looks for passages on a criterion in one part of a long report."""
    asked = PROMPTS.fill("chunk", number=number, count=count, criteria=listed([criterion]))
    return _conversation(f"{about_report(part, task)}\n\n{asked}")


def asked_again(conversation: Sequence[Message], answer: str, not_found: Sequence[str]) -> list[Message]:
    """Return the conversation continued: the answer, and which of its quotations the report does not have."""
    quotations = "\n".join(f"- {one or '(no quotation)'}" for one in not_found)
    said = Message(role="assistant", content=answer)
    return [
        *conversation,
        said,
        Message(role="user", content=PROMPTS.fill("again", quotations=quotations)),
    ]


def listed(criteria: Sequence[Criterion]) -> str:
    """Return criteria as the judge reads them."""
    return "\n".join(_line(number, one) for number, one in enumerate(criteria, 1))


def answer_form(kind: Kind) -> type[OneAnswer]:
    """Return the form of the answer on a criterion of a kind."""
    return PositiveAnswer if kind is Kind.POSITIVE else NegativeAnswer


def _line(number: int, one: Criterion) -> str:
    about = [f"weight {abs(one.weight):g}"]
    if one.axis:
        about.insert(0, one.axis)
    note = f"\nHow to judge it: {' '.join(one.explanation.split())}" if one.explanation else ""
    return f"criterion_{number} ({', '.join(about)}): {' '.join(one.text.split())}{note}"


def _conversation(asked: str) -> list[Message]:
    return [
        Message(role="system", content=PROMPTS.fill("system")),
        Message(role="user", content=asked),
    ]
