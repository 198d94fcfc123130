"""The graph for LangGraph Studio and the Agent Server, which bring their own checkpointer and store."""

from stepresearch.graph.build import build_graph
from stepresearch.tools.toolbox import Toolbox

graph = build_graph(toolbox=Toolbox(confined=True))
