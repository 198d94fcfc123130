"""The statements of a report and the addresses that each cites, in the ways in which reports cite."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from stepresearch.evals.reliability.statements import plain_text
from stepresearch.text.language.sentences import split_sentences
from stepresearch.tools.urls import page_key

_LINK = re.compile(
    r"\[\[?\^?([^\[\]\n]{0,300})\]?\]\(<?((?:https?|file)://(?:[^()\s<>]|\([^()\s]*\))++)>?+[^()\n]*\)"
)
_URL = r"https?://(?:[^\s<>\"'()（）\]，。；、]|\([^\s()]*\))+"
_BARE = re.compile(rf"\b{_URL}")
_MARK = re.compile(r"\[\^?(\d{1,3}(?:\s?[,，、]\s?\d{1,3})*)\](?![(:：\[])|【(\d{1,3})(?:†[^【】]*)?】")
_REFERENCE = re.compile(
    r"^\s*(?:[-*+]\s+)?(?:\[\^?(\d{1,3})\][:：]?|(\d{1,3})[.)、:])\s*+(?=.*https?://)(.*)$"
)
MOST_LINKED = 0.6
_TRAILING = ".,;:!?*_"


@dataclass(frozen=True, slots=True)
class Cited:
    """A statement and one address that it cites.

    Attributes:
        statement: The sentence, without markup and citations.
        url: The address, as the report writes it.
    """

    statement: str
    url: str


def cited_statements(report: str) -> list[Cited]:
    """Return each sentence with each address that it cites, no pair twice.

    Read are links, numbers that a list of references resolves, and bare addresses. A sentence that cites nothing is
    covered by none, as is one of which nothing is left without its links. Rows of tables are no sentences.
    """
    references = _references(report)
    found: dict[tuple[str, str], Cited] = {}
    for one in _pairs(report, references):
        found.setdefault((_key(one.statement), page_key(one.url)), one)
    return list(found.values())


def addresses_at(report: str, start: int, end: int) -> list[str]:
    """Return the addresses that the lines of a slice of a report cite."""
    first = report.rfind("\n", 0, start) + 1
    last = report.find("\n", end)
    return list(_urls(report[first : last if last >= 0 else len(report)], _references(report)))


def _pairs(report: str, references: Mapping[str, str]) -> Iterator[Cited]:
    body = _without_references(report)
    for span in split_sentences(body):
        written = body[span.start : span.end]
        statement = _statement(written)
        if not _says_something(statement) or written.startswith(("#", "|")) or _is_list_of_links(written):
            continue
        for url in _urls(written, references):
            yield Cited(statement, url)


def _statement(written: str) -> str:
    unlinked = _LINK.sub(lambda match: "" if re.fullmatch(r"[\d.]+", match[1]) else match[1], written)
    return plain_text(re.sub(r"\s?[(（]\s*[)）]", "", _BARE.sub("", _MARK.sub("", unlinked))))


def _urls(written: str, references: Mapping[str, str]) -> Iterator[str]:
    for match in _LINK.finditer(written):
        yield match[2].rstrip(_TRAILING)
    rest = _LINK.sub("", written)
    for match in _MARK.finditer(rest):
        for number in re.findall(r"\d+", match[1] or match[2]):
            if number in references:
                yield references[number]
    for match in _BARE.finditer(rest):
        yield match[0].rstrip(_TRAILING)


def _references(report: str) -> dict[str, str]:
    """Return the addresses of numbered references; where a number is given twice, the first counts."""
    found: dict[str, str] = {}
    for line in report.splitlines():
        match = _REFERENCE.match(line)
        url = next(_urls_of_reference(match[3]), None) if match else None
        if match and url:
            found.setdefault(match[1] or match[2], url)
    return found


def _urls_of_reference(told: str) -> Iterator[str]:
    yield from (match[2].rstrip(_TRAILING) for match in _LINK.finditer(told))
    yield from (match[0].rstrip(_TRAILING) for match in _BARE.finditer(told))


def _without_references(report: str) -> str:
    return "\n".join(
        "" if _REFERENCE.match(line) and _is_reference(line) else line for line in report.splitlines()
    )


def _is_reference(line: str) -> bool:
    """Tell an entry of the list of references from a numbered item that cites: little is left of it without its address."""
    match = _REFERENCE.match(line)
    told = _BARE.sub("", _LINK.sub(r"\1", match[3])) if match else ""
    return not re.search(r"[.。!！]\s*$", plain_text(told))


def _says_something(statement: str) -> bool:
    return len(re.findall(r"\w", statement)) >= 10


def _is_list_of_links(written: str) -> bool:
    """Tell a list of titles from a sentence that cites: most of it is the words of its links."""
    linked = sum(len(match[1]) for match in _LINK.finditer(written))
    return linked > MOST_LINKED * len(_LINK.sub(r"\1", written))


def _key(statement: str) -> str:
    return "".join(statement.split()).casefold()
