"""The overview picture: where tasks, claims and sources stand, and which lines join them. A template draws it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from stepresearch.app.report.sources import SourceView
from stepresearch.app.report.view import ClaimView, ReportView

ROW = 26
"""Height of a row, in the picture's units; a line of its text is 13."""


@dataclass(frozen=True, slots=True)
class Node:
    """A task, claim or source. `kind` is a verdict where it is a claim."""

    kind: str
    x: float
    y: float
    label: str
    full: str


@dataclass(frozen=True, slots=True)
class Line:
    """A curve from one node to another; `kind` is the verdict of the claim at one of its ends."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Nodes and lines in a frame of `width` times `height` units."""

    name: str
    width: int
    height: int
    tasks: tuple[Node, ...]
    claims: tuple[Node, ...]
    sources: tuple[Node, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """The columns of a picture: `xs` of tasks, claims and sources, and how many characters a label may have."""

    name: str
    width: int
    xs: tuple[int, int, int]
    label_chars: int


WIDE = Frame("wide", 680, (196, 330, 464), 24)
NARROW = Frame("narrow", 330, (40, 165, 290), 0)


def overview(view: ReportView, frame: Frame) -> Picture | None:
    """Return the picture of a report, None where it has no claims."""
    if not view.claims:
        return None
    asked = {claim.task_id for claim in view.claims}
    task_ids = [one for one in view.tasks if one in asked]
    sources = list(dict.fromkeys(source for claim in view.claims for source in claim.sources))
    claims = sorted(view.claims, key=lambda claim: task_ids.index(claim.task_id))
    sources.sort(key=_mean_place(claims))
    height = ROW * max(len(task_ids), len(claims), len(sources))
    task_at = _places(task_ids, height)
    claim_at = _places([claim.claim_id for claim in claims], height)
    source_at = _places([source.source_id for source in sources], height)
    left, middle, right = frame.xs
    lines = [_line("task", (left, task_at[c.task_id]), (middle, claim_at[c.claim_id])) for c in claims]
    lines += [
        _line(claim.verdict, (middle, claim_at[claim.claim_id]), (right, source_at[source.source_id]))
        for claim in claims
        for source in claim.sources
    ]
    return Picture(
        frame.name,
        frame.width,
        height,
        tuple(_task(view, one, left, task_at[one], frame) for one in task_ids),
        tuple(Node(c.verdict, middle, claim_at[c.claim_id], c.claim_id, c.text) for c in claims),
        tuple(_source(one, right, source_at[one.source_id], frame) for one in sources),
        tuple(lines),
    )


def _mean_place(claims: Sequence[ClaimView]) -> Callable[[SourceView], float]:
    """Order sources by the mean place of their claims, so that few lines cross (Sugiyama's barycentre)."""

    def mean(source: SourceView) -> float:
        places = [place for place, claim in enumerate(claims) if source in claim.sources]
        return sum(places) / len(places)

    return mean


def _places(ids: Iterable[str], height: int) -> dict[str, float]:
    ordered = list(ids)
    return {one: round((place + 0.5) * height / len(ordered), 1) for place, one in enumerate(ordered)}


def _line(kind: str, start: tuple[float, float], end: tuple[float, float]) -> Line:
    (x1, y1), (x2, y2) = start, end
    bend = (x1 + x2) / 2
    return Line(kind, f"M{x1:g} {y1:g}C{bend:g} {y1:g} {bend:g} {y2:g} {x2:g} {y2:g}")


def _task(view: ReportView, task_id: str, x: float, y: float, frame: Frame) -> Node:
    question = view.tasks.get(task_id, task_id)
    return Node("task", x, y, shortened(question, frame.label_chars) or task_id, question)


def _source(source: SourceView, x: float, y: float, frame: Frame) -> Node:
    number = str(source.number or "–")
    title = shortened(source.title, frame.label_chars)
    return Node("source", x, y, f"{number}  {title}" if title else number, source.title)


def shortened(text: str, columns: int) -> str:
    """Return a text cut to a width; an ideograph is as wide as two letters."""
    used = 0
    for place, char in enumerate(text):
        used += 2 if ord(char) > 0x2E7F else 1
        if used > columns:
            return text[:place].rstrip() + "…" if columns else ""
    return text
