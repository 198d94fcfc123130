"""How far judging is: one line that is written over in a terminal, a line for each tenth elsewhere."""

import sys
import time
from dataclasses import dataclass, field
from typing import TextIO

REFRESH_S = 0.1


@dataclass(slots=True)
class EvalProgress:
    """Writes how much is in, of what `what` names."""

    what: str = "verdicts"
    file: TextIO = field(default_factory=lambda: sys.stderr)
    begun_s: float = field(default_factory=time.monotonic)
    _told_s: float = 0.0
    _tenth: int = -1

    def __call__(self, done: int, whole: int) -> None:
        """Take note of how far it is."""
        now = time.monotonic()
        if not self.file.isatty():
            tenth = 10 * done // max(1, whole)
            if tenth > self._tenth or done == whole:
                self._tenth = tenth
                print(self._line(done, whole, now), file=self.file, flush=True)
        elif now - self._told_s >= REFRESH_S or done == whole:
            self._told_s = now
            end = "\n" if done == whole else ""
            print(f"\r\x1b[K{self._line(done, whole, now)}", end=end, file=self.file, flush=True)

    def _line(self, done: int, whole: int, now: float) -> str:
        minutes, seconds = divmod(round(now - self.begun_s), 60)
        return f"{done:,} of {whole:,} {self.what} after {minutes}:{seconds:02d}"
