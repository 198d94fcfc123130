"""Turns an answer of the judge into a verdict that its quotations carry."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from stepresearch.evals.judger.answers import DemandAnswer, NegativeAnswer, OneAnswer
from stepresearch.evals.judger.evidence_rules import no_evidence, states_absence
from stepresearch.evals.judger.quotation import find_quotation, overlaps
from stepresearch.evals.judger.rubric import Criterion
from stepresearch.evals.judger.verdicts import Demand, Evidence, Judgement, Verdict


@dataclass(frozen=True, slots=True)
class Material:
    """A report as evidence is looked for in it."""

    report: str
    barred: list[tuple[int, int]] = field(default_factory=list)

    @classmethod
    def of(cls, report: str, criteria: Sequence[Criterion]) -> "Material":
        """Return a report with the slices that are no evidence marked."""
        return cls(report, no_evidence(report, criteria))

    def evidence(self, quotation: str) -> Evidence | None:
        """Return where the report says what is quoted, or None where that does not count."""
        found = find_quotation(quotation, self.report)
        return None if found is None or overlaps(found, self.barred) else found


@dataclass(frozen=True, slots=True)
class Read:
    """A judgement, and the quotations that it was claimed on and that could not be found."""

    judgement: Judgement
    not_found: tuple[str, ...]


def read_answer(criterion: Criterion, answer: OneAnswer, material: Material) -> Read:
    """Return the judgement that the report bears out.

    A demand that is not met by a quotation found in the report counts as not met, unless the criterion is about
    what is absent and nothing was quoted.
    """
    if isinstance(answer, NegativeAnswer):
        demands = [DemandAnswer(demand=criterion.text, quotation=answer.quotation, verdict=answer.verdict)]
    else:
        demands = answer.demands
    may_lack = states_absence(criterion)
    kept: list[Demand] = []
    evidence: list[Evidence] = []
    not_found: list[str] = []
    for one in demands:
        found = material.evidence(one.quotation)
        claimed = Verdict(one.verdict)
        if found is not None and claimed is not Verdict.NONE:
            evidence.append(found)
        is_borne_out = found is not None or (may_lack and not one.quotation.strip())
        if claimed is not Verdict.NONE and not is_borne_out:
            not_found.append(one.quotation)
            claimed = Verdict.NONE
        kept.append(Demand(one.demand, claimed, one.quotation))
    judgement = Judgement(
        criterion.criterion_id,
        _joint([one.verdict for one in kept]),
        reason=answer.reason,
        evidence=tuple(evidence),
        demands=tuple(kept) if len(kept) > 1 else (),
    )
    return Read(judgement, tuple(not_found))


def _joint(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the verdict on a compound criterion: full or none where all its demands agree on that, else partial."""
    return verdicts[0] if len(set(verdicts)) == 1 else Verdict.PARTIAL
