"""Progress as a small live view in a terminal, and the plan for approval."""

import asyncio
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from stepresearch.app.progress import Progress, plan_lines
from stepresearch.app.report.lines import headed, one_line
from stepresearch.app.stopping import Stopped
from stepresearch.graph.run import StepDone, approve
from stepresearch.nodes.interrupts.answer_words import Word, meaning_of

REFRESHES_A_SECOND = 5


class LiveScreen:
    """Draws the tasks with ticks, what is being done, the counts and the time (`Screen`); gone when the run ends.

    Args:
        console: On the stream that progress is shown on.
        asks: Whether a person can answer.
    """

    def __init__(self, console: Console, *, asks: bool) -> None:
        self.asks = asks
        self._console = console
        self._progress = Progress()
        self._spinner = Spinner("dots")
        self._live = self._new_live()
        self._opening: list[str] = []

    @contextmanager
    def showing(self, opening: Sequence[str], state: dict[str, Any]) -> Iterator[None]:
        """Draw until the context closes, then leave one line with the counts."""
        self._progress.take(state)
        self._opening = list(opening)
        self._live.start(refresh=True)
        try:
            yield
        finally:
            self._live.stop()
        counts = Text(f"✓ {self._progress.counts} · {self._progress.elapsed}", style="green")
        self._console.print(counts, no_wrap=True, overflow="ellipsis")

    def say(self, line: str) -> None:
        """Show a line above the live view."""
        self._console.print(Text(line, style="yellow"))

    def step(self, done: StepDone) -> None:
        """Take in a step; the next refresh draws it."""
        self._progress.step(done)
        opening, self._opening = self._opening, []
        for line in opening:
            self._console.print(Text(line, style="dim"))

    async def ask(self, asked: dict[str, Any]) -> str | list[str]:
        """Show the plan, or the questions back, and return what the person says.

        Raises:
            Stopped: The person quits, or their input ended.
        """
        if not self.asks:
            return await approve(asked)
        self._live.stop()
        if asked.get("problem"):
            self._console.print(Text(f"\n{one_line(asked['problem'])}", style="yellow"))
        said = await (self._about_plan(asked) if asked["kind"] == "plan" else self._answers(asked))
        # A view that was stopped would draw over what was written since.
        self._live = self._new_live()
        self._live.start(refresh=True)
        return said

    async def _about_plan(self, asked: dict[str, Any]) -> str:
        self._console.print(Text("\nThe plan:", style="bold"))
        for line in plan_lines(asked["plan"]["tasks"]):
            self._console.print(Text(f"  {line}"))
        self._console.print(Text("Enter goes on · words change the plan · q stops", style="dim"))
        return await self._answer({"no", "stop"})

    async def _answers(self, asked: dict[str, Any]) -> list[str]:
        self._console.print(
            Text("\nBefore the research begins (Enter skips a question, q stops):", style="bold")
        )
        answers = []
        for question in asked["questions"]:
            self._console.print(Text(f"  {one_line(question)}"))
            answers.append(await self._answer({"stop"}))
        return answers

    async def _answer(self, stopping: Collection[Word]) -> str:
        """A line that the person writes. Said here, "stop" leaves the question open, for `resume` to ask it again."""
        self._console.print("> ", end="")
        answer = await _read_line()
        if not answer or meaning_of(answer) in stopping:
            raise Stopped
        return answer.strip()

    def _new_live(self) -> Live:
        return Live(
            get_renderable=self._view,
            console=self._console,
            transient=True,
            refresh_per_second=REFRESHES_A_SECOND,
        )

    def _view(self) -> RenderableType:
        now = self._progress
        head = Table.grid(padding=(0, 1))
        head.add_column(no_wrap=True)
        shown = " · ".join(part for part in (now.doing, now.stage, now.elapsed) if part)
        self._spinner.update(text=Text(shown, style="bold"))
        head.add_row(self._spinner)
        tasks = [_task_line(headed(task["question"]), settled=task["settled"]) for task in now.tasks]
        return Group(head, *tasks, Text(f"  {now.counts}", style="dim", no_wrap=True, overflow="ellipsis"))


def _task_line(question: str, *, settled: bool) -> Text:
    mark, style = ("✓", "green") if settled else ("○", "dim")
    return Text.assemble("  ", (mark, style), f" {question}", no_wrap=True, overflow="ellipsis")


async def _read_line() -> str:
    """Return a line of standard input; empty at its end. Can be cancelled, which a thread in `input` cannot."""
    loop, ready = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(sys.stdin, ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(sys.stdin)
    return sys.stdin.readline()
