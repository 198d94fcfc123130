"""The knobs of one run: JSON-able, so that Studio draws them as a form."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Length = Literal["brief", "standard", "long"]


class Options(BaseModel):
    """What a person may choose for one run; everything else is a setting or found out.

    `context_schema` of the graph. The first node copies it into the state, so that a resumed run keeps it.
    """

    model_config = ConfigDict(extra="forbid")

    docs: str | None = Field(
        default=None,
        description="Folder of documents to research. On a server it must lie in STEPRESEARCH_DOCS.",
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
    max_minutes: float = Field(
        default=20.0, gt=0, le=24 * 60, description="Active minutes before the report is begun."
    )
    max_sources: int = Field(default=24, ge=1, le=200, description="Pages read at most.")
    max_rounds: int = Field(default=3, ge=1, le=10, description="Rounds of searching and reading at most.")
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
    length: Length = Field(default="standard", description="Length of the report.")


def options_from(record: dict[str, Any] | None) -> Options:
    """Return the options kept in a state, or the defaults."""
    return Options.model_validate(record or {})
