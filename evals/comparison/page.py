"""The page of a comparison: what was measured, by whom, with what uncertainty, at what price."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from html import escape as html_escape
from typing import Any

from stepresearch.evals.comparison.compare import Comparison, Protocol, Standing
from stepresearch.evals.comparison.systems import COUNTED, System
from stepresearch.evals.markdown_table import cell, table
from stepresearch.evals.result_markdown import spent_line
from stepresearch.text.language.markdown import escape
from stepresearch.tools.llm.chat_model import NO_USAGE

NOT_KNOWN = "n. a."
WORDS = {
    Protocol.RUBRIC: "Each report was judged by the criteria of its task.",
    Protocol.ADR: "The reports of each two systems were compared side by side, blind and in both orders; where the orders disagree, the pair is a tie.",
    Protocol.RACE: "Each report and the reference's were scored on all criteria in one call, in both orders; 50 is as good as the reference.",
}
WIDTH, ROW, LEFT, RIGHT = 720, 30, 190, 60
"""Of the plot, in pixels."""


def as_markdown(found: Comparison) -> str:
    """Return a comparison as a page of Markdown."""
    return "\n".join(_lines(found)) + "\n"


def as_json(found: Comparison) -> dict[str, Any]:
    """Return a comparison JSON-able."""
    ids = [task.task_id for task in found.tasks]
    return {
        "title": found.title,
        "protocol": str(found.protocol),
        "mapping": str(found.mapping) if found.mapping else None,
        "judge": asdict(found.judge),
        "trust": found.trust,
        "tasks": ids,
        "left_out": list(found.left_out),
        "standings": [asdict(one) for one in found.standings],
        "duels": [asdict(one) for one in found.duels],
        "systems": [
            {"name": one.name, "cost": one.mean_cost(ids), "prices": one.prices.model_dump(mode="json") if one.prices else None, **{name: one.mean(name, ids) for name in COUNTED}}
            for one in found.systems
        ],
        "spent": asdict(found.spent),
    }  # fmt: skip


def plot(found: Comparison) -> str:
    """Return the scores with their intervals as SVG; empty where the protocol gives none."""
    shown = [one for one in found.standings if one.interval is not None]
    if not shown:
        return ""
    low = min(0.0, *(one.interval[0] for one in shown if one.interval))
    high = max(1.0, *(one.interval[1] for one in shown if one.interval))
    height = ROW * len(shown) + 40
    rows = "".join(_row(one, number, low, high) for number, one in enumerate(shown))
    ticks = "".join(_tick(value, low, high, height) for value in (0.0, 0.25, 0.5, 0.75, 1.0))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" '
        f'aria-label="Scores with 95 % intervals">{ticks}{rows}</svg>\n'
    )


def _lines(found: Comparison) -> Iterator[str]:
    yield f"# {escape(found.title)}: {escape(', '.join(one.name for one in found.systems))}"
    yield ""
    mapping = f" Mapping `{found.mapping}`." if found.mapping else ""
    yield f"- **Protocol** {found.protocol}. {WORDS[found.protocol]}{mapping}"
    yield f"- **Judge** {escape(str(found.judge))}. This judge {escape(found.trust)}."
    yield f"- **Tasks** {len(found.tasks)} on which every system has a report" + (
        f"; left out: {escape(', '.join(found.left_out))}." if found.left_out else "."
    )
    yield f"- **Cost of judging** {spent_line(found.spent, NO_USAGE, None)}."
    yield "- **Intervals** are 95 %, for tasks like these (bootstrap over tasks). They hold no error of the judge."
    yield ""
    yield from _standings(found.standings)
    yield "## Between two systems"
    yield ""
    yield from table(
        ("", "", "wins", "ties", "losses", "chance", "what it says"),
        ((escape(one.first), escape(one.second), str(one.wins), str(one.ties), str(one.losses), f"p = {one.p_value:.3f}", escape(one.told)) for one in found.duels),
    )  # fmt: skip
    yield from _costs(found.systems, [task.task_id for task in found.tasks])
    yield from _pairs(found)


def _standings(standings: Sequence[Standing]) -> Iterator[str]:
    if not standings:
        return
    axes = list(dict.fromkeys(axis for one in standings for axis in one.axes if axis))
    yield "## Scores"
    yield ""
    rows = (
        (escape(one.name), _points(one.value), _range(one.interval), str(one.missing), *(_range(one.axes.get(axis)) for axis in axes))
        for one in standings
    )  # fmt: skip
    yield from table(("system", "score", "interval", "without a verdict", *map(escape, axes)), rows)


def _costs(systems: Sequence[System], ids: Sequence[str]) -> Iterator[str]:
    yield "## What a report takes"
    yield ""
    rows = (
        (escape(one.name), _figure(one.mean("seconds", ids), "s"), *(_figure(one.mean(name, ids)) for name in COUNTED[1:]), _cost(one, ids), _source(one))
        for one in systems
    )  # fmt: skip
    names = (name.replace("_", " ") for name in COUNTED[1:])
    yield from table(("system", "seconds", *names, "cost", "prices"), rows)
    yield f'"{NOT_KNOWN}" stands where the outputs or the price lists do not say enough; nothing is guessed.'
    yield ""


def _pairs(found: Comparison) -> Iterator[str]:
    for duel in found.duels:
        if not duel.pairs:
            continue
        yield f"## {escape(duel.first)} against {escape(duel.second)}"
        yield ""
        rows = (
            (escape(one.task_id), str(one.outcome or "no answer"), "yes" if one.is_consistent else "no", cell(one.straight.reason if one.straight else one.fault), cell(one.swapped.reason if one.swapped else ""))
            for one in duel.pairs
        )  # fmt: skip
        yield from table(
            ("task", f"for {escape(duel.first)}", "orders agree", "reason", "reason, sides swapped"), rows
        )


def _points(value: float | None) -> str:
    return "open" if value is None else f"{100 * value:.1f}"


def _range(interval: tuple[float, float] | None) -> str:
    if interval is None:
        return NOT_KNOWN
    low, high = interval
    return f"{100 * low:.1f}" if low == high else f"{100 * low:.1f} to {100 * high:.1f}"


def _figure(value: float | None, unit: str = "") -> str:
    return NOT_KNOWN if value is None else f"{value:,.0f} {unit}".strip()


def _cost(system: System, ids: Sequence[str]) -> str:
    cost = system.mean_cost(ids)
    return (
        NOT_KNOWN if cost is None or system.prices is None else f"{cost:.3g} {escape(system.prices.currency)}"
    )


def _source(system: System) -> str:
    prices = system.prices
    return (
        "none stated"
        if prices is None
        else escape(f"{prices.name}, {prices.source}, {prices.date.isoformat()}")
    )


def _row(one: Standing, number: int, low: float, high: float) -> str:
    assert one.interval
    y = ROW * number + ROW / 2 + 8
    left, right = _x(one.interval[0], low, high), _x(one.interval[1], low, high)
    dot = (
        f'<circle cx="{_x(one.value, low, high):.1f}" cy="{y}" r="5" fill="currentColor"/>'
        if one.value is not None
        else ""
    )
    name = one.name if len(one.name) <= 24 else f"{one.name[:23]}…"
    return (
        f'<text x="{LEFT - 12}" y="{y + 5}" text-anchor="end">{html_escape(name)}</text>'
        f'<line x1="{left:.1f}" y1="{y}" x2="{right:.1f}" y2="{y}" stroke="currentColor" stroke-width="2"/>{dot}'
        f'<text x="{WIDTH - RIGHT + 10}" y="{y + 5}">{_points(one.value)}</text>'
    )


def _tick(value: float, low: float, high: float, height: int) -> str:
    x = _x(value, low, high)
    return (
        f'<line x1="{x:.1f}" y1="8" x2="{x:.1f}" y2="{height - 28}" stroke="currentColor" stroke-opacity="0.2"/>'
        f'<text x="{x:.1f}" y="{height - 10}" text-anchor="middle">{100 * value:.0f}</text>'
    )


def _x(value: float, low: float, high: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * (value - low) / (high - low)
