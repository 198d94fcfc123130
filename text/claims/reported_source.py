"""Which other paper a sentence takes what it says from: `the strategy of 2022 put it at`, `according to the annual report`."""

import re
from dataclasses import dataclass

from stepresearch.text.language.words import terms

_KIND = "strategy|report|study|survey|letter|memo|plan|review|minutes|newsletter|accounts|budget|audit|census"
_YEAR = r"(?:19|20)\d\d"
_SAYS = (
    r"(?:,? [^,.;]{1,40},)? (?:had |has |have )?(?:put|puts|said|says|gave|gives|promised|estimated|estimates|expected|foresaw|forecast|"
    r"stated|states|showed|shows|found|finds|reckoned|named|planned)\b"
)
_REPORTED = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:the|its|their) (?P<year>{_YEAR}) (?P<phrase>(?:[\w-]+ )?(?:{_KIND})){_SAYS}",
        rf"\b(?:the|its|their) (?P<phrase>(?:[\w-]+ )?(?:{_KIND})) (?:of|for|from) (?P<year>{_YEAR}){_SAYS}",
        rf"\baccording to (?:the|its|their) (?P<year>{_YEAR}) (?P<phrase>(?:[\w-]+ )?(?:{_KIND}))\b",
        rf"\baccording to (?:the|its|their) (?P<phrase>(?:[\w-]+ )?(?:{_KIND})) (?:of|for|from) (?P<year>{_YEAR})",
        rf"\baccording to (?:the|its|their) (?P<phrase>[\w-]+ (?:{_KIND}))\b",
    )
]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as a sentence names it: the terms of its kind, and its year, empty where none is told."""

    terms: frozenset[str]
    year: str

    def is_titled(self, title: str, published: str | None) -> bool:
        """Return whether a title and a date can be those of the paper."""
        is_of_year = not self.year or self.year in title or (published or "").startswith(self.year)
        return is_of_year and self.terms <= frozenset(terms(title))


def reported_paper(sentence: str) -> Paper | None:
    """Return the paper that the sentence says it has its statement from, None where it names none by kind and year or kind."""
    for pattern in _REPORTED:
        if found := pattern.search(sentence):
            return Paper(frozenset(terms(found["phrase"])), found.groupdict().get("year") or "")
    return None
