"""What the commands do, once their arguments are read. Imported only when a command runs: LangGraph comes with it."""

from collections.abc import Sequence
from pathlib import Path

from stepresearch.app.claims_list import print_claims
from stepresearch.app.delivery import print_json, print_report, tell, write_outputs
from stepresearch.app.exits import Exit
from stepresearch.app.runs_table import last_stopped
from stepresearch.app.screen import choose_screen
from stepresearch.app.session import RunFailed, Session
from stepresearch.app.stopping import Stopped, StopSignals
from stepresearch.graph.result import ResearchResult
from stepresearch.graph.run import open_run
from stepresearch.graph.runs import UNFINISHED, RunRecord, Runs
from stepresearch.nodes.options import Options
from stepresearch.tools.errors import ConfigError
from stepresearch.tools.settings import load_settings
from stepresearch.tools.toolbox import Toolbox


class Commands:
    """The commands over the runs of the data folder.

    Args:
        signals: Handled since the process began.

    Raises:
        ConfigError: A setting cannot be used.
    """

    def __init__(self, signals: StopSignals) -> None:
        self._signals = signals
        self._toolbox = Toolbox(load_settings())
        self.runs = Runs(self._toolbox.data_folder())

    def ask(
        self, question: str, options: Options, outputs: Sequence[str], *, as_json: bool, no_input: bool
    ) -> Exit:
        """Research a question and deliver the report.

        Raises:
            ConfigError: Something must be changed first; a run that never began leaves nothing behind.
        """
        screen = choose_screen(no_input=no_input)
        options = options.model_copy(update={"review_plan": screen.asks})
        record = self.runs.create(question, options.model_dump())
        session = Session(self.runs, self._toolbox, record, screen)
        try:
            return self._deliver(session, outputs, as_json=as_json)
        except ConfigError:
            if not session.has_begun:
                self.runs.discard(record)
            raise

    def resume(self, run_id: str | None, outputs: Sequence[str], *, as_json: bool, no_input: bool) -> Exit:
        """Go on with a run, the last one that was stopped where none is named, and deliver its report.

        Raises:
            ConfigError: There is no such run, or it cannot be gone on with.
        """
        chosen = run_id or last_stopped(self.runs)
        if chosen is None:
            raise ConfigError(
                "No run was stopped before its report.", hint="`stepresearch runs` lists them all."
            )
        record = self.runs.get(chosen)
        if record.status != UNFINISHED:
            tell(f"Run {record.run_id} is finished.")
            self.show(record.run_id, outputs, as_json=as_json)
            return exit_of(record.status)
        session = Session(self.runs, self._toolbox, record, choose_screen(no_input=no_input))
        return self._deliver(session, outputs, as_json=as_json)

    def show(self, run_id: str, outputs: Sequence[str], *, as_json: bool, claims: bool = False) -> None:
        """Deliver the report of a finished run again, or the claims of its ledger.

        Raises:
            ConfigError: There is no such run, or it has no report yet.
        """
        record = self.runs.get(run_id)
        report = self._report_path(record)
        if record.status == UNFINISHED or not report.is_file():
            raise ConfigError(
                f"Run {record.run_id} has no report yet.",
                hint=f"Go on with: stepresearch resume {record.run_id}",
            )
        markdown = report.read_text(encoding="utf-8")
        if as_json:
            print_json(self._signals.run(self._finished(record)))
        elif claims:
            print_claims(self._signals.run(self._finished(record)))
        elif not outputs:
            print_report(markdown)
        write_outputs(outputs, markdown, lambda: self._signals.run(self._finished(record)))

    def _deliver(self, session: Session, outputs: Sequence[str], *, as_json: bool) -> Exit:
        run_id = session.record.run_id
        try:
            result = session.drive(self._signals)
        except Stopped:
            tell(f"stopped; go on with: stepresearch resume {run_id}")
            return Exit.STOPPED
        except RunFailed as failed:
            tell(f"Run {run_id} met an error of stepresearch itself ({failed}). What it found is kept.")
            tell(f"The details are in {failed.trace}. To try again: stepresearch resume {run_id}")
            return Exit.FAULT
        if as_json:
            print_json(result)
        elif "-" not in outputs:
            print_report(result.markdown)
        write_outputs(outputs, result.markdown, lambda: result)
        tell(f"Saved in {self._report_path(session.record)}")
        return exit_of(result.report["status"])

    async def _finished(self, record: RunRecord) -> ResearchResult:
        async with open_run(self.runs, record, self._toolbox) as run:
            return await run.result()

    def _report_path(self, record: RunRecord) -> Path:
        return self.runs.path(record.run_id) / "report.md"


def exit_of(status: str) -> Exit:
    """Return the exit code of a report's status."""
    return Exit.NOTHING_FOUND if status == "nothing_found" else Exit.REPORT
