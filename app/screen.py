"""What a run shows while it works: one Protocol for the live view and the plain lines."""

import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from rich.console import Console

from stepresearch.graph.run import StepDone


class Screen(Protocol):
    """Shows a run. `asks` says whether a person is there to answer."""

    @property
    def asks(self) -> bool: ...

    def showing(self, opening: Sequence[str], state: dict[str, Any]) -> AbstractContextManager[None]:
        """Show a run while the context is open, from the state that it goes on from.

        The opening lines are shown once the first step is done: a run that cannot begin says only why.
        """
        ...

    def say(self, line: str) -> None:
        """Show a line at once."""
        ...

    def step(self, done: StepDone) -> None:
        """Show that a step ended."""
        ...

    async def ask(self, asked: dict[str, Any]) -> str | list[str]:
        """Return the answer to what the run asks.

        Raises:
            Stopped: The person would rather stop.
        """
        ...


def choose_screen(*, no_input: bool) -> Screen:
    """Return the live view where a person looks on, else plain lines."""
    console = Console(stderr=True, highlight=False)
    if sys.stdout.isatty() and sys.stderr.isatty() and not console.is_dumb_terminal:
        from stepresearch.app.live_screen import LiveScreen  # noqa: PLC0415 - only one of the two is needed

        return LiveScreen(console, asks=sys.stdin.isatty() and not no_input)
    from stepresearch.app.plain_screen import PlainScreen  # noqa: PLC0415 - the same

    return PlainScreen(sys.stderr)
