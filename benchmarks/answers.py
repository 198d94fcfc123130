"""Answer each interrupt in the shapes of tests/doubles/answers.py, and print whether the run did what was meant.

    uv run python benchmarks/answers.py [--no-server] [--server-shapes 12]

In process at the plan without and with a model (the shipped fake), and at questions back; on a real Agent Server
(`langgraph dev`) at the plan, without a model. Where a run asks again, it is answered "approve" and must go on.
"""

import argparse
import asyncio
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from stepresearch.graph import Options, ResearchGraph, build_graph
from stepresearch.tools.llm.fake import FakeModel
from stepresearch.tools.settings import Settings

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from doubles.agent_server import AgentServer, running_agent_server  # noqa: E402 - of the tests
from doubles.answers import SHAPES, Shape  # noqa: E402 - of the tests

LIBRARY = str(ROOT / "examples" / "library")
QUESTION = "What has Merrowick's Quiet Crossing ferry electrification programme cost so far?"
ASKED_BACK = {"objective": "Costs", "questions": ["Up to which year?", "With the ports?"]}
IN_PROCESS = (("plan", False), ("plan", True), ("questions", True))


def new_graph(folder: Path, *, has_model: bool) -> ResearchGraph:
    """Return the graph, stopped before it searches."""
    model = FakeModel(answers={"clarify": lambda _: ASKED_BACK}) if has_model else None
    settings = Settings(_env_file=None, discover=False, data=folder, docs=LIBRARY)
    return build_graph(
        settings=settings, model=model, checkpointer=InMemorySaver(), interrupt_before=["search"]
    )


async def answered(graph: ResearchGraph, config: Any, answer: Any) -> str:
    """Return what an answer did to a run that waits for one."""
    state = await graph.ainvoke(Command(resume=answer), config)
    if state.get("stopped"):
        return "stops"
    return "asks again" if state.get("__interrupt__") else "goes on"


async def in_process(folder: Path, kind: str, shape: Shape, *, has_model: bool) -> tuple[str, str]:
    """Return what was meant and what was done."""
    graph = new_graph(folder, has_model=has_model)
    config = {"configurable": {"thread_id": "t"}}
    options = Options(review_plan=kind == "plan", clarify=kind != "plan")
    waiting = await graph.ainvoke({"question": QUESTION}, config, context=options)
    meant = shape.outcome(waiting["__interrupt__"][0].value, has_model=has_model)
    did = await answered(graph, config, shape.answer)
    if did == "asks again" and await answered(graph, config, "approve") != "goes on":
        did = "cannot go on"
    return meant, did


async def on_server(server: AgentServer, shape: Shape) -> tuple[str, str]:
    """Return what was meant and what was done."""
    thread_id = await server.new_thread()
    options = {"review_plan": True, "max_rounds": 1, "max_sources": 1}
    waiting = await server.run(thread_id, input={"question": QUESTION}, context=options)
    meant = shape.outcome(waiting["__interrupt__"][0]["value"], has_model=False)
    did = _done(await server.run(thread_id, command={"resume": shape.answer}))
    if did == "asks again" and _done(await server.run(thread_id, command={"resume": "approve"})) != "goes on":
        did = "cannot go on"
    return meant, did


def _done(values: dict[str, Any]) -> str:
    if values.get("stopped"):
        return "stops"
    if values.get("__interrupt__"):
        return "asks again"
    return "goes on" if values.get("report") else "nothing"


def is_sendable(shape: Shape) -> bool:
    """Return whether JSON over HTTP can carry a shape as an answer: no null, and no half of a surrogate pair."""
    return shape.answer is not None and "\ud800" not in str(shape.answer)


async def tried(place: str, shape: Shape, trial: Any, counts: Counter[str]) -> None:
    """Count a trial, and print it where it did something else than was meant."""
    try:
        meant, did = await trial
    except Exception as error:  # noqa: BLE001 - the table tells it
        meant, did = "no error", f"{type(error).__name__}: {error}"[:120]
    counts[f"{place}: as meant" if meant == did else f"{place}: otherwise"] += 1
    if meant != did:
        print(f"{place}: {shape.name}: meant {meant!r}, did {did!r}")


async def compared(server_shapes: int) -> None:
    """Print the counts."""
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for kind, has_model in IN_PROCESS:
            place = f"{kind}, {'model' if has_model else 'no model'}"
            for shape in SHAPES:
                await tried(place, shape, in_process(Path(folder), kind, shape, has_model=has_model), counts)
        if server_shapes:
            settings = {
                "STEPRESEARCH_DATA": f"{folder}/data",
                "STEPRESEARCH_DOCS": LIBRARY,
                "STEPRESEARCH_DISCOVER": "false",
            }
            with running_agent_server(Path(folder), settings) as server:
                for shape in [one for one in SHAPES if is_sendable(one)][:server_shapes]:
                    await tried("plan, server", shape, on_server(server, shape), counts)
    for name, count in sorted(counts.items()):
        print(f"{name:30} {count:4}")


def main() -> None:
    """Read the arguments and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--no-server", action="store_true", help="Leave the Agent Server out.")
    parser.add_argument(
        "--server-shapes", type=int, default=len(SHAPES), help="Shapes to send to the server."
    )
    given = parser.parse_args()
    asyncio.run(compared(0 if given.no_server else given.server_shapes))


if __name__ == "__main__":
    main()
