"""Criteria that need no judge: what they ask can be counted or looked up in the report.

In a rubric file they stand under `measure`:

    measure: {kind: language, code: zh}
    measure: {kind: length, unit: words, at_least: 800, at_most: 1200}
    measure: {kind: table, at_least: 1}
    measure: {kind: sources, at_least: 10}
    measure: {kind: dates, earliest: 2024-01-01, latest: 2026-06-30, only: true}
    measure: {kind: section, title: Risks}
"""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class _Measure(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Counted(_Measure):
    at_least: int | None = Field(default=None, ge=0)
    at_most: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _has_a_bound(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise ValueError("at_least, at_most or both must be given")
        return self


class InLanguage(_Measure):
    """Most of the report is in this language."""

    kind: Literal["language"] = "language"
    code: str = Field(pattern="^[a-z]{2}$")


class Length(_Counted):
    """The report has so many words or characters; in Chinese and Japanese a character counts as a word."""

    kind: Literal["length"] = "length"
    unit: Literal["words", "characters"] = "words"


class Tables(_Counted):
    """The report has so many tables."""

    kind: Literal["table"] = "table"


class Sources(_Counted):
    """The report links to so many different addresses."""

    kind: Literal["sources"] = "sources"


class Dates(_Measure):
    """The report names a date in this range; with `only`, it names none outside."""

    kind: Literal["dates"] = "dates"
    earliest: date
    latest: date
    only: bool = False


class Section(_Measure):
    """The report has a heading with these words."""

    kind: Literal["section"] = "section"
    title: str = Field(min_length=1)


Measurable = Annotated[InLanguage | Length | Tables | Sources | Dates | Section, Field(discriminator="kind")]
