"""Which names of owners are one name, however a paper writes it: with its legal form or without, with a department or a person.

Names that differ in a word stay two, since nobody can tell from the words alone whether they are related companies.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from stepresearch.text.language.language import is_han
from stepresearch.text.language.stop_words import word_set

_FORMS = word_set(
    """ab ag as bv co corp corporation dac ev gmbh inc incorporated kg kgaa limited llc llp ltd lp mbh nv ohg oy oyj plc pte
    pty sa sarl sas se spa srl"""
)
_BODIES = word_set(
    """academy administration agency association authority bank board bureau centre center chamber college commission committee
    company council court department directorate division federation firm foundation fund government group holding holdings
    hospital institute institution ministry municipality museum office organisation organization parliament partners
    partnership society trust union university"""
)
_PLACES = word_set(
    "borough city county district harbour national parish port province region republic state town village"
)
_DEPARTMENTS = word_set(
    """accounting accounts affairs annual audit auditor auditors chair chairman chief communications compliance controller
    counsel controlling customer department director directors education environment executive finance financial fleet head
    health human internal investor investors legal management manager marketing media news officer operations planning press
    procurement public purchasing relations report reports research resources sales secretary service services
    staff statistics team technology transport treasurer treasury"""
)
_JOINING = word_set("the of and for de der des du la le und et y")
_COMMON = _BODIES | _PLACES | _DEPARTMENTS
"""Words that a thousand organisations have in their names: alone they name none."""

_SEPARATOR = re.compile(r"[—–|,;:，、；：()（）]|\s-{1,3}\s|\s/\s")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_HAN_FORM = re.compile("有限责任|有限|股份|集团|总公司|分公司|公司")
_HAN_DEPARTMENT = re.compile("(?<=[\u3400-\u9fff]{2})[\u3400-\u9fff]{2}(?:部|处|科)$")


@dataclass(frozen=True, slots=True)
class OwnerName:
    """A name taken apart: the words of each part of it that may name an organisation, and each of them as one word."""

    parts: frozenset[frozenset[str]]
    joined: frozenset[str]


def taken_apart(name: str) -> OwnerName:
    """Return a name taken apart; a part that only says which department or whose desk is left out.

    The first part names the organisation, or those that have the name of a body or a legal form: behind a company
    stands its town, behind a person the employer.
    """
    read = [_words(part) for part in _SEPARATOR.split(name.casefold())]
    told = [(words, is_body) for words, is_body in read if not _COMMON.issuperset(words)]
    chosen = [words for words, is_body in told if is_body] or [words for words, _ in told[:1]]
    return OwnerName(frozenset(map(frozenset, chosen)), frozenset(map("".join, chosen)))


def names_owner(name: str) -> bool:
    """Return whether a name has a word that tells one organisation from another."""
    return bool(taken_apart(name).parts)


def are_one(a: OwnerName, b: OwnerName) -> bool:
    """Return whether two names may be one: all words of the one, of which one is telling, are in the other."""
    if a.joined & b.joined:
        return True
    return any(own <= other or other <= own for own in a.parts for other in b.parts)


def one_name_each(names: Iterable[str], domains: Collection[str]) -> list[frozenset[str]]:
    """Return the names and domains that are of one owner each, two or more together.

    A short name that may be of two names that differ is of neither, and so is one that holds two that differ.

    Args:
        names: As papers or the model give them.
        domains: Registrable domains.
    """
    apart = {name: taken_apart(name) for name in names}
    near = {
        name: [one for one in apart if one != name and are_one(apart[name], apart[one])] for name in apart
    }
    found = [
        frozenset((name, one))
        for name, others in near.items()
        for one in others
        if apart[name].joined & apart[one].joined
        or (_is_clear(others, apart) and _is_clear(near[one], apart))
    ]
    by_label: defaultdict[str, set[str]] = defaultdict(set)
    for domain in domains:
        by_label[domain.partition(".")[0].replace("-", "")].add(domain)
    labelled = [(name, by_label[one]) for name in apart for one in apart[name].joined if one in by_label]
    return list(dict.fromkeys([*found, *(frozenset((name, *same)) for name, same in labelled)]))


def _is_clear(others: Collection[str], apart: Mapping[str, OwnerName]) -> bool:
    return all(are_one(apart[one], apart[other]) for one in others for other in others)


def _words(part: str) -> tuple[tuple[str, ...], bool]:
    """The words of a part without its legal form, and whether the form or a word says that it is an organisation."""
    if any(is_han(char) for char in part):
        bare = _HAN_FORM.sub("", re.sub(r"\s+", "", part))
        return (_HAN_DEPARTMENT.sub("", bare),), bare != part
    words = [re.sub("['’]s$", "", word) for word in _WORD.findall(part.replace(".", ""))]
    words = [word for word in words if word not in _JOINING]
    count = len(words)
    while len(words) > 1 and words[-1] in _FORMS:
        words.pop()
    return tuple(words), len(words) < count or not _BODIES.isdisjoint(words)
