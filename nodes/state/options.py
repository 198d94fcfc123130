"""The knobs of one run: JSON-able, so that Studio draws them as a form."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from stepresearch.nodes.state.depth import DEPTHS, Depth, DepthLimits, Length
from stepresearch.text.safety.untrusted_text import whole_text
from stepresearch.tools.errors import ConfigError

MAX_ROUNDS = 10
MAX_SOURCES = 400
MAX_NAME_CHARS = 200


class Options(BaseModel):
    """What a person may choose for one run; everything else is a setting or found out.

    `context_schema` of the graph. The first node copies it into the state, so that a resumed run keeps it.
    """

    model_config = ConfigDict(extra="forbid")

    docs: str | list[str] | None = Field(
        default=None,
        description="Folder of documents to research, or several. On a server each must lie in STEPRESEARCH_DOCS.",
    )
    search: list[str] = Field(
        default_factory=list,
        description="Engines: documents, duckduckgo, tavily, searxng. Empty: documents when a folder is given, "
        "else the engines of STEPRESEARCH_SEARCH.",
    )
    clarify: bool = Field(
        default=True, description="Ask back, once, when the answers would change the research."
    )
    review_plan: bool = Field(default=False, description="Stop after planning, for approval or edits.")
    depth: Depth = Field(
        default="standard",
        description="How much is searched, read and shown to the model: quick, standard or deep.",
    )
    max_minutes: float | None = Field(
        default=None,
        gt=0,
        le=24 * 60,
        description="Active minutes before the report is begun; by depth where empty.",
    )
    max_sources: int | None = Field(
        default=None, ge=1, le=MAX_SOURCES, description="Pages read at most; by depth where empty."
    )
    max_rounds: int | None = Field(
        default=None,
        ge=1,
        le=MAX_ROUNDS,
        description="Rounds of searching and reading at most; by depth where empty.",
    )
    max_calls: int | None = Field(default=None, ge=1, description="Model calls at most.")
    max_tokens: int | None = Field(
        default=None, ge=1, description="Tokens at most, prompt and answers together."
    )
    max_price: float | None = Field(
        default=None,
        gt=0,
        description="Price at most, by the STEPRESEARCH_PRICE settings and in their currency.",
    )
    use_model: bool = Field(
        default=True, description="Ask the configured model; otherwise rules decide everything."
    )
    language: str | None = Field(
        default=None, description="ISO 639-1 code of the report's language; the question's where empty."
    )
    length: Length | None = Field(default=None, description="Length of the report; by depth where empty.")

    @property
    def limits(self) -> DepthLimits:
        """What the depth allows."""
        return DEPTHS[self.depth]

    @property
    def rounds(self) -> int:
        """Rounds at most."""
        return self.max_rounds or self.limits.rounds

    @property
    def sources(self) -> int:
        """Pages read at most."""
        return self.max_sources or self.limits.sources

    @property
    def report_length(self) -> Length:
        """Length of the report."""
        return self.length or self.limits.length

    @property
    def minutes(self) -> float:
        """Active minutes before the report is begun."""
        return self.max_minutes or self.limits.minutes

    @field_validator("search", "language")
    @classmethod
    def _are_text(cls, value: list[str] | str | None) -> list[str] | str | None:
        """A half of a character could not be stored with the run."""
        names = value if isinstance(value, list) else [value or ""]
        if any(len(name) > MAX_NAME_CHARS or whole_text(name) != name for name in names):
            raise ValueError(f"it is not valid text of up to {MAX_NAME_CHARS} characters")
        return value

    @field_validator("docs")
    @classmethod
    def _are_folders(cls, docs: str | list[str] | None) -> str | list[str] | None:
        """An empty name would be the folder where the program runs, which nobody meant."""
        for folder in [docs] if isinstance(docs, str) else docs or []:
            if not folder.strip():
                raise ValueError("the name of a folder is empty")
            if "\0" in folder or any("\ud800" <= char <= "\udfff" for char in folder):
                raise ValueError("the name of a folder is not valid text")
        return docs or None


def options_from(record: dict[str, Any] | None) -> Options:
    """Return the options kept in a state, or the defaults."""
    return Options.model_validate(record or {})


def checked_options(given: Any) -> Options:
    """Return the options that a caller gave, as `Options` or as a dictionary.

    Raises:
        ConfigError: They cannot be used; the message names the option.
    """
    if isinstance(given, Options):
        return given
    try:
        return Options.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "the context"
        raise ConfigError(
            f"The options of the research cannot be used: {name}: {first['msg'].removeprefix('Value error, ')}.",
            hint=f"Options: {', '.join(Options.model_fields)}.",
        ) from None


def options_in(context: Any) -> Options | None:
    """Return the options in the context of a graph, or None where it says nothing of them.

    A graph that has this one as a part hands down its own context. It gives options by their names, or as its member
    `research`.

    Raises:
        ConfigError: It has options that cannot be used, or beside them what is none.
    """
    if context is None or isinstance(context, Options):
        return context
    members = _members(context)
    if "research" in members:
        return checked_options(members["research"])
    if not members.keys() & Options.model_fields.keys():
        return None
    unknown = sorted(str(name) for name in members if name not in Options.model_fields)
    if unknown:
        raise ConfigError(
            f"The context has options of the research beside {', '.join(unknown)}, which are none.",
            hint="Put the options into a member of their own, research=Options(...).",
        )
    return checked_options(members)


def _members(context: Any) -> dict[str, Any]:
    if isinstance(context, Mapping):
        return dict(context)
    if isinstance(context, BaseModel):
        return {name: getattr(context, name) for name in type(context).model_fields}
    if is_dataclass(context):
        return {field.name: getattr(context, field.name) for field in fields(context)}
    return dict(getattr(context, "__dict__", {}))
