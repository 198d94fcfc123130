"""The page of a judge: each gate with pass or fail, and its agreement with another judge."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from stepresearch.evals.markdown_table import cell, table
from stepresearch.evals.reliability.bench import GateResult
from stepresearch.evals.reliability.run import Reliability
from stepresearch.text.language.markdown import escape

EXAMPLE_CHARS = 160


def verdict_line(result: Reliability) -> str:
    """Return in a sentence how far the judge can be trusted."""
    gates = len(result.results)
    if not result.failed:
        return f"passes all {gates} gates"
    return f"fails {len(result.failed)} of {gates} gates: {', '.join(result.failed)}"


def as_markdown(result: Reliability) -> str:
    """Return the page as Markdown."""
    return "\n".join(_lines(result)) + "\n"


def as_json(result: Reliability) -> dict[str, Any]:
    """Return the result JSON-able."""
    return {
        "judge": asdict(result.judge),
        "passed": not result.failed,
        "gates": [{**asdict(one), "passed": one.passed} for one in result.results],
        "second": asdict(result.second) if result.second else None,
        "agreements": {axis: asdict(one) for axis, one in result.agreements.items()},
        "spent": asdict(result.spent),
    }


def gate_line(one: GateResult) -> str:
    """Return a gate in a line, as it is told while they are measured."""
    word = "pass" if one.passed else "FAIL"
    return f"{word}  {one.name}: {_share(one.value)} (limit {_limit(one)}, {one.cases} cases)"


def _lines(result: Reliability) -> Iterator[str]:
    yield f"# The judge {escape(result.judge.model)} {escape(verdict_line(result))}"
    yield ""
    yield f"Judge: {escape(str(result.judge))}."
    yield ""
    if result.failed:
        yield "Scores by this judge say little about reports: what it fails below shows how they can be wrong."
        yield ""
    yield from table(
        ("gate", "", "measured", "limit", "cases", "what is done"),
        ((one.name, "pass" if one.passed else "**FAIL**", _share(one.value), _limit(one), str(one.cases), escape(one.asked)) for one in result.results),
    )  # fmt: skip
    wrong = [one for one in result.results if one.examples]
    if wrong:
        yield "## What went wrong"
        yield ""
        yield from (
            f"- **{one.name}**: {'; '.join(cell(text, EXAMPLE_CHARS) for text in one.examples)}"
            for one in wrong
        )
        yield ""
    yield from _agreements(result)
    yield "The share is over the cases in which the judge gave a verdict; a gate without any is failed."


def _agreements(result: Reliability) -> Iterator[str]:
    if result.second is None:
        return
    yield f"## Agreement with {escape(str(result.second))}"
    yield ""
    rows = (
        (escape(axis) or "(none)", str(one.items), _share(one.share), _figure(one.kappa), _figure(one.alpha), _figure(one.ac1))
        for axis, one in result.agreements.items()
    )  # fmt: skip
    yield from table(
        ("axis", "items", "same verdict", "Cohen's kappa", "Krippendorff's alpha", "Gwet's AC1"), rows
    )


def _share(value: float | None) -> str:
    return "no verdict" if value is None else f"{value:.1%}"


def _limit(one: GateResult) -> str:
    return f"at least {one.limit:.0%}" if one.is_floor else f"at most {one.limit:.0%}"


def _figure(value: float | None) -> str:
    return "n. a." if value is None else f"{value:.2f}"
