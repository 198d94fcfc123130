"""Reads from the words of servers how large a window is."""

import re

_OVERFLOW = re.compile(
    r"context[_ -](?:length|size|window)|exceed_context|maximum model length|prompt is too long|max_new_tokens\W+must be <="
    r"|maximum (?:input|sequence) length",
    re.IGNORECASE,
)
_WINDOWS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"n_ctx\W+(\d+)",  # llama.cpp
        r"maximum context length (?:is|of) (\d+)",  # vLLM, SGLang, OpenAI
        r"context (?:length|size) \((\d+)",  # SGLang, llama.cpp
        r"context (?:length|window|size) (?:is|of)(?: only)? (\d+)",  # vLLM, LM Studio
        r"maximum model length of (\d+)",  # vLLM
        r"must be <= (\d+)",  # text-generation-inference
    )
)


def is_overflow(message: str) -> bool:
    """Whether a server's refusal says that the prompt, or prompt and answer, exceed the window."""
    return _OVERFLOW.search(message) is not None


def window_in(message: str) -> int | None:
    """Return the window in tokens that a refusal names, or None."""
    for pattern in _WINDOWS:
        if match := pattern.search(message):
            return int(match[1])
    return None
