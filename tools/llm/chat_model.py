"""What a chat model is to the nodes: one question in, one whole and checked answer out.

Everything below this Protocol (servers, retries, reasoning, structured output) is the business of
`stepresearch.tools.llm.openai.chat_model`; everything above it (prompts, allowances, floors) is the nodes'.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from typing_extensions import TypedDict

from stepresearch.tools.errors import ModelError

Check = Callable[[Any], str | None]
"""Returns what is wrong with an answer, in words the model can act on, or None."""


class Echo(str):  # noqa: SLOT000 - an objection like any other, with a name of its own
    """What a check says of an answer that repeats what was asked."""


class Message(TypedDict):
    """One turn of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Usage:
    """What one or several calls cost.

    Attributes:
        prompt_tokens: All tokens of the prompt, cached ones included.
        cached_tokens: Those that the server took from its prefix cache; 0 where it does not say.
        completion_tokens: Tokens written, reasoning included.
        calls: Requests that the model answered.
        seconds: Wall time from the request to the end of the answer, summed over the calls.
    """

    prompt_tokens: int
    cached_tokens: int
    completion_tokens: int
    calls: int = 1
    seconds: float = 0.0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.cached_tokens + other.cached_tokens,
            self.completion_tokens + other.completion_tokens,
            self.calls + other.calls,
            self.seconds + other.seconds,
        )


NO_USAGE = Usage(prompt_tokens=0, cached_tokens=0, completion_tokens=0, calls=0)


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer that passed its check.

    Attributes:
        text: The assistant's turn as it belongs into the transcript: the server's bytes less reasoning.
        value: The parsed JSON value; None for prose.
        usage: Of all calls that led to the answer.
        faults: Names of `stepresearch.tools.llm.faults.Fault` met on the way, in order, for notices.
        finish_reason: As the server said it; empty where it did not.
    """

    text: str
    value: Any
    usage: Usage
    faults: tuple[str, ...] = ()
    finish_reason: str = ""


class AskError(ModelError):
    """No usable answer: the reply stayed unusable, or the server stayed away past the patience.

    Attributes:
        usage: What the failed calls cost all the same.
        faults: Names of the faults met, in order; the last one decided.
    """

    def __init__(
        self, message: str, *, hint: str = "", usage: Usage = NO_USAGE, faults: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message, hint=hint)
        self.usage = usage
        self.faults = faults


class ContextOverflow(AskError):  # noqa: N818 - names what to act on
    """The prompt, or prompt and answer together, do not fit the window: shrink and ask again.

    Attributes:
        window_tokens: The window as the refusal or the settings name it; None where nobody says.
    """

    def __init__(
        self,
        message: str,
        *,
        window_tokens: int | None,
        usage: Usage = NO_USAGE,
        faults: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message, usage=usage, faults=faults)
        self.window_tokens = window_tokens


class ChatModel(Protocol):
    """Answers conversations."""

    @property
    def name(self) -> str:
        """The model and its server, for people."""
        ...

    async def ask(
        self,
        messages: Sequence[Message],
        *,
        schema: dict[str, Any] | None = None,
        schema_name: str = "answer",
        check: Check | None = None,
        max_tokens: int,
    ) -> Reply:
        """Return the answer to a conversation whose last turn is the user's.

        Args:
            messages: Sent as they are: a common start with an earlier call is served from the prefix cache.
            schema: JSON schema of an object; then `Reply.value` holds the parsed answer. None asks for prose.
            schema_name: A name for the schema, letters, digits, `_` and `-`.
            check: Judges the value, or the text of prose. A fault is shown to the model once, in an extra
                turn that is not kept; an answer that fails again is unusable.
            max_tokens: Of the answer, without reasoning.

        Raises:
            ContextOverflow: The conversation does not fit the window.
            AskError: The reply stays unusable, or the server stays away past the patience.
            ConfigError: The server refuses the key, the model or every form of request.
        """
        ...

    async def window_tokens(self) -> int:
        """Return how many tokens prompt and answer may have together."""
        ...

    def estimate_tokens(self, text: str) -> int:
        """Return about how many tokens `text` has, by what the server counted so far."""
        ...
