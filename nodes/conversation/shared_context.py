"""What the parallel steps of a fan-out share, kept once in the store under the hash of its content.

A `Send` carries its payload into the checkpoint; the conversation behind which seven sections are written would stand
there seven times.
"""

from collections.abc import Mapping
from typing import Any

from langgraph.runtime import Runtime
from typing_extensions import TypedDict

from stepresearch.nodes.state.options import Options, options_from
from stepresearch.nodes.state.schema import ResearchState
from stepresearch.nodes.state.usage import model_limit
from stepresearch.tools.archive import Archive, content_key
from stepresearch.tools.llm.chat_model import ChatModel, Message
from stepresearch.tools.toolbox import Toolbox


class SharedContext(TypedDict):
    """The conversation, and whether the model may be asked behind it."""

    transcript: list[Message]
    may_ask: bool
    run_key: str


async def keep_shared_context(state: ResearchState, archive: Archive, toolbox: Toolbox) -> str:
    """Store what the next fan-out shares; return its key."""
    dossier = SharedContext(
        transcript=state.get("transcript", []),
        may_ask=options_from(state["options"]).use_model and not model_limit(state, toolbox),
        run_key=run_key(state),
    )
    key = content_key("dossier", dossier)
    await archive.keep_answer(key, dossier)
    return key


async def open_shared_context(
    key: str, archive: Archive, toolbox: Toolbox
) -> tuple[ChatModel | None, list[Message]]:
    """Return the model, None where none may be asked, and the conversation.

    Raises:
        ConfigError: The store is not the one that the run began with.
    """
    dossier: SharedContext = await archive.own_answer(key)
    if not dossier["may_ask"]:
        return None, []
    return await toolbox.chat_model(archive, run_key=dossier["run_key"]), dossier["transcript"]


async def model_of(state: ResearchState, runtime: Runtime[Options], toolbox: Toolbox) -> ChatModel | None:
    """Return the model for a step of the one conversation, or None where there is none or it may not be asked."""
    if not options_from(state["options"]).use_model or model_limit(state, toolbox):
        return None
    archive = toolbox.archive(runtime.store, started_s=state["started_s"])
    return await toolbox.chat_model(archive, run_key=run_key(state))


def run_key(state: Mapping[str, Any]) -> str:
    """Return what sets this run's model answers apart from another's: a new run asks anew."""
    return f"{state.get('started_s')}"
