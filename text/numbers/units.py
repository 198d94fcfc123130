"""Units as people write them, their canonical names, and conversion within one dimension; the table is units.tsv."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from stepresearch.text.numbers.word_table import WordTable


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: `value * factor + offset` is the value in the dimension's base unit."""

    name: str
    dimension: str
    factor: Decimal
    offset: Decimal
    cldr: str


_CASELESS_FROM = 5
_SPACES = " \u00a0\u202f-"


@cache
def _units() -> Mapping[str, Unit]:
    """By alias and canonical name. Words are written in any case, symbols are not: MW is no mW."""
    units: dict[str, Unit] = {}
    for line in files(__package__).joinpath("units.tsv").read_text("utf-8").splitlines()[1:]:
        name, dimension, factor, offset, cldr, aliases = line.split("\t")
        unit = Unit(name, dimension, Decimal(factor), Decimal(offset or 0), cldr)
        for alias in [name, *aliases.split("|")]:
            units[alias.lower() if len(alias) >= _CASELESS_FROM else alias] = unit
        units.setdefault(name, unit)
    return units


@cache
def _words() -> WordTable[str]:
    return WordTable({alias: unit.name for alias, unit in _units().items()}, caseless_from=_CASELESS_FROM)


def cldr_names() -> dict[str, str]:
    """Return the identifiers that the Unicode CLDR has for units, by canonical name."""
    return {unit.name: unit.cldr for unit in _units().values() if unit.cldr}


def currencies() -> list[str]:
    """Return the ISO 4217 codes of the currencies known."""
    return sorted(
        {unit.name for unit in _units().values() if unit.name == unit.dimension and unit.name.isupper()}
    )


def match_unit(text: str, position: int, more: WordTable[str] | None = None) -> tuple[str, int] | None:
    """Return the canonical name of the unit that starts at `position`, and where it ends, else None.

    Args:
        text: Where it stands.
        position: Of its first character, or of one space or hyphen before it.
        more: Names of units in the language of the text.
    """
    start = position + (text[position : position + 1] in _SPACES)
    known = _words().match(text, start)
    named = more.match(text, start) if more else None
    return max((found for found in (known, named) if found), key=lambda found: found[1], default=None)


def dimension_of(name: str) -> str:
    """Return the dimension within which a unit converts; a unit not known is its own dimension."""
    unit = _units().get(name)
    return unit.dimension if unit else name


def is_counted(name: str) -> bool:
    """Return whether `name` is no unit of measure but a noun that is counted."""
    return name not in _units()


def counts_things(name: str) -> bool:
    """Return whether `name` is a noun, known or not, or a Chinese measure word: of what is counted, not measured."""
    return is_counted(name) or dimension_of(name) == "people" or dimension_of(name).startswith("count:")


def to_base(value: Decimal, name: str) -> Decimal:
    """Return `value` of the unit `name` in the base unit of its dimension."""
    unit = _units().get(name)
    return value if unit is None else value * unit.factor + unit.offset


def step_to_base(step: Decimal, name: str) -> Decimal:
    """Return a difference of the unit `name` in the base unit of its dimension."""
    unit = _units().get(name)
    return step if unit is None else step * unit.factor
