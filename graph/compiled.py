"""The compiled graph, forgiving where LangGraph's own is not: limits of callers, contexts, answers and edits of people."""

import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from langchain_core.messages import BaseMessage
from langchain_core.runnables import RunnableConfig, ensure_config
from langgraph.graph.state import CompiledStateGraph
from langgraph.types import Command, StateUpdate

from stepresearch.nodes.state.edited import as_meant
from stepresearch.nodes.state.options import MAX_ROUNDS, Options, checked_options
from stepresearch.nodes.state.run_input import ResearchInput
from stepresearch.nodes.state.schema import ResearchState
from stepresearch.text.safety.untrusted_text import whole_text

STEPS_A_ROUND = 4
STEPS_BESIDE = 20
ENOUGH_STEPS = STEPS_BESIDE + STEPS_A_ROUND * (MAX_ROUNDS + 1)
"""Steps of the longest run. `Options` bounds its rounds, so that it ends without a limit from outside."""

DEEPEST = 40
"""What is nested deeper cannot be stored in a checkpoint (msgpack), and is no answer."""


class ResearchGraph(CompiledStateGraph[ResearchState, Options, ResearchInput, ResearchState]):
    """The research graph, compiled.

    Its runs are bounded by the options and not by `recursion_limit`: `astream_events`, `abatch`, tools and the server
    impose one of 25, whatever `with_config` says.
    """

    async def astream(
        self,
        input: Any,  # noqa: A002 - LangGraph's name
        config: RunnableConfig | None = None,
        *,
        context: Any = None,
        **kwargs: Any,
    ) -> AsyncIterator[Any]:
        """Do what LangGraph's `astream` does, on which all other ways to run a graph rest.

        Raises:
            ConfigError: The context has options that cannot be used.
        """
        config = ensure_config(config)
        config["recursion_limit"] = max(config["recursion_limit"], ENOUGH_STEPS)
        options = None if context is None else checked_options(context)
        async for part in super().astream(_begun(_storable(input)), config, context=options, **kwargs):
            yield part

    async def abulk_update_state(
        self, config: RunnableConfig, supersteps: Sequence[Sequence[StateUpdate]]
    ) -> RunnableConfig:
        """Do what LangGraph's does, with what a person means by an edit (`nodes/state/edited.py`).

        Raises:
            ConfigError: No step could go on from the state.
        """
        if any(isinstance(update.values, Mapping) for step in supersteps for update in step):
            state = (await self.aget_state(config)).values
            supersteps = [[_meant(state, update) for update in step] for step in supersteps]
        return await super().abulk_update_state(config, supersteps)

    def bulk_update_state(
        self, config: RunnableConfig, supersteps: Sequence[Sequence[StateUpdate]]
    ) -> RunnableConfig:
        """Do what `abulk_update_state` does."""
        if any(isinstance(update.values, Mapping) for step in supersteps for update in step):
            state = self.get_state(config).values
            supersteps = [[_meant(state, update) for update in step] for step in supersteps]
        return super().bulk_update_state(config, supersteps)


def _meant(state: Mapping[str, Any], update: StateUpdate) -> StateUpdate:
    if not isinstance(update.values, Mapping):
        return update
    return update._replace(values=as_meant(state, update.values))


def _storable(given: Any) -> Any:
    """What starts or resumes a run, as a checkpoint can hold it: valid Unicode, and not nested without end."""
    if given == Command():  # an answer of None, which LangGraph takes for no answer at all
        return Command(resume="")
    if isinstance(given, Command):
        # An empty object would be taken for answers by the ids of interrupts, of which it has none.
        resume = [{}] if given.resume == {} else _plain(given.resume)
        return replace(given, resume=resume, update=_plain(given.update))
    return _plain(given)


def _begun(given: Any) -> Any:
    """A run's input with the time it begins, which is kept with it: a step that runs again must not take a later one."""
    return {"started_s": time.time(), **given} if isinstance(given, Mapping) else given


def _plain(given: Any, depth: int = 0) -> Any:
    if isinstance(given, str):
        return whole_text(given)
    if isinstance(given, BaseMessage):
        return given.model_copy(update={"content": _plain(given.content, depth + 1)})
    if depth > DEEPEST and isinstance(given, dict | list | tuple):
        return "…"
    if type(given) is dict:
        return {_plain(key): _plain(value, depth + 1) for key, value in given.items()}
    return [_plain(one, depth + 1) for one in given] if type(given) in {list, tuple} else given
