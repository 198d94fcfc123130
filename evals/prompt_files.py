"""Prompts from their files, with every placeholder filled, and a hash that says which prompts made a result."""

import hashlib
from functools import cache
from importlib.resources import files
from string import Template

HASH_DIGITS = 12


class Prompts:
    """The prompts in the folder `prompts` of a package.

    Args:
        package: Its dotted name.
    """

    def __init__(self, package: str) -> None:
        self._package = package

    def fill(self, name: str, **values: str | int) -> str:
        """Return the prompt of `prompts/<name>.md` with its placeholders filled. Reads a file the first time.

        Raises:
            KeyError: A placeholder has no value.
            ValueError: A value has no placeholder.
        """
        template = Template(_texts(self._package)[name])
        unknown = values.keys() - set(template.get_identifiers())
        if unknown:
            raise ValueError(f"The prompt {name!r} has no placeholder for {sorted(unknown)}.")
        return template.substitute(values).strip()


def prompts_hash(*packages: str) -> str:
    """Return a short hash of all prompts of some packages: results under different prompts are not comparable."""
    texts = [sorted(_texts(package).items()) for package in packages]
    return hashlib.sha256(repr(texts).encode()).hexdigest()[:HASH_DIGITS]


@cache
def _texts(package: str) -> dict[str, str]:
    folder = files(package).joinpath("prompts")
    return {
        entry.name.removesuffix(".md"): entry.read_text(encoding="utf-8")
        for entry in folder.iterdir()
        if entry.name.endswith(".md")
    }
