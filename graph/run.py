"""Running the graph: from Python with one call, or step by step as events."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from langchain_core.runnables import Runnable, RunnableConfig
from langgraph.types import Command
from pydantic import ValidationError

from stepresearch.graph.build import GRAPH_VERSION, build_graph
from stepresearch.graph.compiled import ResearchGraph
from stepresearch.graph.history import go_back, last_without
from stepresearch.graph.result import ResearchResult
from stepresearch.graph.run_store import RunRecord, Runs, check_database
from stepresearch.nodes.state.options import Options
from stepresearch.nodes.state.reducers import plain
from stepresearch.nodes.state.run_input import ResearchInput
from stepresearch.nodes.state.schema import ResearchState
from stepresearch.tools.budget import Prices
from stepresearch.tools.errors import ConfigError, ResearchStopped
from stepresearch.tools.llm.chat_model import ChatModel
from stepresearch.tools.page import PageReader
from stepresearch.tools.search.engine import SearchEngine
from stepresearch.tools.settings import Settings
from stepresearch.tools.toolbox import Toolbox

MAX_UNUSABLE = 20
"""Answers in a row that cannot be used: what gives them is a program, and no person who reads why."""


@dataclass(frozen=True, slots=True)
class StepDone:
    """A step of the graph ended; `update` is what it changed in the state."""

    node: str
    update: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """The run waits for a person; `value` is what it asks (`kind` is `plan` or `questions`), and `problem` what was wrong with the answer before."""

    value: dict[str, Any]


Event = StepDone | Asked
Answer = Callable[[dict[str, Any]], Awaitable[Any]]


async def approve(_asked: dict[str, Any]) -> str:
    """Answer every question of a run with "go on"."""
    return "approve"


@dataclass(slots=True)
class OpenRun:
    """A run with its graph open. `events` drives it; `result` reads where it is.

    `damaged` holds the ids of checkpoints that were passed over, since they are not as they were written.
    """

    run_id: str
    graph: ResearchGraph
    options: Options
    prices: Prices = field(default_factory=Prices)
    damaged: Collection[str] = ()
    config: RunnableConfig = field(init=False)

    def __post_init__(self) -> None:
        self.config = {"configurable": {"thread_id": self.run_id}}

    async def events(self, given: ResearchInput | None, *, answer: Answer = approve) -> AsyncIterator[Event]:
        """Run to the end and yield what happens; questions go to `answer`, whose return value resumes the run.

        Args:
            given: The question, or None to go on where the run is; one that a person stopped asks again.
            answer: Gets what the run asks. What it returns may have any shape (`nodes/interrupts/answers.py`); an answer that
                cannot be used is asked for again, with the reason as `problem`.

        Raises:
            ConfigError: No answer of many could be used; the run can be gone on with.
        """
        if given is None:
            await self._ask_again()
        pending: ResearchInput | Command[Any] | None = given
        unusable = 0
        while True:
            asked: Asked | None = None
            async for event in self._pass(pending):
                asked = event if isinstance(event, Asked) else asked
                yield event
            if asked is None:
                return
            unusable = unusable + 1 if asked.value.get("problem") else 0
            if unusable == MAX_UNUSABLE:
                raise ConfigError(f"{unusable} answers in a row could not be used. {asked.value['problem']}")
            pending = Command(resume=await answer(asked.value))

    async def _ask_again(self) -> None:
        """Go back before the answer by which a person stopped the run, if one did."""
        before = await last_without(self.graph, self.config, lambda state: bool(state.get("stopped")))
        if before is not None:
            await go_back(self.graph, before)

    async def result(self) -> ResearchResult:
        """Return the finished run.

        Raises:
            ConfigError: It did not reach its report.
            ResearchStopped: A person stopped it.
        """
        snapshot = await self.graph.aget_state(self.config)
        if snapshot.values.get("stopped"):
            raise ResearchStopped(
                snapshot.values["stopped"], hint=f"To be asked again: stepresearch resume {self.run_id}"
            )
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
                    yield StepDone(node, {key: plain(value) for key, value in (update or {}).items()})


@asynccontextmanager
async def open_run(runs: Runs, record: RunRecord, toolbox: Toolbox) -> AsyncIterator[OpenRun]:
    """Open a run's checkpoints and the shared store, and hold the run against other processes.

    Raises:
        ConfigError: A database is damaged, the run is being run elsewhere, or its options are of another version.
    """
    from stepresearch.graph.checkpoints import open_checkpoints, open_store  # noqa: PLC0415 - only for runs on disk

    checkpoints = runs.checkpoints_path(record.run_id)
    async with AsyncExitStack() as stack:
        stack.enter_context(runs.locked(record.run_id))
        for path in (checkpoints, runs.store_path):
            await asyncio.to_thread(check_database, path)
        saver = await stack.enter_async_context(
            open_checkpoints(checkpoints, secrets=toolbox.settings.secrets)
        )
        store = await stack.enter_async_context(open_store(runs.store_path))
        stack.push_async_callback(toolbox.aclose)
        graph = build_graph(toolbox=toolbox, checkpointer=saver, store=store)
        yield OpenRun(record.run_id, graph, _options(record), toolbox.prices, saver.damaged)


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
    model: ChatModel | Runnable[Any, Any] | None = None,
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
        model: Own chat model, as for `build_graph`.
        answer: Gets what the run asks; approves where not given.
        on_event: Called with each step as it ends.

    Raises:
        ConfigError: The question, an option or a setting cannot be used.
        ResearchStopped: An answer was no, or stop.
    """
    chosen = options or Options()
    toolbox = Toolbox(settings, engines=engines, reader=reader, model=model)
    runs = Runs(toolbox.data_folder())
    record = await asyncio.to_thread(runs.create, question, chosen.model_dump())
    async with open_run(runs, record, toolbox) as run:
        async for event in run.events(record.given, answer=answer):
            runs.note_begun(record)
            if on_event is not None:
                on_event(event)
        result = await run.result()
    await asyncio.to_thread(runs.finish, record, result.report["status"], report=result.markdown)
    return result


def research_sync(question: str, **arguments: Any) -> ResearchResult:
    """Do what `research` does, where no event loop runs."""
    coroutine: Coroutine[Any, Any, ResearchResult] = research(question, **arguments)
    return asyncio.run(coroutine)
