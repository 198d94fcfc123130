"""The commands that judge and compare reports. Each imports what it needs when it runs."""

from pathlib import Path

import typer

from stepresearch.app.command_options import Docs, Json, Search
from stepresearch.app.eval_options import (
    BatchSize,
    Concurrency,
    Data,
    JudgeCalls,
    JudgeModel,
    JudgeOptions,
    JudgePrice,
    JudgeTokens,
    JudgeUrl,
    Limit,
    MappingOption,
    OutFolder,
    PagesFolder,
    PriceFile,
    ProtocolChoice,
    ProtocolOption,
    Repeats,
    ReportFile,
    ReportFiles,
    Results,
    Resume,
    RubricFile,
    Second,
    SetName,
    StoredReports,
    SystemPlaces,
    SystemPrices,
    Tampers,
    TaskData,
    TaskSetName,
    TaskText,
    Temperature,
)
from stepresearch.app.stopping import StopSignals
from stepresearch.evals.judger.verdicts import VerdictMapping

RELIABILITY = "reliability"


class EvalCommands:
    """Adds its commands to the command line.

    Args:
        signals: Handled since the process began.
    """

    def __init__(self, signals: StopSignals) -> None:
        self._signals = signals

    def add_to(self, app: typer.Typer) -> None:
        """Add the commands."""
        app.command("judge")(self.judge)
        app.command("eval")(self.evaluate)
        app.command("compare")(self.compare)
        app.command("fact")(self.fact)

    def judge(  # noqa: PLR0917 - typer reads each option from a parameter
        self,
        report: ReportFile,
        rubric: RubricFile,
        judge: JudgeUrl = None,
        model: JudgeModel = None,
        task: TaskText = "",
        mapping: MappingOption = VerdictMapping.STEP_TERNARY,
        repeats: Repeats = 1,
        batch: BatchSize = 1,
        temperature: Temperature = 0.0,
        concurrency: Concurrency = None,
        max_calls: JudgeCalls = None,
        max_tokens: JudgeTokens = None,
        max_price: JudgePrice = None,
        prices: PriceFile = None,
        out: Results = None,
        as_json: Json = False,
    ) -> None:
        """Judge a report by the criteria of a rubric, each verdict with its quotation.

        Answers are kept: what was judged before costs nothing again.
        """
        from stepresearch.app.evaluating import Evaluating  # noqa: PLC0415 - start-up time

        options = JudgeOptions(
            judge, model, temperature, batch, concurrency, max_calls, max_tokens, max_price, prices
        )
        Evaluating(self._signals, options).judge(
            report,
            rubric,
            task=task,
            mapping=mapping,
            repeats=repeats,
            outputs=out or [],
            prints_json=as_json,
        )

    def evaluate(  # noqa: PLR0917 - typer reads each option from a parameter
        self,
        name: SetName,
        data: Data = None,
        out: OutFolder = Path("evaluation"),
        reports: StoredReports = None,
        docs: Docs = None,
        search: Search = None,
        limit: Limit = None,
        resume: Resume = False,
        judge: JudgeUrl = None,
        model: JudgeModel = None,
        mapping: MappingOption = VerdictMapping.STEP_TERNARY,
        repeats: Repeats = 1,
        batch: BatchSize = 1,
        temperature: Temperature = 0.0,
        concurrency: Concurrency = None,
        max_calls: JudgeCalls = None,
        max_tokens: JudgeTokens = None,
        max_price: JudgePrice = None,
        prices: PriceFile = None,
        second: Second = None,
        tampers: Tampers = 80,
    ) -> None:
        """Judge the reports on a set of tasks, or hold the judge against its gates, and write all into a folder."""
        from stepresearch.app import arguments  # noqa: PLC0415 - start-up time
        from stepresearch.app.evaluating import Evaluating, SetOptions  # noqa: PLC0415 - start-up time

        options = JudgeOptions(
            judge, model, temperature, batch, concurrency, max_calls, max_tokens, max_price, prices
        )
        does = Evaluating(self._signals, options)
        if name == RELIABILITY:
            does.reliability(data, out, second=second, tampers=tampers)
            return
        agent = arguments.read_options(docs=docs, search=arguments.read_engines(search or []), language=None)
        chosen = SetOptions(name, data, reports, out, limit, resume, agent)
        does.evaluate(chosen, mapping=mapping, repeats=repeats)

    def compare(  # noqa: PLR0917 - typer reads each option from a parameter
        self,
        systems: SystemPlaces,
        data: TaskData,
        set_name: TaskSetName = "own",
        protocol: ProtocolOption = ProtocolChoice.rubric,
        out: OutFolder = Path("comparison"),
        limit: Limit = None,
        judge: JudgeUrl = None,
        model: JudgeModel = None,
        mapping: MappingOption = VerdictMapping.STEP_TERNARY,
        batch: BatchSize = 1,
        temperature: Temperature = 0.0,
        concurrency: Concurrency = None,
        max_calls: JudgeCalls = None,
        max_tokens: JudgeTokens = None,
        max_price: JudgePrice = None,
        prices: PriceFile = None,
        system_prices: SystemPrices = None,
    ) -> None:
        """Compare the reports of systems on the same tasks: scores with intervals, seconds, tokens, price."""
        from stepresearch.app.comparing import CompareOptions, compare  # noqa: PLC0415 - start-up time
        from stepresearch.evals.comparison.compare import Protocol  # noqa: PLC0415 - start-up time

        options = JudgeOptions(
            judge, model, temperature, batch, concurrency, max_calls, max_tokens, max_price, prices
        )
        chosen = CompareOptions(
            systems, set_name, data, Protocol(protocol.value), mapping, system_prices or [], limit, out
        )
        compare(self._signals, options, chosen)

    def fact(  # noqa: PLR0917 - typer reads each option from a parameter
        self,
        reports: ReportFiles,
        pages: PagesFolder = None,
        judge: JudgeUrl = None,
        model: JudgeModel = None,
        temperature: Temperature = 0.0,
        concurrency: Concurrency = None,
        max_calls: JudgeCalls = None,
        max_tokens: JudgeTokens = None,
        max_price: JudgePrice = None,
        prices: PriceFile = None,
        out: Results = None,
    ) -> None:
        """Check whether the pages that reports cite support what they say. Nothing is fetched."""
        from stepresearch.app.fact_checking import check_facts  # noqa: PLC0415 - start-up time

        options = JudgeOptions(
            judge, model, temperature, 1, concurrency, max_calls, max_tokens, max_price, prices
        )
        check_facts(self._signals, options, reports, pages, out or [])
