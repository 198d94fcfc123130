import pytest

from stepresearch.evals.reliability.agreement import agreement

# Fifty items: both yes 20, first yes alone 5, second yes alone 10, both no 15 (worked by hand: po .7, pe .5).
FIRST = ["y"] * 25 + ["n"] * 25
SECOND = ["y"] * 20 + ["n"] * 5 + ["y"] * 10 + ["n"] * 15


def test_kappa_is_cohens_of_the_worked_example() -> None:
    found = agreement(FIRST, SECOND)
    assert found.share == pytest.approx(0.7)
    assert found.kappa == pytest.approx(0.4)


def test_alpha_and_ac1_follow_their_definitions() -> None:
    # Of the 100 verdicts 55 are yes and 45 no.
    found = agreement(FIRST, SECOND)
    assert found.alpha == pytest.approx(1 - 0.3 / (1 - (55 * 54 + 45 * 44) / (100 * 99)))
    gwet = 2 * 0.55 * 0.45
    assert found.ac1 == pytest.approx((0.7 - gwet) / (1 - gwet))


def test_judges_that_agree_on_all_have_one() -> None:
    found = agreement(["a", "b", "c"], ["a", "b", "c"])
    assert (found.kappa, found.alpha, found.ac1) == (1, 1, 1)


def test_with_one_verdict_only_nothing_can_be_corrected_for_chance() -> None:
    found = agreement(["a", "a"], ["a", "a"])
    assert (found.share, found.kappa, found.alpha, found.ac1) == (1, None, None, None)


def test_a_rare_verdict_lowers_kappa_and_hardly_ac1() -> None:
    first = ["n"] * 95 + ["y"] * 5
    second = ["n"] * 90 + ["y"] * 5 + ["n"] * 5
    found = agreement(first, second)
    assert found.kappa is not None
    assert found.ac1 is not None
    assert found.kappa < 0
    assert found.ac1 > 0.85


def test_judges_need_the_same_items() -> None:
    with pytest.raises(ValueError, match="same items"):
        agreement(["a"], ["a", "b"])
