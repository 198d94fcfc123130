"""The graph: which step follows which, and which collaborators each step gets."""

import hashlib
from collections.abc import Sequence
from functools import partial
from typing import Any

from langchain_core.runnables import Runnable
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.store.base import BaseStore

from stepresearch.graph import routes
from stepresearch.graph.compiled import ResearchGraph
from stepresearch.nodes.ask import ask
from stepresearch.nodes.assemble import assemble
from stepresearch.nodes.audit import audit
from stepresearch.nodes.check import check
from stepresearch.nodes.clarify import clarify
from stepresearch.nodes.plan import plan
from stepresearch.nodes.read import read
from stepresearch.nodes.reflect import reflect
from stepresearch.nodes.report import report
from stepresearch.nodes.review import review
from stepresearch.nodes.search import search
from stepresearch.nodes.section import section
from stepresearch.nodes.select import select
from stepresearch.nodes.state.options import Options
from stepresearch.nodes.state.run_input import ResearchInput
from stepresearch.nodes.state.schema import ResearchState
from stepresearch.nodes.summarize import summarize
from stepresearch.nodes.verify import verify
from stepresearch.tools.llm.chat_model import ChatModel
from stepresearch.tools.page import PageReader
from stepresearch.tools.search.engine import SearchEngine
from stepresearch.tools.settings import Settings
from stepresearch.tools.toolbox import Toolbox

STATE_VERSION = 3
"""Raised when a state of before cannot be gone on with."""

STEPS = (
    "clarify", "ask", "plan", "review", "search", "select", "read", "reflect", "verify", "report", "section", "assemble",
    "summarize", "check", "audit",
)  # fmt: skip

GRAPH_VERSION = hashlib.sha256(f"{STATE_VERSION} {' '.join(STEPS)}".encode()).hexdigest()[:12]
"""Kept in each state: LangGraph takes a run whose next node was renamed for a finished one."""

WITH_TOOLS = (
    plan, review, search, select, read, reflect, verify, report, section, assemble, summarize, check, audit,
)  # fmt: skip
"""The steps that get nothing but the toolbox."""


def build_graph(
    *,
    toolbox: Toolbox | None = None,
    settings: Settings | None = None,
    engines: Sequence[SearchEngine] = (),
    reader: PageReader | None = None,
    model: ChatModel | Runnable[Any, Any] | None = None,
    checkpointer: BaseCheckpointSaver[Any] | None = None,
    store: BaseStore | None = None,
    interrupt_before: Sequence[str] = (),
) -> ResearchGraph:
    """Return the compiled research graph.

    Args:
        toolbox: The tools, where the caller wants to share or close them; made of the next four otherwise.
        settings: Read from the environment on first use where None.
        engines: Own search engines, in place of all that options name.
        reader: Own page reader.
        model: Own chat model, in place of the one that the settings name: a `ChatModel`, or a ChatOpenAI of LangChain.
        checkpointer: Keeps the state after each step; needed for interrupts and resuming.
        store: Keeps search answers and page texts; in memory where None.
        interrupt_before: Steps to stop before, for stepping through.
    """
    tools = toolbox or Toolbox(settings, engines=engines, reader=reader, model=model)
    graph = StateGraph(ResearchState, context_schema=Options, input_schema=ResearchInput)
    graph.add_node("clarify", partial(clarify, toolbox=tools, graph_version=GRAPH_VERSION))
    graph.add_node("ask", ask)
    for step in WITH_TOOLS:
        graph.add_node(step.__name__, partial(step, toolbox=tools))
    _wire(graph)
    compiled = graph.compile(
        checkpointer=checkpointer, store=store, interrupt_before=list(interrupt_before), name="stepresearch"
    )
    return ResearchGraph(**vars(compiled))


def _wire(graph: StateGraph[ResearchState, Options, ResearchInput, ResearchState]) -> None:
    graph.add_edge(START, "clarify")
    graph.add_edge("clarify", "ask")
    graph.add_conditional_edges("ask", routes.after_ask, ["plan", END])
    graph.add_edge("plan", "review")
    graph.add_conditional_edges("review", routes.after_review, ["search", "reflect", END])
    graph.add_edge("search", "select")
    graph.add_conditional_edges("select", routes.after_select, ["read", "reflect"])
    graph.add_edge("read", "reflect")
    graph.add_conditional_edges("reflect", routes.after_reflect, ["search", "verify"])
    graph.add_conditional_edges("verify", routes.after_verify, ["search", "report"])
    graph.add_conditional_edges("report", routes.after_report, ["section", "assemble"])
    graph.add_edge("section", "assemble")
    graph.add_conditional_edges("assemble", routes.after_assemble, ["summarize", "check"])
    graph.add_edge("summarize", "audit")
    graph.add_edge("check", "audit")
    graph.add_edge("audit", END)
