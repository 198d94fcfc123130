from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepresearch.evals.judger.rubric import Criterion, criterion
from stepresearch.evals.judger.score import mean_score, score_of, scores_by_axis
from stepresearch.evals.judger.verdicts import Judgement, Kind, Verdict, VerdictMapping
from stepresearch.tools.errors import ConfigError

WEIGHTS = st.integers(-5, 10)
VERDICTS = st.sampled_from([*Verdict, None])
RUBRICS = st.lists(st.tuples(WEIGHTS, VERDICTS, st.sampled_from("AB")), min_size=1, max_size=30).filter(
    lambda rows: any(weight > 0 for weight, _, _ in rows)
)
Rows = list[tuple[int, Verdict | None, str]]


def read(rows: Rows) -> tuple[list[Criterion], list[Judgement]]:
    criteria = [criterion(f"c{n}", "Text.", weight, axis=axis) for n, (weight, _, axis) in enumerate(rows)]
    return criteria, [Judgement(f"c{n}", verdict) for n, (_, verdict, _) in enumerate(rows)]


def reference(rows: Rows, mapping: VerdictMapping) -> Fraction:
    """ResearchRubrics' compliance score, computed from its definition in exact arithmetic."""
    half = Fraction(1, 2)
    worth = {
        (VerdictMapping.STEP_TERNARY, Verdict.PARTIAL, True): half,
        (VerdictMapping.STEP_TERNARY, Verdict.PARTIAL, False): half,
        (VerdictMapping.SCALE_BINARY, Verdict.PARTIAL, True): Fraction(0),
        (VerdictMapping.SCALE_BINARY, Verdict.PARTIAL, False): Fraction(1),
        (VerdictMapping.LENIENT, Verdict.PARTIAL, True): Fraction(1),
        (VerdictMapping.LENIENT, Verdict.PARTIAL, False): Fraction(0),
    }
    earned, attainable = Fraction(0), Fraction(0)
    for weight, verdict, _ in rows:
        attainable += max(weight, 0)
        if verdict is Verdict.FULL:
            earned += weight
        elif verdict is Verdict.PARTIAL:
            earned += weight * worth[mapping, verdict, weight >= 0]
    return earned / attainable


@given(RUBRICS, st.sampled_from(VerdictMapping))
def test_the_score_is_the_references_where_no_verdict_is_missing(rows: Rows, mapping: VerdictMapping) -> None:
    rows = [(weight, verdict or Verdict.NONE, axis) for weight, verdict, axis in rows]
    score = score_of(*read(rows), mapping)
    assert score.value == pytest.approx(float(reference(rows, mapping)))


@given(RUBRICS, st.sampled_from(VerdictMapping), st.data())
def test_a_missing_verdict_widens_the_interval_to_hold_every_score_it_could_give(
    rows: Rows, mapping: VerdictMapping, data: st.DataObject
) -> None:
    score = score_of(*read(rows), mapping)
    filled = [
        (weight, verdict or data.draw(st.sampled_from(Verdict)), axis) for weight, verdict, axis in rows
    ]
    complete = score_of(*read(filled), mapping)
    assert score.missing == sum(verdict is None for _, verdict, _ in rows)
    assert score.lowest - 1e-9 <= complete.lowest <= score.highest + 1e-9
    assert (score.value is None) == (score.missing > 0)


@given(RUBRICS)
def test_the_lenient_mapping_never_scores_below_the_binary_one(rows: Rows) -> None:
    low, high = (score_of(*read(rows), one) for one in (VerdictMapping.SCALE_BINARY, VerdictMapping.LENIENT))
    assert low.lowest <= high.lowest + 1e-9
    assert low.highest <= high.highest + 1e-9


def test_flaws_take_a_score_below_zero() -> None:
    rows: Rows = [(2, Verdict.NONE, "A"), (-5, Verdict.FULL, "A")]
    assert score_of(*read(rows), VerdictMapping.STEP_TERNARY).value == -2.5


def test_a_flaw_that_nobody_looked_for_is_not_taken_for_absent() -> None:
    rows: Rows = [(4, Verdict.FULL, "A"), (-2, None, "A")]
    score = score_of(*read(rows), VerdictMapping.STEP_TERNARY)
    assert (score.lowest, score.highest) == (0.5, 1.0)


def test_an_axis_without_a_positive_weight_has_no_score() -> None:
    rows: Rows = [(4, Verdict.FULL, "A"), (-2, Verdict.FULL, "B")]
    assert list(scores_by_axis(*read(rows), VerdictMapping.STEP_TERNARY)) == ["A"]


def fatal(verdict: Verdict | None) -> tuple[list[Criterion], list[Judgement]]:
    error = Criterion("f", "Names a wrong defendant.", -1, Kind.NEGATIVE, is_fatal=True)
    return [criterion("c", "Text.", 4), error], [Judgement("c", Verdict.FULL), Judgement("f", verdict)]


def test_a_fatal_error_makes_the_score_zero() -> None:
    score = score_of(*fatal(Verdict.FULL), VerdictMapping.STEP_TERNARY)
    assert score.is_fatal
    assert score.value == 0


def test_an_unjudged_fatal_error_leaves_zero_possible() -> None:
    score = score_of(*fatal(None), VerdictMapping.STEP_TERNARY)
    assert (score.lowest, score.highest, score.value) == (0.0, 1.0, None)


def test_a_rubric_without_a_positive_weight_has_no_score() -> None:
    with pytest.raises(ConfigError, match="positive weight"):
        score_of([criterion("c", "Text.", -1)], [], VerdictMapping.STEP_TERNARY)


def test_the_mean_over_tasks_keeps_what_is_missing_in_each() -> None:
    whole = score_of(*read([(2, Verdict.FULL, "A")]), VerdictMapping.STEP_TERNARY)
    open_ = score_of(*read([(2, None, "A")]), VerdictMapping.STEP_TERNARY)
    mean = mean_score([whole, open_])
    assert (mean.lowest, mean.highest, mean.missing) == (0.5, 1.0, 1)
