"""The question of a run, as its input or its last message says it."""

from langchain_core.messages import HumanMessage

from stepresearch.nodes.state.schema import ResearchState
from stepresearch.tools.errors import ConfigError

MAX_QUESTION_CHARS = 4000


def question_of(state: ResearchState) -> str:
    """Return the question: a new one of the input, else the last message where a person wrote it.

    Raises:
        ConfigError: It is empty or too long.
    """
    last = state["messages"][-1] if state.get("messages") else None
    given = state.get("question", "")
    is_new = given != state.get("taken", "")
    question = (str(last.text) if isinstance(last, HumanMessage) and not is_new else given).strip()
    if not any(char.isalnum() for char in question):
        raise ConfigError(
            "The question is empty.", hint='Ask one, such as: stepresearch "What has X cost so far?"'
        )
    if len(question) > MAX_QUESTION_CHARS:
        raise ConfigError(
            f"The question has {len(question):,} characters; up to {MAX_QUESTION_CHARS:,} are taken.",
            hint="Put long material into a file, give its folder with --docs, and ask a short question about it.",
        )
    return question
