"""What is configured on this machine, and whether it works."""

import asyncio
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import AliasChoices, SecretStr

from stepresearch.tools.errors import ConfigError, ModelError
from stepresearch.tools.llm.openai.discovery import USUAL_PORTS, LocalModel, choose_model, discover_models
from stepresearch.tools.llm.openai.factory import model_settings
from stepresearch.tools.llm.openai.trial import ModelTrial, try_model
from stepresearch.tools.redaction import taken_apart
from stepresearch.tools.settings import Settings
from stepresearch.tools.toolbox import ENGINES, Toolbox

PATIENCE_S = 3.0
"""Somebody waits for the answer; what is slower to come back counts as away."""


@dataclass(slots=True)
class Diagnosis:
    """What was found.

    Attributes:
        settings: What is set, by its variable; of secrets only that they are.
        data_folder: Where runs are kept.
        engines: What each search engine lacks, empty where it can be used.
        found: Models of this machine, where none is configured.
        model: What came of trying the model; None where there is none, or it did not answer.
        problems: What is configured and cannot work; a run that needs it would not start, or go on without it.
    """

    settings: dict[str, str]
    data_folder: str
    engines: dict[str, str]
    found: list[LocalModel] = field(default_factory=list)
    model: ModelTrial | None = None
    problems: list[str] = field(default_factory=list)


async def diagnose(toolbox: Toolbox, *, ports: Mapping[str, int] = USUAL_PORTS) -> Diagnosis:
    """Look at the settings and the folders, and ask the model some short questions.

    Args:
        toolbox: Over the settings.
        ports: Where local servers are looked for.
    """
    settings, folder = toolbox.settings, toolbox.data_folder()
    lacks = {name: await asyncio.to_thread(toolbox.lack_of, name) for name in ENGINES}
    told = Diagnosis(set_variables(settings), str(folder), lacks)
    chosen = [name.strip().lower() for name in settings.search.split(",") if name.strip()]
    told.problems += [
        lacks.get(name, f"There is no engine {name!r}.") for name in chosen if lacks.get(name, "?")
    ]
    told.problems += [fault for fault in (_data_fault(folder), *map(_docs_fault, settings.docs)) if fault]
    try:
        await _try_model(told, settings, folder, ports)
    except (ConfigError, ModelError) as error:
        told.problems.append(str(error))
    return told


async def _try_model(told: Diagnosis, settings: Settings, folder: Path, ports: Mapping[str, int]) -> None:
    if settings.base_url is None and settings.discover:
        found = await discover_models(ports)
        told.found = [one for one in found if settings.model in (None, one.model)]
        local = choose_model(told.found)
        if local is not None:
            settings = settings.model_copy(update={"base_url": local.base_url, "model": local.model})
    if settings.base_url is None:
        return
    model = await model_settings(settings)
    if model is not None:
        hasty = replace(model, patience_s=min(model.patience_s, PATIENCE_S))
        told.model = await try_model(hasty, memory_path=folder / "rungs.json")
        if told.model.rung is None:
            told.problems.append("The model answers in no form that can be read, so that rules would decide.")


def set_variables(settings: Settings) -> dict[str, str]:
    """Return what is set, by the variable that sets it; secrets and passwords are not told."""
    return {
        _variable(name): _shown(getattr(settings, name))
        for name in type(settings).model_fields
        if name in settings.model_fields_set
    }


def _variable(name: str) -> str:
    alias = Settings.model_fields[name].validation_alias
    return str(alias.choices[0]) if isinstance(alias, AliasChoices) else f"STEPRESEARCH_{name.upper()}"


def _shown(value: Any) -> str:
    if isinstance(value, SecretStr):
        return "set"
    if isinstance(value, tuple):
        return os.pathsep.join(map(str, value))
    return taken_apart(str(value)).plain


def _data_fault(folder: Path) -> str:
    """Return why runs cannot be kept in a folder, which may not be there yet; empty where they can."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
        return ""
    return f"The data folder {str(folder)!r} cannot be written. Choose another with STEPRESEARCH_DATA."


def _docs_fault(docs: Path) -> str:
    if docs.expanduser().is_dir():
        return ""
    return f"The folder of documents {str(docs)!r} is missing. Correct STEPRESEARCH_DOCS."
