"""The judge's answers as they come over the wire."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

MOST_DEMANDS = 8
LONGEST_REASON = 1200
LONGEST_QUOTATION = 1500

VerdictWord = Literal["full", "partial", "none"]


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore")


class DemandAnswer(_Answer):
    """One thing that a criterion demands."""

    demand: str = Field(max_length=LONGEST_REASON)
    quotation: str = Field(max_length=LONGEST_QUOTATION)
    verdict: VerdictWord


class PositiveAnswer(_Answer):
    """On a criterion that describes something wanted."""

    reason: str = Field(max_length=LONGEST_REASON)
    demands: list[DemandAnswer] = Field(min_length=1, max_length=MOST_DEMANDS)


class NegativeAnswer(_Answer):
    """On a criterion that describes a flaw."""

    reason: str = Field(max_length=LONGEST_REASON)
    quotation: str = Field(max_length=LONGEST_QUOTATION)
    verdict: VerdictWord


class PassagesAnswer(_Answer):
    """The passages of a part of a long report that bear on a criterion."""

    passages: list[str] = Field(max_length=5)


OneAnswer = PositiveAnswer | NegativeAnswer


def batch_of(answer: type[BaseModel], ids: list[str]) -> type[BaseModel]:
    """Return the form of an answer on several criteria: one member for each id.

    Members instead of a list: a server that enforces the schema then lets none be forgotten or answered twice.
    """
    fields = {f"criterion_{number}": (answer, ...) for number in range(1, len(ids) + 1)}
    batch: type[BaseModel] = create_model(f"Batch{answer.__name__}", **fields)  # type: ignore[call-overload] # - fields are made here
    return batch
