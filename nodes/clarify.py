"""clarify: check what is asked for, begin the run cleanly, and say what the question means."""

import datetime as dt
import time
from typing import Literal

from langchain_core.messages import HumanMessage
from langgraph.runtime import Runtime

from stepresearch.nodes.options import Options
from stepresearch.nodes.reducers import fresh
from stepresearch.nodes.state import Brief, Notice, ResearchState, ResearchUpdate
from stepresearch.nodes.usage import since
from stepresearch.text.language import detect_language
from stepresearch.tools.errors import ConfigError
from stepresearch.tools.toolbox import Toolbox

MAX_QUESTION_CHARS = 4000
MERGED_KEYS: tuple[Literal["queries", "sources", "passages", "findings", "sections", "checks"], ...] = (
    "queries", "sources", "passages", "findings", "sections", "checks",
)  # fmt: skip
"""What an earlier question on the same thread may have filled."""


async def clarify(
    state: ResearchState, runtime: Runtime[Options], *, toolbox: Toolbox, graph_version: str
) -> ResearchUpdate:
    """Return the brief, the options that hold for the run, and empty evidence.

    Raises:
        ConfigError: The question, an engine or the folder cannot be used; nothing was searched or paid.
    """
    begun_s = time.time()
    question = question_of(state)
    options = runtime.context or Options.model_validate(state.get("options") or {})
    skipped = await toolbox.prepare(docs=options.docs, search=options.search)
    notices = [
        Notice(node="clarify", kind="input", text=f"{path} was not read: {reason}")
        for path, reason in skipped
    ]
    begun = ResearchUpdate(
        question=question,
        options=options.model_dump(),
        today=dt.datetime.now(tz=dt.UTC).date().isoformat(),
        started_s=begun_s,
        graph_version=graph_version,
        brief=draft_brief(question, options),
        notices=fresh(notices),
        usage=fresh({"clarify": since(begun_s)}),
        round=0,
        corroborated=False,
        gaps=[],
    )
    for key in MERGED_KEYS:
        begun[key] = fresh({})
    return begun


def question_of(state: ResearchState) -> str:
    """Return the question: that of the last human message where a chat goes on, else the one of the input.

    Raises:
        ConfigError: It is empty or too long.
    """
    spoken = [message for message in state.get("messages", []) if isinstance(message, HumanMessage)]
    question = (str(spoken[-1].text) if spoken else state.get("question", "")).strip()
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


def draft_brief(question: str, options: Options) -> Brief:
    """Return the question as it stands: the floor of clarify."""
    return Brief(
        objective=question,
        language=options.language or detect_language(question),
        scope="",
        implied=[],
        audience="",
        form="",
        period="",
    )
