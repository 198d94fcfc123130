import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepresearch.nodes.conversation.token_budget import (
    ANSWER_TOKENS,
    MIN_ROUND_TOKENS,
    passages_tokens,
    report_reserve_tokens,
    section_tokens,
)
from stepresearch.nodes.state.depth import DEPTHS, Depth

WINDOWS = (8192, 16_384, 32_768, 131_072)
LIMITS = DEPTHS["standard"]
windows = pytest.mark.parametrize("window", WINDOWS)


@windows
@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("rounds", [1, 2, 3, 6])
def test_all_rounds_together_leave_the_reserve_for_the_report(window: int, depth: Depth, rounds: int) -> None:
    used, shown = 700, 0
    for left in reversed(range(rounds)):
        round_tokens = passages_tokens(window, DEPTHS[depth], used=used, shown=shown, rounds_left=left)
        shown += round_tokens
        used += round_tokens + min(ANSWER_TOKENS, window // 16)
    assert used + report_reserve_tokens(window) <= window
    assert shown <= DEPTHS[depth].evidence_tokens + rounds * MIN_ROUND_TOKENS


@windows
def test_the_first_round_gets_most_and_each_one_something(window: int) -> None:
    used, shares = 700, []
    for left in (2, 1, 0):
        shares.append(passages_tokens(window, LIMITS, used=used, shown=sum(shares), rounds_left=left))
        used += shares[-1] + min(ANSWER_TOKENS, window // 16)
    assert min(shares) >= 300
    assert max(shares) == shares[0] <= LIMITS.first_round_tokens


def test_a_round_takes_a_third_of_the_window_at_most() -> None:
    assert passages_tokens(12_000, DEPTHS["deep"], used=0, shown=0, rounds_left=0) <= 4_000


@given(window=st.integers(2048, 200_000), used=st.integers(0, 200_000), rounds_left=st.integers(0, 10))
def test_no_allowance_is_ever_negative(window: int, used: int, rounds_left: int) -> None:
    assert passages_tokens(window, LIMITS, used=used, shown=used, rounds_left=rounds_left) >= 0
    assert section_tokens(window, used=used) > 0


@windows
def test_a_section_fits_what_is_left_of_the_window(window: int) -> None:
    used = window - 1500
    assert used + section_tokens(window, used=used) <= window
