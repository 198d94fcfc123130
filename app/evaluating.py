"""What the commands `judge` and `eval` do, once their arguments are read."""

import json
import sys
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from stepresearch.app.delivery import tell
from stepresearch.app.eval_options import JudgeOptions
from stepresearch.app.eval_progress import EvalProgress
from stepresearch.app.judging import judge_of
from stepresearch.app.stopping import Stopped, StopSignals
from stepresearch.evals.author import write_reports
from stepresearch.evals.evaluation import Evaluation, Plan, evaluate
from stepresearch.evals.judger.verdicts import VerdictMapping
from stepresearch.evals.page import html_page
from stepresearch.evals.reports import Report, load_reports
from stepresearch.evals.result_json import as_json
from stepresearch.evals.result_markdown import as_markdown, summary_markdown
from stepresearch.evals.tasks.catalogue import load_set
from stepresearch.evals.tasks.own import load_rubric
from stepresearch.evals.tasks.records import read_text
from stepresearch.evals.tasks.task import Task, TaskSet
from stepresearch.nodes.options import Options
from stepresearch.tools.errors import ConfigError
from stepresearch.tools.settings import Settings, load_settings
from stepresearch.tools.toolbox import Toolbox

T = TypeVar("T")

RESULT = "result.json"
ENDINGS = (".json", ".md", ".html")


@dataclass(frozen=True, slots=True)
class SetOptions:
    """What of a set is evaluated, and where its reports come from.

    Attributes:
        name: Of the set.
        data: Where its data is.
        reports: Folder of stored reports; None lets the agent write them.
        folder: Where the result goes.
        limit: Only so many tasks, from the start.
        resume: Whether the folder may hold an earlier result.
        agent: Options of the agent's runs.
    """

    name: str
    data: Path
    reports: Path | None
    folder: Path
    limit: int | None
    resume: bool
    agent: Options


class Evaluating:
    """The commands that judge.

    Args:
        signals: Handled since the process began.
        options: Of the judge.
    """

    def __init__(self, signals: StopSignals, options: JudgeOptions) -> None:
        self._signals = signals
        self._options = options
        self._settings: Settings = load_settings()
        self._data_folder = Toolbox(self._settings).data_folder()

    def judge(
        self,
        report: Path,
        rubric: Path,
        *,
        task: str,
        mapping: VerdictMapping,
        repeats: int,
        outputs: Sequence[Path],
        prints_json: bool,
    ) -> None:
        """Judge one report by the rubric of a file.

        Raises:
            ConfigError: A file or the judge cannot be used.
        """
        check_endings(outputs)
        own, criteria = load_rubric(rubric)
        if not criteria:
            raise ConfigError(f"{str(rubric)!r} holds no rubric.")
        prompt = task or (own.prompt if own else "")
        judged = Task(report.stem, own.language if own else "", prompt, criteria)
        plan = Plan(report.name, (judged,), mapping, repeats)
        reports = {judged.task_id: Report(judged.task_id, read_text(report))}
        result = self._evaluated(plan, reports)
        if prints_json:
            sys.stdout.write(json_text(result))
        else:
            sys.stdout.write(as_markdown(result))
        write_results(result, outputs)

    def evaluate(self, chosen: SetOptions, *, mapping: VerdictMapping, repeats: int) -> None:
        """Judge the reports on a set, written by the agent where none are stored, and write the result into a folder.

        Raises:
            ConfigError: The data, the reports, the folder or the judge cannot be used.
        """
        if (chosen.folder / RESULT).exists() and not chosen.resume:
            raise ConfigError(
                f"{str(chosen.folder)!r} holds a result already.",
                hint="--resume goes on with it; --out names another folder.",
            )
        tasks = load_set(chosen.name, chosen.data)
        todo = tasks.tasks[: chosen.limit]
        if not any(task.criteria for task in todo):
            raise ConfigError(
                f"The tasks of {tasks.title} have no criteria: their reports are compared with each other.",
                hint="stepresearch compare A/ B/ --protocol adr",
            )
        reports = self._reports(chosen, todo)
        result = self._evaluated(Plan(_title(tasks, todo), todo, mapping, repeats), reports)
        chosen.folder.mkdir(parents=True, exist_ok=True)
        write_results(result, [chosen.folder / f"result{ending}" for ending in ENDINGS])
        sys.stdout.write(summary_markdown(result))

    def _reports(self, chosen: SetOptions, tasks: Sequence[Task]) -> dict[str, Report]:
        if chosen.reports is not None:
            return load_reports(chosen.reports, tasks)
        folder = chosen.folder / "reports"
        tell(f"The agent writes {len(tasks)} reports into {folder}; those that are there are kept.")
        self._run(
            write_reports(
                tasks,
                folder,
                options=chosen.agent,
                settings=self._settings,
                on_report=lambda task: tell(f"Report on {task.task_id} written."),
            ),
            chosen.folder,
        )
        return load_reports(folder, tasks)

    def _evaluated(self, plan: Plan, reports: dict[str, Report]) -> Evaluation:
        async def work() -> Evaluation:
            async with judge_of(self._options, self._settings, self._data_folder) as opened:
                return await evaluate(
                    opened.judge,
                    opened.record,
                    plan,
                    reports,
                    on_done=EvalProgress(),
                    has_prices=opened.has_prices,
                )

        return self._run(work(), None)

    def _run(self, work: Coroutine[Any, Any, T], folder: Path | None) -> T:
        try:
            return self._signals.run(work)
        except Stopped:
            again = f" with --resume --out {folder}" if folder else ""
            tell(f"Stopped. All answers that came in are kept: the same command{again} goes on.")
            raise


def json_text(result: Evaluation) -> str:
    """Return a result as JSON."""
    return json.dumps(as_json(result), ensure_ascii=False, indent=1) + "\n"


def check_endings(outputs: Sequence[Path]) -> None:
    """Refuse a file whose ending names no form, before anything is paid.

    Raises:
        ConfigError: There is one.
    """
    wrong = next((path for path in outputs if path.suffix.lower() not in ENDINGS), None)
    if wrong is not None:
        raise ConfigError(f"{str(wrong)!r} ends in none of {', '.join(ENDINGS)}.")


def write_results(result: Evaluation, outputs: Sequence[Path]) -> None:
    """Write a result to files, by their endings.

    Raises:
        ConfigError: One cannot be written.
    """
    markdown = as_markdown(result)
    for path in outputs:
        ending = path.suffix.lower()
        text = json_text(result) if ending == ".json" else markdown
        if ending == ".html":
            text = html_page(markdown, title=result.title)
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise ConfigError(f"{str(path)!r} cannot be written: {error.strerror}.") from error
        tell(f"Written to {path}")


def _title(tasks: TaskSet, todo: Sequence[Task]) -> str:
    part = f", the first {len(todo)} of {len(tasks.tasks)} tasks" if len(todo) < len(tasks.tasks) else ""
    return f"{tasks.title}{part}"
