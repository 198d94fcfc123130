"""Ctrl-C and SIGTERM: one stops the run so that it can be gone on with, a second one ends at once."""

import asyncio
import os
import signal
import sys
from collections.abc import Coroutine
from types import FrameType
from typing import Any, NoReturn, TypeVar

from stepresearch.app.exits import Exit

T = TypeVar("T")
SHOW_CURSOR = "\x1b[?25h"


class Stopped(Exception):  # noqa: N818 - it is what happened, and no error
    """The person stopped the run; what was found is kept."""


class StopSignals:
    """Handles both signals from `install` on. Outside of a run there is nothing to keep, so the first one ends all."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[Any] | None = None

    def install(self) -> None:
        """Handle Ctrl-C and SIGTERM in this process."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run `work` in an event loop of its own.

        Raises:
            Stopped: A signal came; `work` was cancelled and has cleaned up.
        """
        try:
            return asyncio.run(self._watched(work))
        except asyncio.CancelledError:
            raise Stopped from None

    async def _watched(self, work: Coroutine[Any, Any, T]) -> T:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        return await work

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        if self._task is None or self._loop is None or self._task.done():
            end_now()
        # The handler may have interrupted the loop anywhere, so that the task is not cancelled here and now.
        self._loop.call_soon_threadsafe(self._task.cancel)
        self._task = None


def end_now() -> NoReturn:
    """End the process without waiting for anything. Checkpoints are written at each step, so none is lost."""
    ending = SHOW_CURSOR if sys.stderr.isatty() else ""
    os.write(
        sys.stderr.fileno(),
        f"{ending}\nStopped. `stepresearch runs` lists what can be gone on with.\n".encode(),
    )
    os._exit(Exit.STOPPED)
