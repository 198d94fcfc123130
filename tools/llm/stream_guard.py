"""Notices while an answer is still being written that it will never become one."""

import re

from stepresearch.tools.llm.faults import Fault

CHARACTERS_PER_TOKEN = 12
"""More than any tokenizer packs into the mean token of prose; what is longer ignores `max_tokens`."""
SLACK_CHARACTERS = 1000
RUN_CHARACTERS = 400
"""Digits or blanks in a row. Guided decoding can stay in a number or between two tokens of JSON for ever."""
STEP_CHARACTERS = 200
TAIL_CHARACTERS = 4000
NEEDLE_CHARACTERS = 48
LOOP_CHARACTERS = 480
LOOP_TIMES = 4
LINES_ALIKE = 12
LINE_CHARACTERS = 8

_NUMBERING = re.compile(r"^\W*\d*\W*")


class StreamGuard:
    """Judges one answer piece by piece.

    Args:
        max_tokens: What the server was told; an answer far beyond it is stopped here.
    """

    def __init__(self, *, max_tokens: int) -> None:
        self._most = max_tokens * CHARACTERS_PER_TOKEN + SLACK_CHARACTERS
        self._length = 0
        self._judged = 0
        self._tail = ""

    def feed(self, piece: str) -> Fault | None:
        """Take in a piece; return the fault for which the stream is to be stopped, or None."""
        self._length += len(piece)
        self._tail = (self._tail + piece)[-TAIL_CHARACTERS:]
        if self._length > self._most:
            return fault_of_tail(self._tail) or Fault.TOO_LONG
        if self._length - self._judged < STEP_CHARACTERS:
            return None
        self._judged = self._length
        return fault_of_tail(self._tail)


def fault_of_tail(tail: str) -> Fault | None:
    """Return the endless pattern in which a text ends, or None."""
    run = tail[-RUN_CHARACTERS:]
    if len(run) == RUN_CHARACTERS and run.isdecimal():
        return Fault.ENDLESS_DIGITS
    if len(run) == RUN_CHARACTERS and run.isspace():
        return Fault.ENDLESS_WHITESPACE
    if _repeats(tail) or _lines_alike(tail):
        return Fault.REPETITION
    return None


def _repeats(tail: str) -> bool:
    """Whether the end is one block over and over: at least four times and 480 characters."""
    needle = tail[-NEEDLE_CHARACTERS:]
    before = tail.rfind(needle, 0, len(tail) - 1)
    if len(needle) < NEEDLE_CHARACTERS or before < 0:
        return False
    period = len(tail) - NEEDLE_CHARACTERS - before
    end = tail[-max(LOOP_CHARACTERS, LOOP_TIMES * period) :]
    enough = len(end) >= max(LOOP_CHARACTERS, LOOP_TIMES * period)
    return enough and end[period:] == end[:-period]


def _lines_alike(tail: str) -> bool:
    """Whether the last whole lines are one line again and again, numbering aside."""
    lines = [_NUMBERING.sub("", line) for line in tail.split("\n")[:-1] if line.strip()][-LINES_ALIKE:]
    return len(lines) == LINES_ALIKE and len(lines[0]) >= LINE_CHARACTERS and len(set(lines)) == 1
