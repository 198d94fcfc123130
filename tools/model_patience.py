"""The one loop that tries again while a server is away."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from stepresearch.tools.model_faults import Fault, ServerFault

T = TypeVar("T")

LONGEST_PAUSE_S = 15.0
WRONG_ANSWERS = 3
"""Tries against a server that is there and answers wrongly: its fault mostly comes back with the same request."""


class Patience:
    """Tries until it works, the fault is no passing one, or the time is over.

    Args:
        patience_s: For one answer, waits and tries together.
        pause_s: Before the second try; doubled with each, up to 15 s, unless the server names a time.
        note: Called with each fault met.
    """

    def __init__(self, *, patience_s: float, pause_s: float, note: Callable[[Fault], None]) -> None:
        self._patience_s = patience_s
        self._pause_s = pause_s
        self._note = note

    async def until_answered(self, attempt: Callable[[], Awaitable[T]]) -> T:
        """Return what `attempt` brings.

        Raises:
            ServerFault: The last one, with how often and how long it was tried.
        """
        tries, deadline_s = 0, time.monotonic() + self._patience_s
        while True:
            try:
                return await attempt()
            except ServerFault as fault:
                self._note(fault.fault)
                tries += 1
                pause_s = self._pause(tries, fault)
                is_hopeless = not fault.is_away and tries >= WRONG_ANSWERS
                if is_hopeless or time.monotonic() + pause_s > deadline_s:
                    raise self._last(tries, fault) from fault
                await asyncio.sleep(pause_s)

    def _pause(self, tries: int, fault: ServerFault) -> float:
        if fault.retry_after_s is not None:
            return fault.retry_after_s
        spread = random.uniform(0.8, 1.2)  # noqa: S311 - keeps parallel calls from coming back all at once
        return min(LONGEST_PAUSE_S, self._pause_s * 2.0 ** (tries - 1)) * spread

    def _last(self, tries: int, fault: ServerFault) -> ServerFault:
        asked = f" It asks to wait {fault.retry_after_s:g} s." if fault.retry_after_s else ""
        message = f"{fault.message}{asked} Tried {tries} times, with a patience of {self._patience_s:g} s."
        return ServerFault(fault.fault, message)
