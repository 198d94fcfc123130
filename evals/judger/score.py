"""The score of a report: weighted verdicts over the weight that could be earned, with an interval for what is missing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from stepresearch.evals.judger.rubric import Criterion
from stepresearch.evals.judger.verdicts import Judgement, VerdictMapping, value_of
from stepresearch.tools.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Score:
    """A score and what is unknown of it. Not clipped: flaws can take it below 0.

    Attributes:
        lowest: If each missing verdict were the worst.
        highest: If each missing verdict were the best.
        missing: How many verdicts are missing.
        is_fatal: A fatal flaw is present, which makes the score 0.
    """

    lowest: float
    highest: float
    missing: int = 0
    is_fatal: bool = False

    @property
    def value(self) -> float | None:
        """The score where nothing is missing, else None: what is unknown is not guessed."""
        return self.lowest if self.missing == 0 else None


def score_of(
    criteria: Sequence[Criterion], judgements: Iterable[Judgement], mapping: VerdictMapping
) -> Score:
    """Return Σ v·w over all criteria, divided by Σ w over those with a positive weight.

    Raises:
        ConfigError: No criterion has a positive weight.
    """
    found = {one.criterion_id: one for one in judgements}
    attainable = sum(one.weight for one in criteria if one.weight > 0)
    if attainable <= 0:
        raise ConfigError("No criterion has a positive weight, so no score can be computed.")
    lowest = highest = 0.0
    missing, is_fatal = 0, False
    for one in criteria:
        judgement = found.get(one.criterion_id)
        if judgement is None or judgement.verdict is None:
            missing += 1
            lowest += min(0.0, one.weight)
            highest += max(0.0, one.weight)
            continue
        value = value_of(judgement.verdict, one.kind, mapping)
        is_fatal = is_fatal or (one.is_fatal and value == 1.0)
        lowest += value * one.weight
        highest += value * one.weight
    if is_fatal:
        return Score(0.0, 0.0, 0, is_fatal=True)
    return _with_unknown_fatal(criteria, found, Score(lowest / attainable, highest / attainable, missing))


def _with_unknown_fatal(criteria: Sequence[Criterion], found: Mapping[str, Judgement], score: Score) -> Score:
    """Let the interval reach 0 where a fatal flaw was not looked for."""
    unknown = any(
        one.is_fatal and (one.criterion_id not in found or found[one.criterion_id].verdict is None)
        for one in criteria
    )
    if not unknown:
        return score
    return Score(min(0.0, score.lowest), max(0.0, score.highest), score.missing)


def scores_by_axis(
    criteria: Sequence[Criterion], judgements: Iterable[Judgement], mapping: VerdictMapping
) -> dict[str, Score]:
    """Return the score of each axis that has a criterion with a positive weight, in the order of the rubric."""
    groups: dict[str, list[Criterion]] = defaultdict(list)
    for one in criteria:
        groups[one.axis].append(one)
    kept = list(judgements)
    return {
        axis: score_of(group, kept, mapping)
        for axis, group in groups.items()
        if any(one.weight > 0 for one in group)
    }


def mean_score(scores: Sequence[Score]) -> Score:
    """Return the mean over tasks; its interval is the mean of theirs.

    Raises:
        ConfigError: There are none.
    """
    if not scores:
        raise ConfigError("No task was scored.")
    count = len(scores)
    return Score(
        sum(one.lowest for one in scores) / count,
        sum(one.highest for one in scores) / count,
        sum(one.missing for one in scores),
        is_fatal=all(one.is_fatal for one in scores),
    )
