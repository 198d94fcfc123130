"""Which of several like things a text is about: told apart by a number (`Line 4`, `AURORA-2`) or by the name of a town."""

import re
from collections.abc import Iterator
from functools import lru_cache

from stepresearch.text.language.language import HAN

_NUMBERED = re.compile(
    r"\b(?P<thing>line|phase|stage|route|block|platform|reactor|turbine|plot|berth|pier|terminal|station|shaft|pump|train|tram|bus)"
    r"\s(?:no\.\s?|number\s)?(?P<number>\d{1,3})\b(?![.,:/]\d)",
    re.IGNORECASE,
)
"""Things that a title can be about; `item 4` or `table 4` above a sentence only says where it stands."""

_NAMED = re.compile(r"(?<![\w-])(?P<thing>[A-Z][A-Za-z]+)-(?P<number>\d{1,2})(?![\w-])")
_DIGIT = re.compile(r"\d")
_KINDS_OF_PLACE = frozenset("镇县市省村乡区")
# Two characters of a name, before what kind of place it is of; no `全镇`, `城市`, `地区`, `农村`.
_TOWN = re.compile(
    rf"(?P<name>(?![在到从向往对将于为的是由与和把被给了个全各该本两])[{HAN}]"
    rf"(?![城乡全本该各小大老新农社园山地灾景库超股楼都上门夜菜校牧郊街学市县省镇的个一两些入出海直])[{HAN}])"
    r"(?P<kind>[镇县市省村乡区])"
)


@lru_cache(maxsize=4096)
def siblings(text: str) -> frozenset[str]:
    """Return the like things that a text names, each as what tells it apart and its kind: `4 line`, `青岩 镇`."""
    return frozenset(_found(text))


def _found(text: str) -> Iterator[str]:
    if _DIGIT.search(text):
        for pattern in (_NUMBERED, _NAMED):
            for match in pattern.finditer(text):
                yield f"{match['number']} {match['thing'].lower()}"
    if not _KINDS_OF_PLACE.isdisjoint(text):
        for match in _TOWN.finditer(text):
            yield f"{match['name']} {match['kind']}"


def kind_of(sibling: str) -> str:
    """Return what kind of thing it is one of: `line` of `4 line`."""
    return sibling.rpartition(" ")[2]


def told_by(text: str, title: str) -> frozenset[str]:
    """Return what a sentence is about: of each kind the ones it names, else those that its title names."""
    own = siblings(text)
    kinds = {kind_of(one) for one in own}
    return own | {one for one in siblings(title) if kind_of(one) not in kinds}


def differ(a: frozenset[str], b: frozenset[str]) -> bool:
    """Return whether of some kind each names some, and none that the other names."""
    kinds = {kind_of(one) for one in a} & {kind_of(one) for one in b}
    shared = {kind_of(one) for one in a & b}
    return bool(kinds - shared)
