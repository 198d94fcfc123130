"""Who stands behind a page, by its address: the table in authority.toml, and the user's own list on top."""

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

from stepresearch.tools.errors import ConfigError
from stepresearch.tools.urls import host

OTHER = "other"
KINDS = ("government", "standards", "scholarly", "company", "press", OTHER, "user")
"""What authority.toml sorts pages into, the most official first; `other` is whatever it does not name."""

TOLD = frozenset(KINDS) - {OTHER}
"""The kinds shown next to a source."""

_PATTERN = re.compile(r"[\w-]+(\.\*)?(\.[\w-]+)*(\.\*)?(/[^\s/?#]+)*")
_COUNTRY_OR_TEST = re.compile("[a-z]{2}|example|invalid|localhost|test")
"""Country codes (ISO 3166-1 alpha-2), and the names that RFC 2606 keeps for tests."""

_FORM = (
    "Write a host as 'example.org' or 'gov.*', or one with the beginning of a path as 'example.org/blogs'."
)


def official_rank(kind: str) -> int:
    """Return the place of a kind among KINDS, that of `other` for one that is not among them."""
    return KINDS.index(kind if kind in KINDS else OTHER)


class Authority:
    """Classifies pages by kind.

    Args:
        own_list: A file in the form of authority.toml, whose entries win over those of the table.

    Raises:
        ConfigError: The file cannot be read or used.
    """

    def __init__(self, own_list: Path | None = None) -> None:
        own = _read(own_list) if own_list else ""
        shipped = files("stepresearch.tools.web").joinpath("authority.toml").read_text(encoding="utf-8")
        self._tables = (entries_of(own, str(own_list)), entries_of(shipped, "authority.toml"))
        self._depth = max(pattern.count("/") for table in self._tables for pattern in table)

    def kind_of(self, url: str) -> str:
        """Return one of KINDS; `other` for a file."""
        spellings = list(_spellings(url, self._depth))
        found = (table[one] for table in self._tables for one in spellings if one in table)
        return next(found, OTHER)


def entries_of(text: str, name: str) -> dict[str, str]:
    """Return the kind by pattern of a list. `name` is its file, for messages.

    Raises:
        ConfigError: It is no TOML, or it has an unknown kind, a pattern in no known form, or one of two kinds.
    """
    import tomllib  # noqa: PLC0415 - 4 ms that only runs need

    try:
        listed = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _unusable(
            name, f"is no TOML: {error}.", "Write it in the form of tools/web/authority.toml."
        ) from None
    entries: dict[str, str] = {}
    for kind, pattern in _pairs(listed, name):
        plain = pattern.lower().removeprefix("www.").rstrip("/")
        if not _PATTERN.fullmatch(plain):
            raise _unusable(name, f"has the pattern {pattern!r} under {kind}, which cannot be used.", _FORM)
        if entries.setdefault(plain, kind) != kind:
            raise _unusable(name, f"has {pattern!r} under {entries[plain]} and {kind}.", "Keep one of them.")
    return entries


def _pairs(listed: Mapping[str, object], name: str) -> Iterator[tuple[str, str]]:
    for kind, patterns in listed.items():
        if kind not in KINDS:
            raise _unusable(
                name, f"has the kind {kind!r}, which there is not.", f"Kinds: {', '.join(KINDS)}."
            )
        if not isinstance(patterns, list) or not all(isinstance(one, str) for one in patterns):
            raise _unusable(
                name, f"has {patterns!r} under {kind}.", 'Write a list: ["example.org", "example.net"].'
            )
        yield from ((kind, pattern) for pattern in patterns)


def _read(own_list: Path) -> str:
    try:
        return own_list.expanduser().read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        hint = "Set STEPRESEARCH_AUTHORITY to a file that can be read, or leave it empty."
        raise _unusable(str(own_list), f"cannot be read: {reason}.", hint) from None


def _unusable(name: str, what: str, hint: str) -> ConfigError:
    return ConfigError(f"The list of authorities {name!r} {what}", hint=hint)


def _spellings(url: str, depth: int) -> Iterator[str]:
    """Yield the patterns of at most `depth` parts of a path that fit a page, the one with the most parts first."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return
    if parts.scheme not in {"http", "https"}:
        return
    labels, segments = host(url).split("."), parts.path.lower().strip("/").split("/")[:depth]
    paths = ["/".join(["", *segments[:count]]) for count in range(len(segments), -1, -1)]
    for start in range(len(labels)):
        for place, beginning in product(_places(labels[start:]), paths):
            yield place + beginning


def _places(labels: list[str]) -> Iterator[str]:
    """Yield a host as written, then with a * for its last part, its second, or both."""
    choices = [[label] for label in labels]
    if len(labels) > 2:
        choices[1].append("*")
    if len(labels) > 1 and _COUNTRY_OR_TEST.fullmatch(labels[-1]):
        choices[-1].append("*")
    return (".".join(parts) for parts in product(*choices))
