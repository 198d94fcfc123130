"""Prompts from their files, with every placeholder filled."""

from functools import cache
from importlib.resources import files
from string import Template


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
