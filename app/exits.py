"""The exit codes of the command line."""

from enum import IntEnum


class Exit(IntEnum):
    """How a command ended, for scripts."""

    REPORT = 0
    FAULT = 1
    """An error of the program itself; what was found is kept."""
    USAGE = 2
    NOTHING_FOUND = 3
    STOPPED = 4
    """Stopped by a person or by SIGTERM; `stepresearch resume` goes on."""
    CONFIGURATION = 5
