"""What the errors of a model's server, and of the way to it, mean for us."""

import math
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from stepresearch.text.safety.untrusted_text import json_of, whole_text
from stepresearch.tools.errors import ConfigError
from stepresearch.tools.llm.faults import CallFault, Fault, RequestRefused, ServerFault
from stepresearch.tools.llm.openai.context_window import is_overflow
from stepresearch.tools.llm.openai.settings import ModelSettings

_AWAY = frozenset({408, 425, 429, 502, 503, 504, 529})
"""Statuses after which a server may be back: RFC 9110 15.5 and 15.6, RFC 8470, and 529 of hosted services."""
_FORM = frozenset({400, 413, 415, 422, 501})
"""Statuses that refuse this form of the request."""
_MAX_WORDS = 600
_GIVEN = "The program gave this chat model: set its api_key, base_url and model where it is made."


def fault_of_transport(error: httpx.HTTPError, settings: ModelSettings) -> ServerFault:
    """Return what it means that no answer came, or not all of it."""
    if isinstance(error, httpx.TimeoutException):
        return ServerFault(Fault.TIMEOUT, f"{settings.shown_url} did not answer in time.", is_away=True)
    message = f"{settings.shown_url} cannot be reached: {str(error) or type(error).__name__}."
    return ServerFault(Fault.CONNECTION_FAILED, settings.secrets.hidden(message), is_away=True)


def fault_in_stream(told: Any, settings: ModelSettings) -> CallFault:
    """Return what an error object in place of a chunk means."""
    message = _words(told, settings)
    if is_overflow(message):
        return RequestRefused(message)
    return ServerFault(Fault.ERROR_IN_STREAM, f"The server broke off with an error: {message}")


def fault_of_status(
    status: int, headers: Mapping[str, str], body: bytes, settings: ModelSettings
) -> CallFault | ConfigError:
    """Return what a status other than 200 means."""
    message = _words(_told(body), settings)
    if status in _FORM or is_overflow(message):
        return RequestRefused(f"{status}: {message}")
    if status in {401, 403}:
        return ConfigError(
            f"{settings.shown_url} refuses the key ({status}): {message}",
            hint=_GIVEN if settings.is_given else "Set the key of this server with STEPRESEARCH_API_KEY.",
        )
    if status == 429 and "insufficient_quota" in message:
        return ConfigError(f"{settings.shown_url} refuses: {message}", hint="The account has no credit left.")
    if status in _AWAY:
        fault = Fault.RATE_LIMITED if status == 429 else Fault.SERVER_ERROR
        return ServerFault(fault, f"{status}: {message}", is_away=True, retry_after_s=_retry_after_s(headers))
    if status >= 500:
        return ServerFault(Fault.SERVER_ERROR, f"{status}: {message}", retry_after_s=_retry_after_s(headers))
    return ConfigError(
        f"{settings.shown_url} does not know the model {settings.model!r} or this address ({status}): {message}",
        hint=_GIVEN
        if settings.is_given
        else "Ask the server for its models at /v1/models; set STEPRESEARCH_MODEL and STEPRESEARCH_BASE_URL.",
    )


def _told(body: bytes) -> Any:
    """Return the error object in a body, or the body as text where it is no JSON."""
    try:
        value = json_of(body)
    except ValueError:
        return body.decode("utf-8", "replace")
    return (value.get("error") or value) if isinstance(value, dict) else value


def _words(told: Any, settings: ModelSettings) -> str:
    """Return the server's own words with its machine-readable members, since the dialects put the facts in either."""
    words = " ".join(str(told).split()) if told else "no reason given"
    return whole_text(settings.secrets.hidden(words))[:_MAX_WORDS]


def _retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Return the wait asked for, in seconds: RFC 9110 10.2.3, a number or a date, or OpenAI's milliseconds."""
    try:
        if "retry-after-ms" in headers:
            wait_s = float(headers["retry-after-ms"]) / 1000
            return wait_s if math.isfinite(wait_s) else None
        value = headers.get("retry-after", "")
        return float(value) if value.replace(".", "", 1).isdigit() else _until(value)
    except (ValueError, OverflowError):
        return None


def _until(date: str) -> float | None:
    return max(0.0, parsedate_to_datetime(date).timestamp() - time.time()) if date else None
