"""How the steps are wired: the package that other programs import."""

from stepresearch.graph.build import GRAPH_VERSION, STEPS, build_graph
from stepresearch.graph.compiled import ResearchGraph
from stepresearch.graph.result import ResearchResult
from stepresearch.graph.run import Asked, Event, StepDone, research, research_sync
from stepresearch.nodes.state.options import Options
from stepresearch.tools.errors import (
    BudgetExceeded,
    ConfigError,
    ModelError,
    ResearchError,
    ResearchStopped,
    ToolError,
)
from stepresearch.tools.settings import Settings

__all__ = [
    "GRAPH_VERSION",
    "STEPS",
    "Asked",
    "BudgetExceeded",
    "ConfigError",
    "Event",
    "ModelError",
    "Options",
    "ResearchError",
    "ResearchGraph",
    "ResearchResult",
    "ResearchStopped",
    "Settings",
    "StepDone",
    "ToolError",
    "build_graph",
    "research",
    "research_sync",
]
