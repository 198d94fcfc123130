"""The one loop that tries again while a server is away."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from stepresearch.tools.llm.faults import Fault, ServerFault

T = TypeVar("T")

LONGEST_PAUSE_S = 15.0
WRONG_ANSWERS = 3
"""Tries against a server that is there and answers wrongly: its fault mostly comes back with the same request."""


@dataclass(slots=True)
class Absence:
    """Whether a server stayed away past a patience. Shared by all calls: a run waits for a dead server once, not per call."""

    lasts: bool = False


class Patience:
    """Tries until it works, the fault is no passing one, or the time is over.

    Args:
        patience_s: For one answer, waits and tries together; nothing while the absence lasts.
        pause_s: Before the second try; doubled with each, up to 15 s, unless the server names a time.
        note: Called with each fault met.
        absence: Begins when the server stays away past the patience, and ends with its next answer.
    """

    def __init__(
        self,
        *,
        patience_s: float,
        pause_s: float,
        note: Callable[[Fault], None],
        absence: Absence | None = None,
    ) -> None:
        self._patience_s = patience_s
        self._pause_s = pause_s
        self._note = note
        self._absence = absence or Absence()

    async def until_answered(self, attempt: Callable[[], Awaitable[T]]) -> T:
        """Return what `attempt` brings.

        Raises:
            ServerFault: The last one, with how often and how long it was tried.
        """
        tries, started_s = 0, time.monotonic()
        while True:
            try:
                answer = await attempt()
            except ServerFault as fault:
                self._note(fault.fault)
                tries += 1
                pause_s = self._pause(tries, fault)
                if self._is_over(fault, tries, time.monotonic() + pause_s - started_s):
                    last = self._last(tries, fault)
                    self._absence.lasts |= fault.is_away
                    raise last from fault
                await asyncio.sleep(pause_s)
            else:
                self._absence.lasts = False
                return answer

    def _is_over(self, fault: ServerFault, tries: int, waited_s: float) -> bool:
        if fault.is_away:
            return self._absence.lasts or waited_s > self._patience_s
        return tries >= WRONG_ANSWERS or waited_s > self._patience_s

    def _pause(self, tries: int, fault: ServerFault) -> float:
        if fault.retry_after_s is not None:
            return fault.retry_after_s
        spread = random.uniform(0.8, 1.2)  # noqa: S311 - keeps parallel calls from coming back all at once
        return min(LONGEST_PAUSE_S, self._pause_s * 2.0 ** (tries - 1)) * spread

    def _last(self, tries: int, fault: ServerFault) -> ServerFault:
        asked = f" It asks to wait {fault.retry_after_s:g} s." if fault.retry_after_s else ""
        waited = f"Tried {tries} times, with a patience of {self._patience_s:g} s."
        if self._absence.lasts:
            waited = "It has stayed away before and is not waited for again."
        return ServerFault(fault.fault, f"{fault.message}{asked} {waited}")
