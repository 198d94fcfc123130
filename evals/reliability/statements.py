"""Statements of a report that are certainly in it: what a judge must find, and must miss once it is changed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stepresearch.evals.judger.rubric import Criterion, criterion
from stepresearch.text.language.sentences import split_sentences

LEAST_CHARS = {"zh": 14, "ja": 14}
LEAST_CHARS_ELSEWHERE = 40
MOST_CHARS = 400

_LINK = re.compile(r"\[\[?([^\[\]\n]{0,300})\]?\]\(([^()\s]+)\)")
_NUMBER_MARK = re.compile(r"\s?\[[A-Z]?\d[\d.,; –-]*\]")
_CLOSING, _STOPS = "\"'”’»」』)", ".。!！"
_MARKUP = re.compile(r"[*_`#>]|^\s*(?:[-+•]|\d+[.)])\s+")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a report: `report[start:end]`.

    Attributes:
        start: Offset in the report.
        end: Offset behind it.
        written: As it stands there, with markup and citations.
        plain: Without them.
    """

    start: int
    end: int
    written: str
    plain: str

    @property
    def links(self) -> list[str]:
        """The addresses that it cites."""
        return [match[2] for match in _LINK.finditer(self.written) if match[2].startswith(("http", "file:"))]


def statements(report: str, *, language: str) -> list[Statement]:
    """Return the sentences of a report that say something checkable: long enough, and no heading, row or list of sources."""
    return list(_statements(report, LEAST_CHARS.get(language, LEAST_CHARS_ELSEWHERE)))


def ledger_statements(run: Mapping[str, Any], report: str, *, language: str) -> list[Statement]:
    """Return the sentences that a run of ours found supported by their passages.

    Args:
        run: As `stepresearch … --json` prints it.
        report: Its Markdown.
        language: Of the report.
    """
    supported = {
        _squeezed(str(check["sentence"]))
        for check in dict(run.get("checks") or {}).values()
        if check["verdict"] == "supported"
    }
    return [one for one in statements(report, language=language) if _squeezed(one.plain) in supported]


def statement_criterion(statement: Statement, criterion_id: str) -> Criterion:
    """Return the criterion that asks whether a report says just this."""
    text = f'The report states this, with the same figures, dates, units and names: "{_unquoted(statement.plain)}"'
    return criterion(criterion_id, text, 1, axis="statement")


def denial_criterion(statement: Statement, criterion_id: str) -> Criterion:
    """Return the criterion that asks whether a report says the opposite."""
    text = f'The report denies this, stating the opposite of it: "{_unquoted(statement.plain)}"'
    return criterion(criterion_id, text, 1, axis="denial")


def source_criterion(statement: Statement, address: str, criterion_id: str) -> Criterion:
    """Return the criterion that asks whether a report cites this address for this sentence."""
    text = f'The report cites "{address}" as a source of this statement: "{_unquoted(statement.plain)}"'
    return criterion(criterion_id, text, 1, axis="source")


def _statements(report: str, least_chars: int) -> Iterator[Statement]:
    for span in split_sentences(report):
        written = report[span.start : span.end]
        plain = plain_text(written)
        is_prose = (
            not written.startswith(("#", "|", "*"))
            and "|" not in written
            and plain.rstrip(_CLOSING)[-1:] in _STOPS
        )
        if is_prose and least_chars <= len(plain) <= MOST_CHARS and "http" not in plain:
            yield Statement(span.start, span.end, written, plain)


def plain_text(written: str) -> str:
    """Return a sentence without links, citations and markup."""
    unlinked = _LINK.sub(lambda match: "" if re.fullmatch(r"[A-Z]?\d[\d.]*", match[1]) else match[1], written)
    unmarked = _MARKUP.sub("", _NUMBER_MARK.sub("", unlinked))
    return re.sub(r"(?<!\s)\s+([.,;:!?。，；：！？])", r"\1", " ".join(unmarked.split()))


def _unquoted(text: str) -> str:
    return text.replace('"', "'")


def _squeezed(text: str) -> str:
    return "".join(plain_text(text).split()).casefold()
