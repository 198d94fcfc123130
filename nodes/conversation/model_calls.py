"""The agent's one conversation: append-only, so that the server's prefix cache serves nearly all of it.

A turn is asked and appended; a leaf is asked behind the common prefix and not appended. Where the model's answer is
unusable, or there is no model, the floor decides instead.
"""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from stepresearch.nodes.conversation.answer_schemas import json_schema
from stepresearch.nodes.conversation.prompts import prompt
from stepresearch.nodes.state.schema import Notice, ResearchState, UsageRecord
from stepresearch.tools.errors import ModelError
from stepresearch.tools.llm.chat_model import AskError, ChatModel, Message, Reply, Usage

D = TypeVar("D", bound=BaseModel)
T = TypeVar("T")

LANGUAGES = {
    "en": "English", "zh": "Chinese", "ja": "Japanese", "ko": "Korean", "de": "German", "fr": "French", "es": "Spanish",
    "it": "Italian", "pt": "Portuguese", "nl": "Dutch", "sv": "Swedish", "pl": "Polish", "ru": "Russian", "ar": "Arabic",
}  # fmt: skip

ANSWERS = {
    "clarify": "the meaning of the question", "review": "the changed plan", "note": "the findings of a part",
    "reflect": "what to search for next", "verify": "how statements relate", "owners": "whose the papers are", "section": "a section",
    "summarize": "the short answer", "judge": "the checklist's verdicts", "check": "the check of sentences", "absence": "the statements that something was not found",
    "audit": "the corrections", "plan": "the plan", "checklist": "the checklist",
}  # fmt: skip
"""What each node asks the model for, in words for people."""

FAULTS = {
    "rejected": "it did not fit what was asked for",
    "echoed": "it repeated what was asked",
    "cut_off": "it was cut off",
    "empty_reply": "it was empty",
}


@dataclass(frozen=True, slots=True)
class Decision(Generic[T]):
    """What a node decided.

    Attributes:
        value: The model's, or the floor's.
        by_model: Whether it is the model's.
        said: The turn to append to the conversation: what was asked and what was answered; empty for leaves.
        usage: What it cost.
        notices: Said where a floor answered in the model's place, or the answer had faults.
    """

    value: T
    by_model: bool = False
    said: tuple[Message, ...] = ()
    usage: UsageRecord = field(default_factory=UsageRecord)
    notices: tuple[Notice, ...] = ()


async def opening(state: ResearchState) -> list[Message]:
    """Return the conversation so far; at its start the system message, which never changes during a run."""
    if state.get("transcript"):
        return [Message(role=turn["role"], content=turn["content"]) for turn in state["transcript"]]
    language = state["brief"]["language"]
    system = await asyncio.to_thread(
        prompt, "system", today=state["today"], language=LANGUAGES.get(language, language)
    )
    return [Message(role="system", content=system)]


async def decide(
    node: str,
    model: ChatModel | None,
    conversation: Sequence[Message],
    instruction: str,
    draft: type[D],
    *,
    floor: Callable[[], D],
    max_tokens: int,
    check: Callable[[D], str | None] | None = None,
    schema: Mapping[str, Any] | None = None,
) -> Decision[D]:
    """Ask for a structured answer in the shape of `draft`, and take the floor's where none is usable.

    The instruction is the user's turn behind the conversation; `node` says in notices who asked. `check` says what is
    wrong with a well-formed answer, in words the model can act on. `schema` stands in place of the draft's own,
    where known ids narrow it.
    """
    if model is None:
        return Decision(await asyncio.to_thread(floor))
    asked = Message(role="user", content=instruction)
    begun_s = time.time()
    try:
        reply = await model.ask(
            [*conversation, asked],
            schema=dict(schema or json_schema(draft)),
            schema_name=node,
            check=partial(_draft_fault, draft, check),
            max_tokens=max_tokens,
        )
    except ModelError as error:
        return _by_floor(node, await asyncio.to_thread(floor), error, begun_s)
    value, said = draft.model_validate(reply.value), (asked, Message(role="assistant", content=reply.text))
    return Decision(value, True, said, spent(reply.usage, begun_s), _faults(node, reply))


async def write(
    node: str,
    model: ChatModel | None,
    conversation: Sequence[Message],
    instruction: str,
    *,
    floor: Callable[[], str],
    max_tokens: int,
    check: Callable[[str], str | None] | None = None,
) -> Decision[str]:
    """Ask for prose, as a leaf, and take the floor's where none is usable."""
    if model is None:
        return Decision(await asyncio.to_thread(floor))
    begun_s = time.time()
    asked = Message(role="user", content=instruction)
    try:
        reply = await model.ask([*conversation, asked], check=check, max_tokens=max_tokens)
    except ModelError as error:
        return _by_floor(node, await asyncio.to_thread(floor), error, begun_s)
    return Decision(reply.text, True, (), spent(reply.usage, begun_s), _faults(node, reply))


def spent(usage: Usage, begun_s: float) -> UsageRecord:
    """Return the record of what a call cost that began at `begun_s` (epoch seconds) and ends now."""
    return UsageRecord(
        started_s=begun_s,
        seconds=time.time() - begun_s,
        calls=usage.calls,
        prompt_tokens=usage.prompt_tokens,
        cached_tokens=usage.cached_tokens,
        completion_tokens=usage.completion_tokens,
    )


def _by_floor(node: str, value: T, error: ModelError, begun_s: float) -> Decision[T]:
    usage = error.usage if isinstance(error, AskError) else Usage(0, 0, 0, calls=0)
    notice = Notice(
        node=node,
        kind="floor",
        text=f"The model gave no usable answer for {ANSWERS.get(node, node)}; rules decided instead: {error}",
    )
    return Decision(value, False, (), spent(usage, begun_s), (notice,))


def _faults(node: str, reply: Reply) -> tuple[Notice, ...]:
    if not reply.faults:
        return ()
    return (
        Notice(
            node=node,
            kind="model",
            text=f"The model's answer for {ANSWERS.get(node, node)} needed help: {_in_words(reply.faults)}.",
        ),
    )


def _in_words(faults: Sequence[str]) -> str:
    return ", ".join(FAULTS.get(one, one.replace("_", " ")) for one in dict.fromkeys(faults))


def _draft_fault(
    draft: type[D], check: Callable[[D], str | None] | None, value: dict[str, Any]
) -> str | None:
    """What is wrong with an answer, in words the model can act on: its shape, else what the check says.

    Where every member may be left out, any object has the shape: one with none of them answers something else.
    """
    if not draft.model_fields.keys() & value.keys():
        return f"it has none of the members {', '.join(draft.model_fields)}"
    try:
        parsed = draft.model_validate(value)
    except ValidationError as error:
        return _first_fault(error)
    return check(parsed) if check else None


def _first_fault(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"]) or "the answer"
    return f"{place}: {first['msg']}"
