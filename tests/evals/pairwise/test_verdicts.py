import pytest

from stepresearch.evals.pairwise.asking import race_score
from stepresearch.evals.pairwise.verdicts import Outcome, Pair, PairAnswer, PairVerdict, Tally, tally


def pair(straight: PairVerdict | None, swapped: PairVerdict | None) -> Pair:
    answers = [one and PairAnswer(one, "By rule.") for one in (straight, swapped)]
    return Pair("t", answers[0], answers[1])


@pytest.mark.parametrize(
    ("straight", "swapped", "outcome"),
    [
        (PairVerdict.LEFT, PairVerdict.RIGHT, Outcome.WIN),
        (PairVerdict.RIGHT, PairVerdict.LEFT, Outcome.LOSS),
        (PairVerdict.LEFT, PairVerdict.LEFT, Outcome.TIE),
        (PairVerdict.LEFT, PairVerdict.BOTH_GOOD, Outcome.TIE),
        (PairVerdict.BOTH_GOOD, PairVerdict.BOTH_POOR, Outcome.TIE),
        (PairVerdict.LEFT, None, None),
    ],
)
def test_a_pair_is_won_only_where_both_orders_say_so(
    straight: PairVerdict, swapped: PairVerdict | None, outcome: Outcome | None
) -> None:
    assert pair(straight, swapped).outcome is outcome


def test_a_tally_counts_disagreement_and_leaves_out_what_is_missing() -> None:
    pairs = [
        pair(PairVerdict.LEFT, PairVerdict.RIGHT),
        pair(PairVerdict.LEFT, PairVerdict.LEFT),
        pair(None, PairVerdict.LEFT),
    ]
    found = tally(pairs)
    assert (found.wins, found.ties, found.losses, found.disagreed, found.missing) == (1, 1, 0, 1, 1)
    assert found.win_score == 0.75


@pytest.mark.parametrize(
    ("wins", "losses", "is_significant"), [(31, 21, False), (43, 20, True), (35, 34, False)]
)
def test_a_difference_that_can_be_chance_is_said_to_be_none(
    wins: int, losses: int, is_significant: bool
) -> None:
    found = Tally(wins, 70 - wins - losses, losses)
    assert found.is_significant is is_significant
    assert ("No significant difference" in found.told("A", "B")) is not is_significant


def test_the_interval_of_a_win_score_holds_it() -> None:
    found = Tally(40, 10, 20)
    assert found.interval
    assert found.win_score
    assert found.interval[0] < found.win_score < found.interval[1]


def test_no_pairs_have_no_score() -> None:
    assert Tally(0, 0, 0).win_score is None
    assert Tally(0, 0, 0).interval is None


def test_the_race_score_is_the_share_of_the_target() -> None:
    assert race_score(6, 6) == 0.5
    assert race_score(9, 3) == 0.75
    assert race_score(0, 0) == 0.5
