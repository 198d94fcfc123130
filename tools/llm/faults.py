"""What can go wrong between a model's server and a usable answer, by name.

CallFault
├── ServerFault      no answer came; another try may bring one
├── RequestRefused   the server will not have this request; another form of it may pass
└── ReplyFault       an answer came that cannot be used; the model may do better when told
"""

from enum import StrEnum


class Fault(StrEnum):
    """The names that replies, errors and notices use."""

    CONNECTION_FAILED = "connection_failed"
    TIMEOUT = "timeout"
    TOO_SLOW = "too_slow"
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    NOT_A_COMPLETION = "not_a_completion"
    ERROR_IN_STREAM = "error_in_stream"
    STREAM_CLOSED_EARLY = "stream_closed_early"

    REQUEST_REFUSED = "request_refused"
    CONTEXT_OVERFLOW = "context_overflow"

    EMPTY_REPLY = "empty_reply"
    ONLY_REASONING = "only_reasoning"
    CUT_OFF = "cut_off"
    REPETITION = "repetition"
    ENDLESS_DIGITS = "endless_digits"
    ENDLESS_WHITESPACE = "endless_whitespace"
    TOO_LONG = "too_long"
    REFUSAL = "refusal"
    NO_JSON = "no_json"
    MALFORMED_JSON = "malformed_json"
    SCHEMA_ECHOED = "schema_echoed"
    WRONG_SHAPE = "wrong_shape"
    ECHOED = "echoed"
    REJECTED = "rejected"

    REPAIRED_JSON = "repaired_json"
    SEVERAL_VALUES = "several_values"
    TOOL_CALL = "tool_call_instead_of_text"


class CallFault(Exception):  # noqa: N818 - internal to the model tools; translated before it leaves them
    """A fault of one request, with its name and what happened."""

    def __init__(self, fault: Fault, message: str) -> None:
        super().__init__(message)
        self.fault = fault
        self.message = message


class ServerFault(CallFault):
    """No answer came.

    Attributes:
        retry_after_s: What the server asks to wait, else None.
        is_away: The server is away or overloaded and may come back; otherwise it answers wrongly, which a few
            further tries settle.
    """

    def __init__(
        self, fault: Fault, message: str, *, is_away: bool = False, retry_after_s: float | None = None
    ) -> None:
        super().__init__(fault, message)
        self.is_away = is_away
        self.retry_after_s = retry_after_s


class RequestRefused(CallFault):
    """The server understood and refuses: a form of structured output it lacks, or a prompt too long."""

    def __init__(self, message: str) -> None:
        super().__init__(Fault.REQUEST_REFUSED, message)


class ReplyFault(CallFault):
    """An answer came that cannot be used.

    Attributes:
        text: The answer, for showing it to the model; empty where there was none.
    """

    def __init__(self, fault: Fault, message: str, text: str = "") -> None:
        super().__init__(fault, message)
        self.text = text
