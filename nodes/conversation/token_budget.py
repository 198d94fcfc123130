"""How the model's window is shared out: what may be shown, and what stays reserved for the report."""

from stepresearch.nodes.state.depth import DepthLimits
from stepresearch.tools.budget import SEARCH_SHARE

WINDOW_SHARE = 1 / 3
"""Of the window, what the passages of one round may take."""

MIN_ROUND_TOKENS = 300
"""What a round may show where the evidence of the depth is spent: else it would search for nothing."""

ANSWER_TOKENS = 800
"""One instruction and one short answer of the conversation."""

SECTION_TOKENS = 1100
"""The longest section."""

REPORT_CALLS = 4
"""Calls of the report beside one a section: summary, judge, check, mend."""

LATER_ROUND = 0.5
"""What each later round weighs against the one before it, where the window is too small for what the depth allows."""


def report_reserve_tokens(window_tokens: int) -> int:
    """Return what stays free for the report: verdicts, an instruction with outline and checklist, a section."""
    return min(2 * ANSWER_TOKENS + 2 * SECTION_TOKENS, window_tokens // 3)


def passages_tokens(
    window_tokens: int, limits: DepthLimits, *, used: int, shown: int, rounds_left: int
) -> int:
    """Return how many tokens of passages may be shown in this round.

    Args:
        window_tokens: Prompt and answer together.
        limits: Of the depth of the run.
        used: By the conversation so far.
        shown: Of these by passages.
        rounds_left: Rounds that may still come after this one; they get a share each.
    """
    turns = (rounds_left + 1) * min(ANSWER_TOKENS, window_tokens // 16)
    free = window_tokens - report_reserve_tokens(window_tokens) - used - turns
    shares = sum(LATER_ROUND**later for later in range(max(0, rounds_left) + 1))
    wanted = limits.later_round_tokens if shown else limits.first_round_tokens
    most = min(wanted, int(window_tokens * WINDOW_SHARE), limits.evidence_tokens - shown)
    return max(0, min(MIN_ROUND_TOKENS, free), min(most, int(free / shares)))


def affordable_tokens(max_tokens: int, *, tasks: int, used: int) -> int:
    """Return how many tokens of passages a limit on all tokens allows: each call of the report has them in its prompt again.

    Args:
        max_tokens: Of the run, prompts and answers together.
        tasks: Of the plan, each a section to write.
        used: By the conversation so far.
    """
    return max(MIN_ROUND_TOKENS, int(max_tokens * (1 - SEARCH_SHARE) / (tasks + REPORT_CALLS)) - used)


def section_tokens(window_tokens: int, *, used: int) -> int:
    """Return how long a section's answer may be behind a conversation of `used` tokens and its instruction."""
    return max(128, min(SECTION_TOKENS, window_tokens - used - ANSWER_TOKENS))
