"""Prompts from their files, with every placeholder filled."""

import re
from functools import cache
from importlib.resources import files
from string import Template

_PLACEHOLDER = re.compile(r"\$(?:\w+|\{\w+\})")


@cache
def _template(name: str) -> Template:
    return Template(files("stepresearch.nodes").joinpath("prompts", f"{name}.md").read_text(encoding="utf-8"))


def prompt(name: str, **values: str | int) -> str:
    """Return the prompt of `prompts/<name>.md` with its placeholders filled. Reads a file the first time.

    Raises:
        KeyError: A placeholder has no value.
        ValueError: A value has no placeholder.
    """
    template = _template(name)
    unknown = values.keys() - set(template.get_identifiers())
    if unknown:
        raise ValueError(f"The prompt {name!r} has no placeholder for {sorted(unknown)}.")
    return template.substitute(values).strip()


def instructions(name: str) -> list[str]:
    """Return what a prompt says whatever its placeholders hold, as pieces of text. Reads a file the first time."""
    return _PLACEHOLDER.sub("\n", _template(name).template).splitlines()
