"""Running the graph: from Python with one call, or step by step as events."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from langchain_core.runnables import RunnableConfig
from langgraph.types import Command, Overwrite
from pydantic import ValidationError

from stepresearch.graph.build import GRAPH_VERSION, ResearchGraph, build_graph
from stepresearch.graph.result import ResearchResult
from stepresearch.graph.runs import RunRecord, Runs, check_database
from stepresearch.nodes.options import Options
from stepresearch.nodes.state import ResearchInput, ResearchState
from stepresearch.tools.budget import Prices
from stepresearch.tools.errors import ConfigError
from stepresearch.tools.page import PageReader
from stepresearch.tools.search_engine import SearchEngine
from stepresearch.tools.settings import Settings
from stepresearch.tools.toolbox import Toolbox

STEPS_A_ROUND = 4
STEPS_BESIDE = 20


@dataclass(frozen=True, slots=True)
class StepDone:
    """A step of the graph ended; `update` is what it changed in the state."""

    node: str
    update: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """The run waits for a person; `value` is what it asks (`kind` is `plan`)."""

    value: dict[str, Any]


Event = StepDone | Asked
Answer = Callable[[dict[str, Any]], Awaitable[Any]]


async def approve(_asked: dict[str, Any]) -> str:
    """Answer every question of a run with "go on"."""
    return "approve"


@dataclass(slots=True)
class OpenRun:
    """A run with its graph open. `events` drives it; `result` reads where it is."""

    run_id: str
    graph: ResearchGraph
    options: Options
    prices: Prices = field(default_factory=Prices)
    config: RunnableConfig = field(init=False)

    def __post_init__(self) -> None:
        limit = STEPS_BESIDE + STEPS_A_ROUND * (self.options.max_rounds + 1)
        self.config = {"configurable": {"thread_id": self.run_id}, "recursion_limit": limit}

    async def events(self, given: ResearchInput | None, *, answer: Answer = approve) -> AsyncIterator[Event]:
        """Run to the end and yield what happens; questions go to `answer`, whose return value resumes the run.

        Args:
            given: The question, or None to go on where the run is.
            answer: Gets what the run asks.
        """
        pending: ResearchInput | Command[Any] | None = given
        while True:
            asked: Asked | None = None
            async for event in self._pass(pending):
                asked = event if isinstance(event, Asked) else asked
                yield event
            if asked is None:
                return
            pending = Command(resume=await answer(asked.value))

    async def result(self) -> ResearchResult:
        """Return the finished run.

        Raises:
            ConfigError: It did not reach its report.
        """
        snapshot = await self.graph.aget_state(self.config)
        if snapshot.next or "report" not in snapshot.values:
            raise ConfigError(
                f"Run {self.run_id} did not reach its report.",
                hint=f"Go on with: stepresearch resume {self.run_id}",
            )
        return ResearchResult(self.run_id, cast("ResearchState", snapshot.values), self.prices)

    async def state(self) -> dict[str, Any]:
        """Return the state that the run can go on from; empty where its first step never ended.

        Raises:
            ConfigError: Another version of the graph made it.
        """
        snapshot = await self.graph.aget_state(self.config)
        version = snapshot.values.get("graph_version")
        if not version:
            return {}
        if version != GRAPH_VERSION:
            raise ConfigError(
                f"Run {self.run_id} was made by another version of stepresearch (graph {version}, here {GRAPH_VERSION}).",
                hint="Go on with that version, or ask its question anew: stored pages are used again.",
            )
        return dict(snapshot.values)

    async def _pass(self, given: ResearchInput | Command[Any] | None) -> AsyncIterator[Event]:
        parts: AsyncIterator[Any] = self.graph.astream(
            given, self.config, context=self.options, stream_mode="updates", durability="sync", version="v2"
        )
        async for part in parts:
            for node, update in part["data"].items():
                if node == "__interrupt__":
                    for interruption in update:
                        yield Asked(interruption.value)
                else:
                    yield StepDone(node, {key: _plain(value) for key, value in (update or {}).items()})


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Overwrite) else value


@asynccontextmanager
async def open_run(runs: Runs, record: RunRecord, toolbox: Toolbox) -> AsyncIterator[OpenRun]:
    """Open a run's checkpoints and the shared store, and hold the run against other processes.

    Raises:
        ConfigError: A database is damaged, the run is being run elsewhere, or its options are of another version.
    """
    from stepresearch.graph.databases import open_checkpoints, open_store  # noqa: PLC0415 - only for runs on disk

    checkpoints = runs.checkpoints_path(record.run_id)
    async with AsyncExitStack() as stack:
        stack.enter_context(runs.locked(record.run_id))
        for path in (checkpoints, runs.store_path):
            await asyncio.to_thread(check_database, path)
        saver = await stack.enter_async_context(open_checkpoints(checkpoints))
        store = await stack.enter_async_context(open_store(runs.store_path))
        stack.push_async_callback(toolbox.aclose)
        graph = build_graph(toolbox=toolbox, checkpointer=saver, store=store)
        yield OpenRun(record.run_id, graph, _options(record), toolbox.prices)


def _options(record: RunRecord) -> Options:
    try:
        return Options.model_validate(record.options)
    except ValidationError as error:
        raise ConfigError(
            f"Run {record.run_id} has options that are not known here: {error.errors()[0]['msg']}.",
            hint="Go on with the version of stepresearch that made it, or ask its question anew.",
        ) from None


async def research(
    question: str,
    *,
    options: Options | None = None,
    settings: Settings | None = None,
    engines: Sequence[SearchEngine] = (),
    reader: PageReader | None = None,
    answer: Answer = approve,
    on_event: Callable[[Event], None] | None = None,
) -> ResearchResult:
    """Research a question and return the finished run, kept in the data folder.

    Args:
        question: In any language.
        options: Knobs of the run: folder of documents, engines, limits.
        settings: Read from the environment where None.
        engines: Own search engines, in place of all that options name.
        reader: Own page reader.
        answer: Gets what the run asks; approves where not given.
        on_event: Called with each step as it ends.

    Raises:
        ConfigError: The question, an option or a setting cannot be used.
    """
    chosen = options or Options()
    toolbox = Toolbox(settings, engines=engines, reader=reader)
    runs = Runs(toolbox.data_folder())
    record = await asyncio.to_thread(runs.create, question, chosen.model_dump())
    async with open_run(runs, record, toolbox) as run:
        async for event in run.events({"question": question}, answer=answer):
            if on_event is not None:
                on_event(event)
        result = await run.result()
    await asyncio.to_thread(runs.finish, record, result.report["status"], report=result.markdown)
    return result


def research_sync(question: str, **arguments: Any) -> ResearchResult:
    """Do what `research` does, where no event loop runs."""
    coroutine: Coroutine[Any, Any, ResearchResult] = research(question, **arguments)
    return asyncio.run(coroutine)
