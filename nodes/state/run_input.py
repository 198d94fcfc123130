"""What starts a run."""

from typing import Annotated

from langchain_core.messages import AnyMessage
from langgraph.graph.message import add_messages
from typing_extensions import TypedDict

from stepresearch.nodes.state.reducers import union


class ResearchInput(TypedDict, total=False):
    """What starts a run: a question, or a chat whose last human message is the question.

    `started_s` (epoch seconds) is filled in where it is left out. It is kept with the input, before the first call: the
    date in the prompts and the keys of stored answers follow from it, so that a step that runs again asks the same.
    """

    question: str
    started_s: float
    messages: Annotated[list[AnyMessage], add_messages]
    guidance: Annotated[list[str], union]
