import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepresearch.evals.statistics import bootstrap_mean, sign_flip_test, sign_test


@pytest.mark.parametrize(
    ("wins", "losses", "p_value"), [(0, 0, 1.0), (5, 5, 1.0), (5, 0, 2 / 32), (8, 1, 20 / 512)]
)
def test_the_sign_test_is_the_binomials_two_tails(wins: int, losses: int, p_value: float) -> None:
    assert sign_test(wins, losses) == pytest.approx(p_value)


@pytest.mark.parametrize(
    ("gaps", "p_value"),
    [([], 1.0), ([0.0, 0.0], 1.0), ([1.0] * 5, 2 / 32), ([1.0, -1.0], 1.0), ([3.0, 1.0], 0.5)],
)
def test_random_signs_give_the_exact_share_where_pairs_are_few(gaps: list[float], p_value: float) -> None:
    assert sign_flip_test(gaps) == pytest.approx(p_value)


def test_many_differences_of_one_sign_are_no_chance_and_of_both_are() -> None:
    assert sign_flip_test([0.1, 0.2] * 20) < 0.001
    assert sign_flip_test([0.1, -0.1] * 20) > 0.5


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=30))
def test_an_interval_lies_within_the_values(values: list[float]) -> None:
    low, high = bootstrap_mean(values)
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9


def test_an_interval_needs_values() -> None:
    with pytest.raises(ValueError, match="at least one"):
        bootstrap_mean([])
