"""Words of number that the Unicode CLDR lacks: the table in number_words.toml."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def number_words() -> dict[str, Any]:
    """Return the table."""
    return tomllib.loads(files(__package__).joinpath("number_words.toml").read_text("utf-8"))


def more_words(section: str, language: str) -> Any:
    """Return what a section has for a language; nothing, if it has none."""
    return number_words()[section].get(language, {})
