"""What sends one request to a model, whichever client does it."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from stepresearch.tools.llm.chat_model import Message
from stepresearch.tools.llm.completion import Completion


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
        ...
