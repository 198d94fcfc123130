"""The page of FACT: accuracy and effective citations, and what each citation was found to be."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from stepresearch.evals.fact.checking import FactResult, Support
from stepresearch.evals.judge_model import JudgeRecord
from stepresearch.evals.markdown_table import cell, table
from stepresearch.text.language.markdown import escape


def as_markdown(results: Sequence[FactResult], judge: JudgeRecord, trust: str) -> str:
    """Return the page."""
    return "\n".join(_lines(results, judge, trust)) + "\n"


def as_json(results: Sequence[FactResult], judge: JudgeRecord, trust: str) -> dict[str, Any]:
    """Return the results JSON-able."""
    return {
        "judge": asdict(judge),
        "trust": trust,
        "accuracy": _mean([one.accuracy for one in results]),
        "effective_citations": sum(one.effective for one in results) / len(results),
        "reports": [
            {
                "name": one.name,
                "accuracy": one.accuracy,
                "effective_citations": one.effective,
                "citations": [asdict(checked) for checked in one.checked],
            }
            for one in results
        ],
    }


def _lines(results: Sequence[FactResult], judge: JudgeRecord, trust: str) -> Iterator[str]:
    effective = sum(one.effective for one in results) / len(results)
    yield f"# Citations: accuracy {_shown(_mean([one.accuracy for one in results]))}, {effective:.1f} effective a report"
    yield ""
    yield f"Judge: {escape(str(judge))}. This judge {escape(trust)}."
    yield ""
    yield "Accuracy is the share of supported citations among those whose page was at hand and readable, as the mean over the reports."
    yield ""
    yield from table(
        ("report", "accuracy", "supported", "unsupported", "unknown"),
        ((escape(one.name), _shown(one.accuracy), *(str(one.count(support)) for support in Support)) for one in results),
    )  # fmt: skip
    for one in results:
        yield f"## {escape(one.name)}"
        yield ""
        rows = (
            (cell(found.cited.statement), escape(found.cited.url), str(found.support), cell(found.quotation), cell(found.reason))
            for found in one.checked
        )  # fmt: skip
        yield from table(("statement", "cites", "is", "the page says", "reason"), rows)


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _shown(value: float | None) -> str:
    return "open" if value is None else f"{value:.1%}"
