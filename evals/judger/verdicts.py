"""What a judge says of a criterion, and what that is worth under each mapping."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Kind(StrEnum):
    """What a criterion asks about."""

    POSITIVE = "positive"
    """Something the report should have."""
    NEGATIVE = "negative"
    """A flaw that the report should not have."""


class Verdict(StrEnum):
    """How far a criterion is met; of a flaw, how far it is present."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class VerdictMapping(StrEnum):
    """How verdicts become numbers. Scores under different mappings never share a table."""

    STEP_TERNARY = "step-ternary"
    """1, 0.5, 0: the evaluation in Step-DeepResearch (arXiv 2512.20491, section 6)."""
    SCALE_BINARY = "scale-binary"
    """1 or 0, as ResearchRubrics grades publicly; of the ternary verdict as Step's judger maps it: something wanted
    counts when full, a flaw unless none."""
    LENIENT = "lenient"
    """1 or 0 with every doubt in the report's favour: something wanted counts unless none, a flaw when full."""


_VALUES = {
    VerdictMapping.STEP_TERNARY: dict.fromkeys(Kind, (1.0, 0.5, 0.0)),
    VerdictMapping.SCALE_BINARY: {Kind.POSITIVE: (1.0, 0.0, 0.0), Kind.NEGATIVE: (1.0, 1.0, 0.0)},
    VerdictMapping.LENIENT: {Kind.POSITIVE: (1.0, 1.0, 0.0), Kind.NEGATIVE: (1.0, 0.0, 0.0)},
}
"""For full, partial and none."""


def value_of(verdict: Verdict, kind: Kind, mapping: VerdictMapping) -> float:
    """Return what a verdict is worth, from 0 to 1; of a flaw, 1 means that it is there."""
    return _VALUES[mapping][kind][list(Verdict).index(verdict)]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quotation that code found in the report: `report[start:end]`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Demand:
    """One of the separate things that a compound criterion asks for."""

    text: str
    verdict: Verdict
    quotation: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found on one criterion.

    Attributes:
        criterion_id: The criterion.
        verdict: None where there is none: the judge failed, or its budget was used. That is a missing value, not a 0.
        decided_by: Code decides what can be measured, the model everything else.
        reason: Why, in the judge's words or in code's.
        evidence: Where the report says so.
        demands: Of a compound criterion, each with its own verdict; empty for a simple one.
        has_been_asked_again: The first answer quoted what the report does not say.
        is_blocked: It would be met, but by a source that the task forbids.
        fault: Why there is no verdict; empty where there is one.
    """

    criterion_id: str
    verdict: Verdict | None
    decided_by: Literal["model", "code"] = "model"
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()
    demands: tuple[Demand, ...] = ()
    has_been_asked_again: bool = False
    is_blocked: bool = False
    fault: str = ""

    @property
    def is_compound(self) -> bool:
        """Whether the criterion asked for several things."""
        return len(self.demands) > 1
