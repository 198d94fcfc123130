"""Whether a sentence says that something is not given, known or found, by the word lists of `absence_words.toml`."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

_GAP = r"[^.!?;。！？；]{0,60}?"


def says_absent(sentence: str) -> bool:
    """Return whether a sentence says that something is not given, known or found, in any language of the lists."""
    return _pattern("phrases").search(sentence) is not None


def may_say_absent(sentence: str, *, is_cited: bool) -> bool:
    """Return whether a sentence should be held against what was read, as one that may say that something is missing.

    Writers cite every fact, so a sentence that cites nothing and denies something is nearly always of that kind,
    however it is phrased.
    """
    return says_absent(sentence) or (not is_cited and _pattern("negators").search(sentence) is not None)


def without_absence(sentence: str) -> str:
    """Return what is left of such a sentence without the words that say it: what it says is missing."""
    return " ".join(_pattern("phrases").sub(" ", sentence).split()) or sentence


@cache
def _languages() -> dict[str, dict[str, Any]]:
    data = files("stepresearch.nodes.writing").joinpath("absence_words.toml").read_text(encoding="utf-8")
    return tomllib.loads(data)


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    found = [
        _expanded(entry, words["sources"])
        for words in _languages().values()
        for entry in _listed(words[kind])
    ]
    return re.compile("|".join(found), re.IGNORECASE)


def _listed(entry: str | list[str]) -> list[str]:
    return [entry] if isinstance(entry, str) else entry


def _expanded(entry: str, sources: str) -> str:
    return entry.replace("SOURCE", sources).replace("~", _GAP)
