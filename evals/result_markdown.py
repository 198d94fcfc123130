"""The result of an evaluation as Markdown: the score with what is unknown of it, who judged, and each verdict."""

from collections import Counter
from collections.abc import Iterator

from stepresearch.evals.evaluation import Evaluation, TaskResult
from stepresearch.evals.judger.rubric import Criterion
from stepresearch.evals.judger.score import Score
from stepresearch.evals.judger.verdicts import Judgement, Kind
from stepresearch.evals.markdown_table import cell, table
from stepresearch.text.language.markdown import escape
from stepresearch.tools.llm.chat_model import Usage

LONGEST_PROMPT = 120


def as_markdown(result: Evaluation) -> str:
    """Return a result as a page of Markdown."""
    return "\n".join(_lines(result)) + "\n"


def summary_markdown(result: Evaluation) -> str:
    """Return the first lines of the page: the score, what is unknown of it, who judged, and the axes."""
    return "\n".join(_head(result))


def shown_score(score: Score) -> str:
    """Return a score in percent, or its interval where verdicts are missing."""
    if score.value is not None:
        return f"{100 * score.value:.1f}" + (" (fatal error)" if score.is_fatal else "")
    return f"{100 * score.lowest:.1f} to {100 * score.highest:.1f}"


def spent_line(spent: Usage, saved: Usage, price: float | None) -> str:
    """Return in a line what judging took."""
    parts = [f"{spent.calls:,} calls"]
    if spent.calls:
        cached = spent.cached_tokens / max(1, spent.prompt_tokens)
        parts.append(f"{spent.prompt_tokens:,} prompt tokens, {cached:.0%} of them from the server's cache")
        parts.append(f"{spent.completion_tokens:,} answer tokens")
    if price is not None:
        parts.append(f"price {price:.3g}")
    if saved.calls:
        parts.append(f"{saved.calls:,} calls were answered before and cost nothing now")
    return " · ".join(parts)


def _head(result: Evaluation) -> Iterator[str]:
    yield f"# {escape(result.title)}: {shown_score(result.score)}"
    yield ""
    yield from _summary(result)
    yield from _axes(result)


def _lines(result: Evaluation) -> Iterator[str]:
    yield from _head(result)
    if len(result.tasks) > 1:
        yield "## Tasks"
        yield ""
        yield from table(
            ("task", "score", "criteria", "without a verdict", "prompt"),
            ((escape(one.task.task_id), shown_score(one.score), str(len(one.task.criteria)), str(one.score.missing), cell(one.task.prompt, LONGEST_PROMPT)) for one in result.tasks),
        )  # fmt: skip
    for one in result.tasks:
        yield from _criteria(one)


def _summary(result: Evaluation) -> Iterator[str]:
    tasks = len(result.tasks)
    repeats = len(result.tasks[0].samples)
    yield (
        f"- **Score** {shown_score(result.score)} of 100 by the mapping `{result.mapping}`, mean of {tasks} task{'s' * (tasks > 1)}"
        + (f" judged {repeats} times each." if repeats > 1 else ".")
    )
    if tasks > 1:
        low, high = result.sampling_interval
        yield f"- **95 % interval** {100 * low:.1f} to {100 * high:.1f}, for tasks like these (bootstrap over tasks); it holds no error of the judge."
    trust = f" This judge {escape(result.trust)}." if result.trust else ""
    yield f"- **Judge** {escape(str(result.judge))}.{trust}"
    yield f"- **Cost** {spent_line(result.spent, result.saved, result.price)}."
    judged = [found for one in result.tasks for sample in one.samples for found in sample]
    yield f"- **Verdicts** {_counts(judged)}."
    if result.score.missing:
        yield f"- **{result.score.missing} verdicts are missing.** They are not counted as 0: the score is an interval."
    if result.without_report:
        yield f"- **Without a report, and in no figure:** {escape(', '.join(result.without_report))}."
    yield ""


def _counts(judged: list[Judgement]) -> str:
    counts = Counter(str(one.verdict) if one.verdict else "missing" for one in judged)
    parts = [f"{count:,} {name}" for name, count in counts.most_common()]
    told = {
        "decided by code": sum(one.decided_by == "code" for one in judged),
        "on compound criteria": sum(one.is_compound for one in judged),
        "met by a blocked source alone, so not met": sum(one.is_blocked for one in judged),
        "asked again for their quotation": sum(one.has_been_asked_again for one in judged),
    }
    return ", ".join(parts) + "".join(f"; {count:,} {name}" for name, count in told.items() if count)


def _axes(result: Evaluation) -> Iterator[str]:
    axes = result.by_axis()
    if set(axes) <= {""}:
        return
    yield "## Axes"
    yield ""
    rows = (
        (escape(axis) or "(none)", shown_score(score), str(count)) for axis, (score, count) in axes.items()
    )
    yield from table(("axis", "score", "tasks"), rows)


def _criteria(one: TaskResult) -> Iterator[str]:
    yield f"## {escape(one.task.task_id)}: {shown_score(one.score)}"
    yield ""
    rows = (
        _row(criterion, [sample[number] for sample in one.samples])
        for number, criterion in enumerate(one.task.criteria)
    )
    yield from table(("criterion", "weight", "verdict", "evidence", "reason"), rows)


def _row(criterion: Criterion, judgements: list[Judgement]) -> tuple[str, ...]:
    first = judgements[0]
    verdicts = " ".join(dict.fromkeys(_verdict(one) for one in judgements))
    flaw = "flaw: " if criterion.kind is Kind.NEGATIVE else ""
    evidence = "; ".join(f"“{cell(found.text)}”" for found in first.evidence)
    reason = first.fault or first.reason
    parts = "".join(
        f" {number}. {one.verdict}: {cell(one.text, LONGEST_PROMPT)}"
        for number, one in enumerate(first.demands, 1)
    )
    return flaw + cell(criterion.text), f"{criterion.weight:g}", verdicts, evidence, cell(reason) + parts


def _verdict(one: Judgement) -> str:
    word = str(one.verdict) if one.verdict else "missing"
    return f"{word} (code)" if one.decided_by == "code" else word
