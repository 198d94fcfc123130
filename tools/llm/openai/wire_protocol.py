"""What sends one request to a model, whichever client does it, and what reading its answer has in common."""

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from stepresearch.tools.llm.chat_model import Message
from stepresearch.tools.llm.completion import Completion, CompletionBuilder, without_secrets
from stepresearch.tools.llm.faults import CallFault, Fault, ServerFault
from stepresearch.tools.llm.openai.settings import ModelSettings

BROKEN_CHUNK = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)
"""What reading JSON raises that is no completion chunk, in our code and in the libraries'."""


class Wire(Protocol):
    """One model that requests are sent to."""

    def answer(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        body: Mapping[str, Any],
        temperature: float | None = None,
    ) -> AbstractAsyncContextManager[Completion]:
        """Yield what the server wrote the moment it is complete; the rest waits until the block ends.

        Args:
            messages: Sent as they are.
            max_tokens: Reasoning included.
            body: Further members of the request, such as `response_format`.
            temperature: In place of the configured one.

        Raises:
            ServerFault: No answer, or none that could be read.
            RequestRefused: The server rejects this form of the request.
            ConfigError: The server rejects the key or the model.
        """
        ...

    async def complete(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        body: Mapping[str, Any],
        temperature: float | None = None,
    ) -> Completion:
        """Return what `answer` yields."""
        answer = self.answer(messages, max_tokens=max_tokens, body=body, temperature=temperature)
        async with answer as completion:
            return completion


async def read_in_time(
    reading: Awaitable[None], builder: CompletionBuilder, settings: ModelSettings
) -> Completion:
    """Return what a builder holds once the reading that feeds it has ended, without secrets.

    A fault after the first words leaves what came before it; `Completion` says so.

    Raises:
        ServerFault: It took too long, or nothing came.
        RequestRefused, ConfigError: As the reading raises them.
    """
    seconds = settings.call_timeout_s
    try:
        async with asyncio.timeout(seconds) as deadline:
            await reading
    except TimeoutError:
        if not deadline.expired():
            raise
        raise ServerFault(Fault.TOO_SLOW, f"The answer was not finished within {seconds:g} s.") from None
    except CallFault as fault:
        return without_secrets(builder.after(fault), settings.secrets)
    return without_secrets(builder.completion(), settings.secrets)


def no_completion(why: object, settings: ModelSettings) -> ServerFault:
    """Return the fault that what came is no completion."""
    message = settings.secrets.hidden(f"What the server sent is no completion: {why}")
    return ServerFault(Fault.NOT_A_COMPLETION, message[:300])
