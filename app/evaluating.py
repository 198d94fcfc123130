"""What the commands `judge` and `eval` do, once their arguments are read."""

import json
import sys
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from stepresearch.app.delivery import tell
from stepresearch.app.eval_options import JudgeOptions
from stepresearch.app.eval_progress import EvalProgress
from stepresearch.app.judging import OpenJudge, judge_of
from stepresearch.app.stopping import Stopped, StopSignals
from stepresearch.evals.author import write_reports
from stepresearch.evals.comparison.outputs import load_outputs
from stepresearch.evals.evaluation import Evaluation, Plan, evaluate
from stepresearch.evals.judger.verdicts import VerdictMapping
from stepresearch.evals.page import html_page
from stepresearch.evals.reliability.kept import keep
from stepresearch.evals.reliability.page import as_json as reliability_json
from stepresearch.evals.reliability.page import as_markdown as reliability_page
from stepresearch.evals.reliability.page import gate_line
from stepresearch.evals.reliability.probes import Probe, load_probes, shipped_probes
from stepresearch.evals.reliability.run import Reliability, Second, measure_reliability
from stepresearch.evals.reports import Report
from stepresearch.evals.result_json import as_json
from stepresearch.evals.result_markdown import as_markdown, summary_markdown
from stepresearch.evals.tasks.catalogue import load_set
from stepresearch.evals.tasks.own import load_rubric
from stepresearch.evals.tasks.records import read_text
from stepresearch.evals.tasks.task import Task, TaskSet
from stepresearch.nodes.state.options import Options
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
        data: Where its data is; None where nobody said.
        reports: Folder of stored reports; None lets the agent write them.
        folder: Where the result goes.
        limit: Only so many tasks, from the start.
        resume: Whether the folder may hold an earlier result.
        agent: Options of the agent's runs.
    """

    name: str
    data: Path | None
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
        if chosen.data is None:
            raise ConfigError(
                f"Where is the data of the set {chosen.name!r}?",
                hint="Name it with --data; nothing is downloaded.",
            )
        tasks = load_set(chosen.name, chosen.data)
        todo = [task for task in tasks.tasks if task.criteria][: chosen.limit]
        if not todo:
            raise ConfigError(
                f"The tasks of {tasks.title} have no criteria: their reports are compared with each other.",
                hint="stepresearch compare A/ B/ --protocol adr",
            )
        bare = sum(not task.criteria for task in tasks.tasks)
        if bare:
            tell(f"{bare} of {len(tasks.tasks)} tasks have no criteria and are left out.")
        reports = self._reports(chosen, todo)
        result = self._evaluated(Plan(_title(tasks, todo), todo, mapping, repeats), reports)
        write_results(result, [chosen.folder / f"result{ending}" for ending in ENDINGS])
        sys.stdout.write(summary_markdown(result))

    def reliability(self, probes: Path | None, folder: Path, *, second: str | None, tampers: int) -> None:
        """Hold the judge against the gates of reliability, write the page into a folder, and keep what it says.

        Args:
            probes: Folder of one's own probes; None takes those shipped.
            folder: Where the page goes.
            second: Endpoint of another judge, to agree with.
            tampers: How many changes are judged.

        Raises:
            ConfigError: A judge or the probes cannot be used.
        """
        chosen = load_probes(probes) if probes else shipped_probes()
        result = self._run(self._measured(chosen, second, tampers), None)
        keep(result, self._data_folder)
        page = reliability_page(result)
        texts = {
            ".json": json.dumps(reliability_json(result), ensure_ascii=False, indent=1) + "\n",
            ".md": page,
            ".html": html_page(page, title=f"Reliability of {result.judge.model}"),
        }
        write_texts({folder / f"reliability{ending}": text for ending, text in texts.items()})
        sys.stdout.write(page)

    async def _measured(self, probes: Sequence[Probe], second: str | None, tampers: int) -> Reliability:
        async with AsyncExitStack() as stack:
            opened = await stack.enter_async_context(self._judge(self._options))
            other = None
            if second:
                options = replace(self._options, url=second, model=None)
                held = await stack.enter_async_context(self._judge(options))
                other = Second(held.judge, held.record)
            return await measure_reliability(
                opened.judge,
                opened.record,
                probes,
                tampers=tampers,
                second=other,
                on_gate=lambda gate: tell(gate_line(gate)),
            )

    def _judge(self, options: JudgeOptions) -> AbstractAsyncContextManager[OpenJudge]:
        return judge_of(options, self._settings, self._data_folder)

    def _reports(self, chosen: SetOptions, tasks: Sequence[Task]) -> dict[str, Report]:
        if chosen.reports is not None:
            return load_outputs(chosen.reports, tasks)
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
        return load_outputs(folder, tasks)

    def _evaluated(self, plan: Plan, reports: dict[str, Report]) -> Evaluation:
        async def work() -> Evaluation:
            async with self._judge(self._options) as opened:
                return await evaluate(
                    opened.judge,
                    opened.record,
                    plan,
                    reports,
                    trust=opened.trust,
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
    texts = {".json": json_text(result), ".md": markdown, ".html": html_page(markdown, title=result.title)}
    write_texts({path: texts[path.suffix.lower()] for path in outputs})


def write_texts(texts: Mapping[Path, str]) -> None:
    """Write files, and the folders that they lie in.

    Raises:
        ConfigError: One cannot be written.
    """
    for path, text in texts.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise ConfigError(f"{str(path)!r} cannot be written: {error.strerror}.") from error
        tell(f"Written to {path}")


def _title(tasks: TaskSet, todo: Sequence[Task]) -> str:
    part = f", the first {len(todo)} of {len(tasks.tasks)} tasks" if len(todo) < len(tasks.tasks) else ""
    return f"{tasks.title}{part}"
