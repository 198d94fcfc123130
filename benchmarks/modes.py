"""Ask README's question in each way that LangGraph offers, and print whether it ended with the same report.

    uv run python benchmarks/modes.py [--no-server]

In process: ainvoke, astream in each mode, astream_events, abatch, as a tool that is handed its config, as a part of a
graph with a state and a context of its own. On a real Agent Server (`langgraph dev`): each stream mode. An event
counts as JSON where `json.dumps` takes it, with LangChain's messages as the server writes them.
"""

import argparse
import asyncio
import json
import re
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langchain_core.messages import BaseMessage
from langchain_core.runnables import RunnableConfig
from langchain_core.tools import tool
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Interrupt
from typing_extensions import TypedDict

from stepresearch.graph import Options, ResearchGraph, build_graph
from stepresearch.tools.settings import Settings

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))
LIBRARY = str(ROOT / "examples" / "library")
MODES = ("values", "updates", "messages", "custom", "tasks", "checkpoints", "debug")
SERVER_MODES = (
    "values",
    "updates",
    "messages",
    "messages-tuple",
    "custom",
    "debug",
    "events",
    "tasks",
    "checkpoints",
)


def readme_question() -> str:
    """Return the question of README's first command."""
    found = re.search(r'stepresearch "([^"]+)" --docs', (ROOT / "README.md").read_text(encoding="utf-8"))
    assert found
    return found[1]


@dataclass
class Outcome:
    """What one way brought."""

    report: str = ""
    events: int = 0
    not_json: int = 0
    error: str = ""

    def take(self, event: Any) -> None:
        """Count an event."""
        self.events += 1
        try:
            json.dumps(event, default=_as_the_server_writes)
        except (TypeError, ValueError):
            self.not_json += 1


def _as_the_server_writes(value: Any) -> Any:
    if isinstance(value, BaseMessage):
        return value.model_dump()
    if isinstance(value, Interrupt):
        return {"value": value.value, "id": value.id}
    raise TypeError(type(value).__name__)


class ParentState(TypedDict, total=False):
    """A graph with keys of its own beside the question."""

    question: str
    report: dict[str, Any]
    mood: str


@dataclass
class ParentContext:
    """A context that knows nothing of research, but for the member that is handed on."""

    user: str
    research: Options


def new_graph(folder: Path) -> ResearchGraph:
    """Return the graph without a model, over the library."""
    settings = Settings(_env_file=None, discover=False, data=folder, docs=LIBRARY)
    return build_graph(settings=settings, checkpointer=InMemorySaver())


async def by_ainvoke(graph: ResearchGraph, given: Any, config: Any, outcome: Outcome) -> None:
    """Run it in one call."""
    outcome.report = (await graph.ainvoke(given, config))["report"]["markdown"]


def by_astream(mode: Any) -> Callable[..., Awaitable[None]]:
    """Return the way that streams in a mode."""

    async def streamed(graph: ResearchGraph, given: Any, config: Any, outcome: Outcome) -> None:
        async for event in graph.astream(given, config, stream_mode=mode):
            outcome.take(event)
        outcome.report = (await graph.aget_state(config)).values["report"]["markdown"]

    return streamed


async def by_events(graph: ResearchGraph, given: Any, config: Any, outcome: Outcome) -> None:
    """Run it as events."""
    async for event in graph.astream_events(given, config, version="v2"):
        outcome.events += 1
        if event["event"] == "on_chain_end" and event["name"] == "stepresearch":
            outcome.report = event["data"]["output"]["report"]["markdown"]


async def by_abatch(graph: ResearchGraph, given: Any, config: Any, outcome: Outcome) -> None:
    """Run two at once."""
    other = {"configurable": {"thread_id": f"{config['configurable']['thread_id']}-2"}}
    first, second = await graph.abatch([given, given], [config, other])
    outcome.report = first["report"]["markdown"]
    assert second["report"]["markdown"] == outcome.report


async def by_tool(graph: ResearchGraph, given: Any, config: Any, outcome: Outcome) -> None:
    """Run it in a tool, with the config that the tool is handed."""

    @tool
    async def research(question: str, config: RunnableConfig) -> str:
        """Research a question."""
        return str((await graph.ainvoke({"question": question}, config))["report"]["markdown"])

    outcome.report = await research.ainvoke(given, config)


async def as_part(graph: ResearchGraph, given: Any, config: Any, outcome: Outcome) -> None:
    """Run it as a node of another graph."""
    parent = StateGraph(ParentState, context_schema=ParentContext)
    parent.add_node("research", build_graph(settings=graph_settings(graph)))
    parent.add_edge(START, "research")
    parent.add_edge("research", END)
    compiled = parent.compile(checkpointer=InMemorySaver())
    context = ParentContext("someone", Options(docs=LIBRARY))
    async for event in compiled.astream(
        given, config, context=context, stream_mode="updates", subgraphs=True
    ):
        outcome.take(event[1])
    outcome.report = (await compiled.aget_state(config)).values["report"]["markdown"]


def graph_settings(graph: ResearchGraph) -> Settings:
    """Return settings like those of another graph, so that nothing is shared but the folder of documents."""
    del graph
    return Settings(_env_file=None, discover=False, data=Path(tempfile.mkdtemp()), docs=LIBRARY)


IN_PROCESS: dict[str, Callable[..., Awaitable[None]]] = {
    "ainvoke": by_ainvoke,
    **{f"astream {mode}": by_astream(mode) for mode in MODES},
    "astream all": by_astream(list(MODES)),
    "astream_events v2": by_events,
    "abatch of two": by_abatch,
    "tool with its config": by_tool,
    "part of a graph": as_part,
}


async def measured(way: Callable[..., Awaitable[None]], *arguments: Any) -> Outcome:
    """Return what a way brought, an error as its words."""
    outcome = Outcome()
    try:
        await way(*arguments, outcome)
    except Exception as error:  # noqa: BLE001 - the table tells it
        outcome.error = f"{type(error).__name__}: {error}"[:100]
    return outcome


async def in_process(folder: Path) -> dict[str, Outcome]:
    """Return what each way in process brought."""
    given, graph = {"question": readme_question()}, new_graph(folder)
    found: dict[str, Outcome] = {}
    for name, way in IN_PROCESS.items():
        found[name] = await measured(way, graph, given, {"configurable": {"thread_id": name}})
    return found


async def on_server(folder: Path) -> dict[str, Outcome]:
    """Return what each stream mode of the Agent Server brought."""
    from doubles.agent_server import AgentServer, running_agent_server  # noqa: PLC0415 - of the tests, on demand

    async def streamed(server: AgentServer, mode: Any, outcome: Outcome) -> None:
        thread_id = await server.new_thread()
        async with server.client as client:
            given = {"question": readme_question()}
            async for part in client.runs.stream(thread_id, "research", input=given, stream_mode=mode):
                outcome.take(part.data)
                outcome.error = str(part.data)[:100] if part.event == "error" else outcome.error
            values = (await client.threads.get_state(thread_id))["values"]
        assert isinstance(values, dict)
        outcome.report = values["report"]["markdown"]

    settings = {
        "STEPRESEARCH_DATA": str(folder / "served"),
        "STEPRESEARCH_DOCS": LIBRARY,
        "STEPRESEARCH_DISCOVER": "false",
    }
    with running_agent_server(folder, settings) as server:
        return {f"server {mode}": await measured(streamed, server, mode) for mode in SERVER_MODES}


async def compared(*, with_server: bool) -> int:
    """Print the table; return how many ways failed."""
    with tempfile.TemporaryDirectory() as folder:
        found = await in_process(Path(folder))
        found |= await on_server(Path(folder)) if with_server else {}
    same = found["ainvoke"].report
    failed = [
        name
        for name, one in found.items()
        if one.error or one.not_json or not one.report or one.report != same
    ]
    print(f"{'way':26} {'events':>7} {'no JSON':>8}  report")
    for name, one in found.items():
        told = one.error or ("same" if one.report == same else "different")
        print(f"{name:26} {one.events:7} {one.not_json:8}  {told}")
    print(f"{len(found) - len(failed)} of {len(found)} ways: no error, every event JSON, the same report")
    return len(failed)


def main() -> None:
    """Read the arguments and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--no-server", action="store_true", help="Leave the Agent Server out.")
    raise SystemExit(asyncio.run(compared(with_server=not parser.parse_args().no_server)))


if __name__ == "__main__":
    main()
