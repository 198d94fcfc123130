import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepresearch.nodes.conversation.token_budget import (
    ANSWER_TOKENS,
    MAX_ROUND_TOKENS,
    passages_tokens,
    report_reserve_tokens,
    section_tokens,
)

WINDOWS = (8192, 16_384, 32_768, 131_072)
windows = pytest.mark.parametrize("window", WINDOWS)


@windows
@pytest.mark.parametrize("rounds", [1, 2, 3, 6])
def test_all_rounds_together_leave_the_reserve_for_the_report(window: int, rounds: int) -> None:
    used = 700
    for left in reversed(range(rounds)):
        used += passages_tokens(window, used=used, rounds_left=left) + min(ANSWER_TOKENS, window // 16)
    assert used + report_reserve_tokens(window) <= window


@windows
def test_the_first_round_gets_most_and_each_one_something(window: int) -> None:
    used, shares = 700, []
    for left in (2, 1, 0):
        shares.append(passages_tokens(window, used=used, rounds_left=left))
        used += shares[-1] + min(ANSWER_TOKENS, window // 16)
    assert min(shares) >= 300
    assert max(shares) <= MAX_ROUND_TOKENS


@given(window=st.integers(2048, 200_000), used=st.integers(0, 200_000), rounds_left=st.integers(0, 10))
def test_no_allowance_is_ever_negative(window: int, used: int, rounds_left: int) -> None:
    assert passages_tokens(window, used=used, rounds_left=rounds_left) >= 0
    assert section_tokens(window, used=used) > 0


@windows
def test_a_section_fits_what_is_left_of_the_window(window: int) -> None:
    used = window - 1500
    assert used + section_tokens(window, used=used) <= window
