"""Translates the errors of the openai library, once."""

import time
from email.utils import parsedate_to_datetime
from typing import Any

import openai

from stepresearch.text.safety.untrusted_text import whole_text
from stepresearch.tools.errors import ConfigError
from stepresearch.tools.llm.faults import CallFault, Fault, RequestRefused, ServerFault
from stepresearch.tools.llm.openai.context_window import is_overflow
from stepresearch.tools.llm.openai.settings import ModelSettings

_AWAY = frozenset({408, 425, 429, 502, 503, 504, 529})
"""Statuses after which a server may be back: RFC 9110 15.5 and 15.6, RFC 8470, and 529 of hosted services."""
_FORM = frozenset({400, 413, 415, 422, 501})
"""Statuses that refuse this form of the request."""


def fault_of(error: openai.OpenAIError, settings: ModelSettings) -> CallFault | ConfigError:
    """Return what an error of openai means for us."""
    if isinstance(error, openai.APIStatusError):
        return _of_status(error, settings)
    if isinstance(error, openai.APITimeoutError):
        return ServerFault(Fault.TIMEOUT, f"{settings.shown_url} did not answer in time.", is_away=True)
    if isinstance(error, openai.APIConnectionError):
        cause = error.__cause__ or error
        message = settings.secrets.hidden(f"{settings.shown_url} cannot be reached: {cause}.")
        return ServerFault(Fault.CONNECTION_FAILED, message, is_away=True)
    message = _words(error, settings)
    if is_overflow(message):
        return RequestRefused(message)
    return ServerFault(Fault.ERROR_IN_STREAM, f"The server broke off with an error: {message}")


def _of_status(error: openai.APIStatusError, settings: ModelSettings) -> CallFault | ConfigError:
    status, message = error.status_code, _words(error, settings)
    if status in _FORM or is_overflow(message):
        return RequestRefused(f"{status}: {message}")
    if status in {401, 403}:
        return ConfigError(
            f"{settings.shown_url} refuses the key ({status}): {message}",
            hint="Set the key of this server with STEPRESEARCH_API_KEY.",
        )
    if status == 429 and "insufficient_quota" in message:
        return ConfigError(f"{settings.shown_url} refuses: {message}", hint="The account has no credit left.")
    if status in _AWAY:
        fault = Fault.RATE_LIMITED if status == 429 else Fault.SERVER_ERROR
        return ServerFault(fault, f"{status}: {message}", is_away=True, retry_after_s=_retry_after_s(error))
    if status >= 500:
        return ServerFault(Fault.SERVER_ERROR, f"{status}: {message}", retry_after_s=_retry_after_s(error))
    return ConfigError(
        f"{settings.shown_url} does not know the model {settings.model!r} or this address ({status}): {message}",
        hint="Ask the server for its models at /v1/models; set STEPRESEARCH_MODEL and STEPRESEARCH_BASE_URL.",
    )


def _words(error: Exception, settings: ModelSettings) -> str:
    """Return the server's own words with its machine-readable members, since the dialects put the facts in either."""
    body: Any = getattr(error, "body", None)
    words = str(body) if body else str(error)
    return whole_text(settings.secrets.hidden(" ".join(words.split())))[:600]


def _retry_after_s(error: openai.APIStatusError) -> float | None:
    """Return the wait asked for, in seconds: RFC 9110 10.2.3, a number or a date, or OpenAI's milliseconds."""
    headers = error.response.headers
    try:
        if "retry-after-ms" in headers:
            return float(headers["retry-after-ms"]) / 1000
        value = headers.get("retry-after", "")
        return float(value) if value.replace(".", "", 1).isdigit() else _until(value)
    except (ValueError, OverflowError):
        return None


def _until(date: str) -> float | None:
    return max(0.0, parsedate_to_datetime(date).timestamp() - time.time()) if date else None
