import pytest

from stepresearch.text.claims.time_scope import times_meet


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("2024", "2024-05", True),
        ("2024-05", "2024-05-03", True),
        ("2024", "2023", False),
        ("2024-Q1", "2024-Q2", False),
        ("2024", "2024-Q1", False),
        ("--05", "2024-05-03", True),
        ("--05", "2024-06", False),
        ("--05", "--05-03", True),
        ("--05", "2024", True),
    ],
)
def test_two_times_meet_where_one_can_lie_in_the_other(a: str, b: str, expected: bool) -> None:
    assert times_meet(frozenset({a}), frozenset({b})) is expected
    assert times_meet(frozenset({b}), frozenset({a})) is expected


def test_a_figure_without_a_date_can_be_of_any_time() -> None:
    assert times_meet(frozenset(), frozenset({"2024"}))
