"""Reports whose verdicts are known: written for the gates, about things that do not exist."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from stepresearch.evals.judger.rubric import Criterion, criterion
from stepresearch.evals.judger.verdicts import Verdict
from stepresearch.evals.reliability.statements import (
    Statement,
    ledger_statements,
    statement_criterion,
    statements,
)
from stepresearch.evals.tasks.records import parsed, read_text
from stepresearch.tools.errors import ConfigError


class _CriterionEntry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str
    text: str = Field(min_length=1)
    truth: Literal["full", "none"]
    kind: Literal["positive", "negative"] = "positive"
    axis: str = ""


class _ProbeEntry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    language: str
    prompt: str
    report: str
    translation: str = ""
    criteria: list[_CriterionEntry] = Field(min_length=2)


@dataclass(frozen=True, slots=True)
class Probe:
    """A report with criteria whose verdicts are known.

    Attributes:
        name: For messages.
        language: Of the report.
        prompt: The task.
        report: Markdown.
        translation: The same report in another language; empty where there is none.
        criteria: In natural words.
        truth: By id of the criterion.
        statements: Sentences of the report, each certainly in it.
    """

    name: str
    language: str
    prompt: str
    report: str
    translation: str
    criteria: tuple[Criterion, ...]
    truth: dict[str, Verdict]
    statements: tuple[Statement, ...]

    @property
    def known(self) -> tuple[tuple[Criterion, Verdict], ...]:
        """All criteria with their true verdicts: those in natural words, and one for each statement."""
        natural = [(one, self.truth[one.criterion_id]) for one in self.criteria]
        told = [(statement_criterion(one, f"statement-{number}"), Verdict.FULL) for number, one in enumerate(self.statements, 1)]  # fmt: skip
        return (*natural, *told)


def shipped_probes() -> tuple[Probe, ...]:
    """Return the probes that come with the package: two in English and two in Chinese."""
    folder = files("stepresearch.evals.reliability").joinpath("data")
    texts = sorted(
        (entry.name, entry.read_text(encoding="utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(".yaml")
    )
    return tuple(read_probe(yaml.safe_load(text), name) for name, text in texts)


def load_probes(folder: Path) -> tuple[Probe, ...]:
    """Return the probes of a folder of one's own, at least two: YAML files in the form of those shipped, and runs of ours.

    Of a run, as `stepresearch … --json` prints it, the sentences that it found supported are the statements.

    Raises:
        ConfigError: There are too few, or one cannot be used.
    """
    probes = tuple(_loaded(folder))
    if len(probes) < 2:
        raise ConfigError(f"{str(folder)!r} holds {len(probes)} probes; at least 2 are needed.")
    return probes


def _loaded(folder: Path) -> Iterator[Probe]:
    for path in sorted(folder.glob("*.yaml")):
        try:
            value = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise ConfigError(f"{str(path)!r} cannot be read: {' '.join(str(error).split())}.") from None
        yield read_probe(value, str(path))
    for path in sorted(folder.glob("*.json")):
        yield run_probe(parsed(read_text(path), str(path)), str(path))


def run_probe(run: Any, origin: str) -> Probe:
    """Return a run of ours as a probe: what its ledger says of its sentences is the truth.

    Raises:
        ConfigError: It is no run, or has no supported sentence that can be judged.
    """
    try:
        report, prompt = str(run["report"]["markdown"]), str(run["question"])
        language = str(run["brief"]["language"])
        found = ledger_statements(run, report, language=language)
    except (KeyError, TypeError, AttributeError):
        raise ConfigError(
            f"{origin} is no run.", hint="stepresearch show RUN_ID --json prints one."
        ) from None
    if not found:
        raise ConfigError(f"{origin} has no sentence that was found supported and says something checkable.")
    return Probe(origin, language, prompt, report, "", (), {}, tuple(found))


def read_probe(value: Any, origin: str) -> Probe:
    """Return a probe as a file gives it.

    Raises:
        ConfigError: It cannot be used.
    """
    try:
        entry = _ProbeEntry.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise ConfigError(f"{origin}: {place}: {first['msg']}.") from None
    criteria = tuple(
        criterion(one.id, one.text, -1 if one.kind == "negative" else 1, axis=one.axis)
        for one in entry.criteria
    )
    truth = {one.id: Verdict(one.truth) for one in entry.criteria}
    found = tuple(statements(entry.report, language=entry.language))
    return Probe(
        origin, entry.language, entry.prompt, entry.report, entry.translation, criteria, truth, found
    )
