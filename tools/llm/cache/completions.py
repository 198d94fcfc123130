"""A model's answers as they came, stored before anything is read out of them.

Reading can fail, ask again, or be cut short by a kill; the answer was paid for the moment it was whole. A stored one is
found by the conversation and the number of the try, whatever form the request had: a new process may know more of the
server and ask in another one.
"""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol, runtime_checkable

from langgraph.store.base import PutOp

from stepresearch.tools.archive import COMPLETIONS, Archive, content_key
from stepresearch.tools.llm.chat_model import Reply, Usage
from stepresearch.tools.llm.completion import Completion
from stepresearch.tools.llm.faults import Fault, ReplyFault
from stepresearch.tools.llm.structured_output.formats import Rung

TRIES = 2
"""How often a question is put: once, and once more with the fault shown."""


@dataclass(frozen=True, slots=True)
class KeptCompletion:
    """A whole answer, the rung it was asked on, and what it cost."""

    completion: Completion
    rung: Rung
    usage: Usage


class KeptCompletions:
    """The answers to one question of one run that are not read yet, or could not be used.

    Args:
        archive: Where they are stored.
        run_key: Of the run.
        question_key: Of the conversation and the schema.
    """

    def __init__(self, archive: Archive, *, run_key: str, question_key: str) -> None:
        self._archive = archive
        self._namespace = completions_of(run_key)
        self._question_key = question_key

    async def get(self, number: int) -> KeptCompletion | None:
        """Return the answer to a try, counted from 0, or None where none is stored."""
        stored = await self._archive.fresh(self._namespace, self._key(number))
        return _loaded(stored) if stored else None

    async def keep(self, number: int, kept: KeptCompletion) -> None:
        """Store the answer to a try; it is on disk when this returns, where the store has a disk."""
        await self._archive.put(self._namespace, self._key(number), _stored(kept))

    def dropping(self) -> list[PutOp]:
        """Return the writes that delete them, once the reply is stored that was made of them."""
        return [PutOp(self._namespace, self._key(number), None) for number in range(TRIES)]

    def _key(self, number: int) -> str:
        return f"{self._question_key}-{number}"


@runtime_checkable
class KeepsCompletions(Protocol):
    """A chat model that can store its answers as they come."""

    def keeping(self, kept: KeptCompletions) -> Callable[..., Awaitable[Reply]]:
        """Return `ChatModel.ask`, which stores each whole answer and takes stored ones for the model's."""
        ...


def completions_of(run_key: str) -> tuple[str, ...]:
    """Return the namespace of a run's answers."""
    return (*COMPLETIONS, content_key(run_key))


def _stored(kept: KeptCompletion) -> dict[str, Any]:
    fault = kept.completion.fault
    return {
        "completion": asdict(replace(kept.completion, fault=None)),
        "fault": None if fault is None else [str(fault.fault), fault.message],
        "rung": str(kept.rung),
        "usage": asdict(kept.usage),
    }


def _loaded(stored: dict[str, Any]) -> KeptCompletion:
    told = stored["completion"]["usage"]
    completion = Completion(**{**stored["completion"], "usage": told and Usage(**told)})
    if stored["fault"] is not None:
        name, message = stored["fault"]
        completion = replace(completion, fault=ReplyFault(Fault(name), message))
    return KeptCompletion(completion, Rung(stored["rung"]), Usage(**stored["usage"]))
