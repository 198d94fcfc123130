"""Reports too long for one question: read in parts for passages, judged by those."""

from collections.abc import Iterator

from stepresearch.evals.judger.answers import PassagesAnswer
from stepresearch.evals.judger.asking import passages_question
from stepresearch.evals.judger.calls import JudgeCalls
from stepresearch.evals.judger.quotation import find_quotation
from stepresearch.evals.judger.rubric import Criterion
from stepresearch.tools.llm.chat_model import ChatModel

RESERVED_TOKENS = 4000
"""For the instructions, the task, the answer and asking again."""
LEAST_PART_TOKENS = 1000
PASSAGES_TOKENS = 1500
NOTHING_FOUND = "(no passage bears on the criterion)"


async def fits(model: ChatModel, report: str, longest_tokens: int) -> bool:
    """Return whether a report can be shown to the judge whole."""
    room = await model.window_tokens() - RESERVED_TOKENS
    return model.estimate_tokens(report) <= min(longest_tokens, room)


async def excerpts(calls: JudgeCalls, report: str, task: str, criterion: Criterion, sample: int) -> str:
    """Return the passages of a long report that bear on a criterion, as its parts give them, those found in it only.

    Raises:
        ModelError: A part got no usable answer.
        BudgetExceeded: A limit was reached.
    """
    room = max(LEAST_PART_TOKENS, (await calls.model.window_tokens() - RESERVED_TOKENS) * 2 // 3)
    parts = list(parts_of(report, calls.model, room))
    passages: dict[tuple[int, int], str] = {}
    for number, part in enumerate(parts, 1):
        asked = passages_question(part, task, criterion, number, len(parts))
        answered = await calls.ask(asked, PassagesAnswer, max_tokens=PASSAGES_TOKENS, sample=sample)
        for one in answered.value.passages:
            found = find_quotation(one, report)
            if found is not None:
                passages[found.start, found.end] = found.text
    return "\n\n[…]\n\n".join(text for _place, text in sorted(passages.items())) or NOTHING_FOUND


def parts_of(report: str, model: ChatModel, most_tokens: int) -> Iterator[str]:
    """Yield a report in parts that end with a paragraph; a paragraph longer than a part is cut."""
    kept = ""
    for paragraph in report.split("\n\n"):
        joined = f"{kept}\n\n{paragraph}" if kept else paragraph
        if model.estimate_tokens(joined) <= most_tokens:
            kept = joined
            continue
        if kept:
            yield kept
        *whole, kept = _cut(paragraph, model, most_tokens)
        yield from whole
    if kept:
        yield kept


def _cut(paragraph: str, model: ChatModel, most_tokens: int) -> list[str]:
    tokens = model.estimate_tokens(paragraph)
    if tokens <= most_tokens:
        return [paragraph]
    pieces = -(-tokens // most_tokens)
    size = -(-len(paragraph) // pieces)
    return [paragraph[at : at + size] for at in range(0, len(paragraph), size)]
