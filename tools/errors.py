"""The errors of the project, sorted by who must act.

ResearchError
├── ConfigError      the developer or user must change something; raised before any call is paid
├── ToolError        an engine, page or file failed; recorded as a notice, the run goes on
├── ModelError       the model's reply stays unusable, or its server stays away; the floor answers
├── BudgetExceeded   a limit of the run is reached; the graph goes to the report
└── ResearchStopped  a person who was asked said no; the run ended without a report
"""


class ResearchError(Exception):
    """An error with a message for people and a hint that says what to do.

    Args:
        message: What happened, with the value and what was allowed.
        hint: What to do next; empty where the message already says it.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class ConfigError(ResearchError, ValueError):
    """A setting, argument or input that cannot work as it is.

    A ValueError too, because the Agent Server hides the messages of errors it does not know from its clients.
    """


class ToolError(ResearchError):
    """A search, page or file that failed; the run goes on without it."""


class ModelError(ResearchError):
    """A reply that stays unusable after the ladder, or a server that stays away."""


class BudgetExceeded(ResearchError):  # noqa: N818 - the design's word; it ends a phase, not a run
    """A limit of the run is reached."""


class ResearchStopped(ResearchError):  # noqa: N818 - it is what happened, and no error
    """A person who was asked said no: the run ended without a report."""
