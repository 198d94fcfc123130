"""Reads the records of a set, and says where one cannot be used."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from stepresearch.tools.errors import ConfigError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Record:
    """One object of a data file, with its place for messages."""

    value: dict[str, Any]
    origin: str

    def get(self, name: str, kind: type[T]) -> T:
        """Return a member.

        Raises:
            ConfigError: It is missing or of another type.
        """
        value = self.value.get(name)
        if not isinstance(value, kind) or (value == "" and kind is str):
            found = "missing" if name not in self.value else f"{value!r:.60}"
            raise ConfigError(
                f"{self.origin}: the member {name!r} must be a {kind.__name__}, and is {found}."
            )
        return value

    def number(self, name: str) -> float:
        """Return a member that is a number.

        Raises:
            ConfigError: It is missing or no number.
        """
        value = self.value.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ConfigError(f"{self.origin}: the member {name!r} must be a number, and is {value!r:.60}.")
        return value

    def id(self, *names: str) -> str:
        """Return the first of several members that is there, as the text of an id.

        Raises:
            ConfigError: None is.
        """
        found = next(
            (str(self.value[name]) for name in names if self.value.get(name) not in (None, "")), None
        )
        if found is None:
            raise ConfigError(f"{self.origin}: there is no {' or '.join(map(repr, names))}.")
        return found


def records_of(path: Path) -> Iterator[Record]:
    """Yield the objects of a JSON Lines file, or of a JSON file that holds a list.

    Raises:
        ConfigError: The file cannot be read, or a line is no JSON object.
    """
    text = read_text(path)
    if path.suffix == ".json":
        yield from _listed(path, parsed(text, str(path)))
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            origin = f"{path}, line {number}"
            yield Record(_object(parsed(line, origin), origin), origin)


def one_file(path: Path, *names: str, hint: str) -> Path:
    """Return the data file: `path` itself, or the one of these names in the folder `path`.

    Raises:
        ConfigError: There is none.
    """
    if path.is_file():
        return path
    found = next((path / name for name in names if (path / name).is_file()), None)
    if found is None:
        raise ConfigError(f"{str(path)!r} is no file and holds none of {', '.join(names)}.", hint=hint)
    return found


def read_text(path: Path) -> str:
    """Return the text of a file.

    Raises:
        ConfigError: It cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ConfigError(f"{str(path)!r} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{str(path)!r} is not UTF-8: {error.reason} at byte {error.start}.") from None


def unique(tasks: Iterator[T], id_of: Callable[[T], str], origin: str) -> tuple[T, ...]:
    """Return all of something; raise where there are none, or two have one id.

    Raises:
        ConfigError: So it is.
    """
    kept: dict[str, T] = {}
    for one in tasks:
        if id_of(one) in kept:
            raise ConfigError(f"{origin} has two tasks with the id {id_of(one)!r}; ids must be unique.")
        kept[id_of(one)] = one
    if not kept:
        raise ConfigError(f"{origin} holds no task.")
    return tuple(kept.values())


def _listed(path: Path, value: Any) -> Iterator[Record]:
    if not isinstance(value, list):
        raise ConfigError(f"{str(path)!r} must hold a list of tasks, and holds a {type(value).__name__}.")
    for number, one in enumerate(value, 1):
        origin = f"{path}, entry {number}"
        yield Record(_object(one, origin), origin)


def _object(value: Any, origin: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ConfigError(f"{origin} is no JSON object but a {type(value).__name__}.")
    return value


def parsed(text: str, origin: str) -> Any:
    """Return what a JSON text holds.

    Raises:
        ConfigError: It is no JSON.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{origin} is no JSON: {error}.") from None
