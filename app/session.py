"""One run, driven from the command line to its report."""

import tempfile
import traceback
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from stepresearch.app.screen import Screen
from stepresearch.app.stopping import Stopped, StopSignals
from stepresearch.graph.result import ResearchResult
from stepresearch.graph.run import Asked, open_run
from stepresearch.graph.run_store import RunRecord, Runs
from stepresearch.tools.errors import ConfigError, ResearchStopped
from stepresearch.tools.toolbox import Toolbox

NOT_ASKED = "No model is asked: the report will quote sentences."
EXTRACTIVE = "No model: the report will quote sentences. To have it written: STEPRESEARCH_BASE_URL=http://localhost:8000/v1"

DAMAGED = (
    "Checkpoints of the run are damaged ({count}). It goes on from the last one before them;"
    " what was stored (pages, answers) is used again."
)
LOST = "The run's checkpoints are gone. It begins again; what was stored (pages, answers) is used again."

WAITING = (
    "It is waited for, up to {patience_s:g} s (STEPRESEARCH_PATIENCE_S); then rules decide in the model's place."
    " To ask no model: Ctrl-C, then --no-model."
)


class RunFailed(Exception):  # noqa: N818 - it is what happened to the run
    """A fault of the program ended a run, which can be gone on with; `trace` is where its traceback is kept."""

    def __init__(self, told: str, trace: Path) -> None:
        super().__init__(told)
        self.trace = trace


@dataclass(slots=True)
class Session:
    """A run and what is needed to drive it. `has_begun` is true once a step is kept that it can go on from."""

    runs: Runs
    toolbox: Toolbox
    record: RunRecord
    screen: Screen
    has_begun: bool = False

    def drive(self, signals: StopSignals) -> ResearchResult:
        """Run to the report, keep it, and return the finished run.

        Raises:
            Stopped: By a signal, or by the person at the plan.
            ConfigError: Something must be changed first.
            RunFailed: A fault of the program.
        """
        try:
            result = signals.run(self._to_report())
        except (Stopped, ConfigError):
            raise
        except ResearchStopped:
            raise Stopped from None
        except Exception as fault:
            told = self.toolbox.settings.secrets.hidden(f"{type(fault).__name__}: {fault}")
            raise RunFailed(told, self._keep_traceback()) from fault
        self.runs.finish(self.record, result.report["status"], report=result.markdown)
        return result

    async def _to_report(self) -> ResearchResult:
        async with open_run(self.runs, self.record, self.toolbox) as run:
            state = await run.state()
            self.has_begun = bool(state)
            given = None if self.has_begun else self.record.given
            if run.damaged:
                self.screen.say(DAMAGED.format(count=len(run.damaged)))
            if not self.has_begun and self.runs.has_begun(self.record):
                self.screen.say(LOST)
            with self.screen.showing(await self._opening(), state):
                async for event in run.events(given, answer=self.screen.ask):
                    if not isinstance(event, Asked):
                        self._note_begun()
                        self.screen.step(event)
            return await run.result()

    def _note_begun(self) -> None:
        if not self.has_begun:
            self.runs.note_begun(self.record)
        self.has_begun = True

    async def _opening(self) -> list[str]:
        """Name the model and the run, and say at once where the model's server does not answer."""
        run = f"run {self.record.run_id}"
        if not self.record.options.get("use_model", True):
            return [NOT_ASKED, run]
        model = await self.toolbox.own_model()
        if model is None:
            return [EXTRACTIVE, run]
        why = await model.silence()
        if why:
            self.screen.say(f"{why} {WAITING.format(patience_s=self.toolbox.settings.patience_s)}")
        return [f"model {model.name.removeprefix('the model ')}", run]

    def _keep_traceback(self) -> Path:
        """Keep it with the run, or elsewhere where its disk is full."""
        path, told = (
            self.runs.path(self.record.run_id) / "error.txt",
            self.toolbox.settings.secrets.hidden(traceback.format_exc()),
        )
        try:
            path.write_text(told, encoding="utf-8", errors="backslashreplace")
        except OSError:
            path = Path(tempfile.gettempdir()) / f"stepresearch-{self.record.run_id}.txt"
            with suppress(OSError):
                path.write_text(told, encoding="utf-8", errors="backslashreplace")
        return path
