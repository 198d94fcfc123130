"""How the model's window is shared out: what may be shown, and what stays reserved for the report."""

MAX_ROUND_TOKENS = 3400
MAX_LATER_ROUND_TOKENS = 3000
"""Passages of the first round and of each later one, however large the window: more of them cost time and bring less."""

MIN_ROUND_TOKENS = 300
ANSWER_TOKENS = 800
"""One instruction and one short answer of the conversation."""

SECTION_TOKENS = 1100
"""The longest section."""

LATER_ROUND = 0.6
"""What each later round weighs against the one before it."""


def report_reserve_tokens(window_tokens: int) -> int:
    """Return what stays free for the report: verdicts, an instruction with outline and checklist, a section."""
    return min(2 * ANSWER_TOKENS + 2 * SECTION_TOKENS, window_tokens // 3)


def passages_tokens(window_tokens: int, *, used: int, rounds_left: int, is_first: bool = True) -> int:
    """Return how many tokens of passages may be shown in this round.

    Args:
        window_tokens: Prompt and answer together.
        used: By the conversation so far.
        rounds_left: Rounds that may still come after this one; they get a share each.
        is_first: Nothing was shown before.
    """
    turns = (rounds_left + 1) * min(ANSWER_TOKENS, window_tokens // 16)
    free = window_tokens - report_reserve_tokens(window_tokens) - used - turns
    shares = sum(LATER_ROUND**later for later in range(max(0, rounds_left) + 1))
    most = MAX_ROUND_TOKENS if is_first else MAX_LATER_ROUND_TOKENS
    return max(0, min(MIN_ROUND_TOKENS, free), min(most, int(free / shares)))


def section_tokens(window_tokens: int, *, used: int) -> int:
    """Return how long a section's answer may be behind a conversation of `used` tokens and its instruction."""
    return max(128, min(SECTION_TOKENS, window_tokens - used - ANSWER_TOKENS))
