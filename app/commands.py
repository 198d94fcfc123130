"""What the commands do, once their arguments are read. Imported only when a command runs: LangGraph comes with it."""

import asyncio
from collections.abc import Sequence

from stepresearch.app.claims_list import print_claims
from stepresearch.app.delivery import print_json, print_report, spent_line, tell, write_outputs
from stepresearch.app.exits import Exit
from stepresearch.app.runs_table import last_stopped, newest, tell_damaged
from stepresearch.app.screen import choose_screen
from stepresearch.app.session import RunFailed, Session
from stepresearch.app.stopping import Stopped, StopSignals
from stepresearch.graph.history import go_back
from stepresearch.graph.redo import before_first_floor, forget_unusable
from stepresearch.graph.result import ResearchResult
from stepresearch.graph.run import open_run
from stepresearch.graph.run_store import UNFINISHED, RunRecord, Runs
from stepresearch.nodes.state.options import Options
from stepresearch.tools.errors import ConfigError
from stepresearch.tools.settings import Settings
from stepresearch.tools.toolbox import Toolbox


class Commands:
    """The commands over the runs of the data folder.

    Args:
        signals: Handled since the process began.
        settings: Read from the environment where None.

    Raises:
        ConfigError: A setting cannot be used.
    """

    def __init__(self, signals: StopSignals, settings: Settings | None = None) -> None:
        self._signals = signals
        self._toolbox = Toolbox(settings)
        self.runs = Runs(self._toolbox.data_folder())

    def ask(
        self, question: str, options: Options, outputs: Sequence[str], *, as_json: bool, no_input: bool
    ) -> Exit:
        """Research a question and deliver the report.

        Raises:
            ConfigError: Something must be changed first; a run that never began leaves nothing behind.
        """
        screen = choose_screen(no_input=no_input)
        options = options.model_copy(update={"clarify": screen.asks, "review_plan": screen.asks})
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
        if not run_id:
            tell_damaged(self.runs)
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

    def redo(self, run_id: str | None, outputs: Sequence[str], *, as_json: bool, no_input: bool) -> Exit:
        """Go back to the first step where rules decided in the model's place, the last run's where none is named.

        Raises:
            ConfigError: There is no such run, or no model that answers.
        """
        record = self.runs.get(run_id or newest(self.runs))
        step = self._signals.run(self._gone_back(record))
        if step:
            tell(f"Run {record.run_id} goes back to the step {step}, the first where rules decided.")
        else:
            tell(f"In run {record.run_id} no rules decided in the model's place: there is nothing to redo.")
        return self.resume(record.run_id, outputs, as_json=as_json, no_input=no_input)

    def show(self, run_id: str, outputs: Sequence[str], *, as_json: bool, claims: bool = False) -> None:
        """Deliver the report of a finished run again, or the claims of its ledger.

        Raises:
            ConfigError: There is no such run, or it has no report yet.
        """
        record = self.runs.get(run_id)
        markdown = self.runs.report(record) or self._written_again(record)
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
        tell(spent_line(result))
        tell(f"Saved in {self.runs.report_path(run_id)}")
        return exit_of(result.report["status"])

    def _written_again(self, record: RunRecord) -> str:
        """Return a report that is missing or damaged, written again from the checkpoints.

        Raises:
            ConfigError: The run has no report yet, or its checkpoints are gone as well.
        """
        hint = f"Go on with: stepresearch resume {record.run_id}"
        if record.status == UNFINISHED:
            raise ConfigError(f"Run {record.run_id} has no report yet.", hint=hint)
        try:
            result = self._signals.run(self._finished(record))
        except ConfigError as error:
            self.runs.reopen(record)
            raise ConfigError(
                f"The report of run {record.run_id} is damaged or gone, and cannot be written again: {error}",
                hint=f"{hint}. What was stored (pages, answers) is used again.",
            ) from error
        self.runs.finish(record, result.report["status"], report=result.markdown)
        tell(
            f"The report of run {record.run_id} was damaged or gone. It was written again from the checkpoints."
        )
        return result.markdown

    async def _finished(self, record: RunRecord) -> ResearchResult:
        async with open_run(self.runs, record, self._toolbox) as run:
            return await run.result()

    async def _gone_back(self, record: RunRecord) -> str:
        """Go back, once it is clear that a model answers; return the step that comes next, empty where none must."""
        async with open_run(self.runs, record, self._toolbox) as run:
            back = await before_first_floor(run)
            if back is None:
                return ""
            await check_model(self._toolbox)
            await asyncio.to_thread(self.runs.reopen, record)
            await forget_unusable(run.graph, back)
            await go_back(run.graph, back)
            return " and ".join(sorted(set(back.next)))


async def check_model(toolbox: Toolbox) -> None:
    """Check that there is a model that answers.

    Raises:
        ConfigError: There is none.
    """
    model = await toolbox.own_model()
    if model is None:
        raise ConfigError(
            "There is no model to do it with.", hint="Set STEPRESEARCH_BASE_URL, or give a file with --gguf."
        )
    why = await model.silence()
    if why:
        raise ConfigError(
            why, hint="Start the model server first; `stepresearch doctor` shows whether it works."
        )


def exit_of(status: str) -> Exit:
    """Return the exit code of a report's status."""
    return Exit.NOTHING_FOUND if status == "nothing_found" else Exit.REPORT
