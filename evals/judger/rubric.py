"""A rubric: weighted criteria, each something wanted or a flaw, and how a rubric looks in a file."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from stepresearch.evals.judger.measurable import Measurable
from stepresearch.evals.judger.verdicts import Kind
from stepresearch.tools.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Criterion:
    """One point that a report is judged by.

    Attributes:
        criterion_id: Unique within its rubric.
        text: What to look for, worded by the rubric's author.
        weight: Signed: negative for a flaw, zero for a point that does not count.
        kind: Follows the sign of the weight.
        axis: The group in which scores and agreement are reported, such as "References"; may be empty.
        explanation: The author's note on how to judge it; may be empty.
        is_fatal: A flaw that takes the whole score to zero.
        measurable: What code decides in the judge's place; None where meaning has to be judged.
    """

    criterion_id: str
    text: str
    weight: float
    kind: Kind
    axis: str = ""
    explanation: str = ""
    is_fatal: bool = False
    measurable: Measurable | None = None


class CriterionEntry(BaseModel):
    """A criterion in a rubric file.

    `weight` may be negative in place of `kind: negative`. `measure` names what code decides; see
    `stepresearch.evals.judger.measurable`.
    """

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    id: str = ""
    text: str = Field(min_length=1)
    weight: float = 1.0
    kind: Literal["positive", "negative"] | None = None
    axis: str = ""
    explanation: str = ""
    fatal: bool = False
    measure: Measurable | None = None


def criterion(
    criterion_id: str, text: str, weight: float, *, axis: str = "", explanation: str = ""
) -> Criterion:
    """Return a criterion whose kind follows from the sign of its weight."""
    kind = Kind.NEGATIVE if weight < 0 else Kind.POSITIVE
    return Criterion(criterion_id, text.strip(), weight, kind, axis, explanation)


def read_rubric(entries: Any, origin: str) -> tuple[Criterion, ...]:
    """Return the criteria of a rubric as a file gives them.

    Args:
        entries: A list of criteria: objects as `CriterionEntry` describes, or plain texts of weight 1.
        origin: The file, for messages.

    Raises:
        ConfigError: An entry cannot be used, two have one id, or no criterion has a positive weight.
    """
    if not isinstance(entries, list) or not entries:
        raise ConfigError(
            f"{origin} holds no rubric: a list of criteria is needed, not {type(entries).__name__}.",
            hint='Write "rubric:" with one "- text: …" and "weight: …" for each criterion.',
        )
    criteria = tuple(_read(entry, number, origin) for number, entry in enumerate(entries, 1))
    check_rubric(criteria, origin)
    return criteria


def check_rubric(criteria: Sequence[Criterion], origin: str) -> None:
    """Raise where a score cannot be computed or a verdict could not be told to its criterion.

    Raises:
        ConfigError: Two criteria have one id, or none has a positive weight.
    """
    ids = [one.criterion_id for one in criteria]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise ConfigError(f"{origin} has several criteria with the id {twice[0]!r}; ids must be unique.")
    if not any(one.weight > 0 for one in criteria):
        raise ConfigError(
            f"{origin} has no criterion with a positive weight, so no score can be computed.",
            hint="Give at least one criterion a weight above 0.",
        )


def _read(entry: Any, number: int, origin: str) -> Criterion:
    if isinstance(entry, str):
        entry = {"text": entry}
    try:
        read = CriterionEntry.model_validate(entry)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the entry"
        raise ConfigError(f"{origin}, criterion {number}: {place}: {first['msg']}.") from None
    if not math.isfinite(read.weight):
        raise ConfigError(f"{origin}, criterion {number}: the weight {read.weight} is not a finite number.")
    if read.kind == "positive" and read.weight < 0:
        raise ConfigError(
            f"{origin}, criterion {number} is positive and has the weight {read.weight:g}.",
            hint="A flaw is `kind: negative`; its weight may have either sign.",
        )
    weight = -abs(read.weight) if read.kind == "negative" else read.weight
    kind = Kind.NEGATIVE if read.kind == "negative" or weight < 0 else Kind.POSITIVE
    if read.fatal and kind is Kind.POSITIVE:
        raise ConfigError(f"{origin}, criterion {number} is fatal but positive; only a flaw can be fatal.")
    return Criterion(
        read.id or f"c{number}", read.text.strip(), weight, kind, read.axis, read.explanation, read.fatal, read.measure
    )  # fmt: skip
