"""Changes a statement of a report by code, so that the truth about the change is known exactly."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from stepresearch.evals.judger.rubric import Criterion
from stepresearch.evals.reliability.statements import Statement, source_criterion, statement_criterion


class Change(StrEnum):
    """What is done to a statement."""

    FIGURE = "figure"
    DATE = "date"
    UNIT = "unit"
    NAME = "name"
    NEGATION = "negation"
    CITATION = "citation"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Tampering:
    """A report in which one statement was changed.

    Attributes:
        change: What was done.
        statement: As it stood before.
        now: What stands in its place; empty where it was cut.
        report: The changed report.
        criterion: Holds in full of the report before, and does no longer.
    """

    change: Change
    statement: Statement
    now: str
    report: str
    criterion: Criterion


_CITATION = re.compile(r"\[\[?[^\[\]\n]{0,300}\]?\]\([^()\s]+\)|\[[A-Z]?\d[\d.,; –-]*\]")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTH = re.compile(rf"\b(?:{'|'.join(_MONTHS)})\b")
_FIGURE = re.compile(
    r"(?<![A-Za-z0-9_.,/\[-])\d{1,3}(?:[, ]\d{3}|\d)*(?:\.\d+)?"
    rf"(?![A-Za-z0-9_\]/-]|[.,]\d|\s?(?:年|月|日|号|{'|'.join(_MONTHS)}))"
)
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d%]|[.,]\d)")
_UNITS = (
    ("million", "billion"), ("billion", "million"), ("thousand", "million"), ("kilometres", "metres"), ("km", "m"),
    ("MWh", "GWh"), ("MW", "kW"), ("GW", "MW"), ("tonnes", "kilograms"), ("hours", "days"), ("days", "weeks"), ("weeks", "months"),
    ("months", "years"), ("minutes", "hours"), ("euros", "dollars"), ("crowns", "dollars"), ("dollars", "euros"), ("per cent", "per mille"),
    ("percent", "per mille"), ("亿元", "万元"), ("万元", "亿元"), ("万人", "人"), ("万吨", "吨"), ("公里", "米"), ("吨", "公斤"), ("小时", "天"),
    ("天", "周"), ("个月", "年"), ("千瓦", "瓦"), ("%", "‰"),
)  # fmt: skip
_NAME = re.compile(
    r"(?<=[a-z,;] )(?!(?:January|February|March|April|May|June|July|August|September|October|November|December|I)\b)[A-Z][a-z]{3,}\b"
)
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2}(?=县|市|省|公司|大学|大桥|港|河|集团|委员会)")
_OTHER_NAMES = ("Corvale", "Tessmere", "Ullswick", "Brandholm")
_OTHER_HAN_NAMES = ("云岭", "澜浦", "柏川")
_NEGATIONS = (
    (r"\b(is|are|was|were|has|have|had|will|can|could|would|should|does|did)\b(?! not\b)", r"\1 not"),
    (r"(?<![不没未])(?:已经|已)", "尚未"),
    (r"将(?=[于由在会对])", "将不"),
    (r"(?<![不没未但还于就可凡总要若])是(?!否|不|因)", "不是"),
)  # fmt: skip
_NEGATED = re.compile(r"(?i)\b(?:no|not|nobody|none|nothing|never|neither|without)\b|n[’']t\b|[不未没无非]")
"""A second negation might cancel the first."""


def tamperings(
    report: str, found: Sequence[Statement], *, dice: random.Random, changes: Sequence[Change] = tuple(Change)
) -> list[Tampering]:
    """Return every change that can be made to each of the statements, in random order."""
    made = [
        one for statement in found for change in changes for one in _made(report, statement, change, dice)
    ]
    dice.shuffle(made)
    return made


def _made(report: str, statement: Statement, change: Change, dice: random.Random) -> Iterator[Tampering]:
    checked = statement_criterion(statement, "tampered")
    if change is Change.CITATION:
        others = sorted(set(_links(report)) - set(statement.links))
        if not statement.links or not others:
            return
        checked = source_criterion(statement, statement.links[0], "tampered")
        now = statement.written.replace(statement.links[0], dice.choice(others))
    else:
        now = "" if change is Change.CUT else _CHANGES[change](statement.written, dice) or statement.written
    if now == statement.written:
        return
    changed = f"{report[: statement.start]}{now}{report[statement.end :]}"
    if statement.plain not in _told_elsewhere(report, statement):
        yield Tampering(change, statement, now, changed, checked)


def _told_elsewhere(report: str, statement: Statement) -> str:
    return f"{report[: statement.start]} {report[statement.end :]}"


def _links(report: str) -> list[str]:
    return [match[1] for match in re.finditer(r"\]\(((?:https?|file)://[^()\s]+)\)", report)]


def _outside_citations(
    pattern: re.Pattern[str], text: str, new: Callable[[re.Match[str]], str], dice: random.Random
) -> str:
    """Replace one match that lies in no citation, chosen by the dice; the text as it is where there is none."""
    barred = [match.span() for match in _CITATION.finditer(text)]
    free = [one for one in pattern.finditer(text) if not any(a <= one.start() < b for a, b in barred)]
    if not free:
        return text
    match = dice.choice(free)
    return f"{text[: match.start()]}{new(match)}{text[match.end() :]}"


def _figure(text: str, dice: random.Random) -> str:
    def other(match: re.Match[str]) -> str:
        if _YEAR.fullmatch(match[0]):
            return match[0]
        first = dice.choice([digit for digit in "123456789" if digit != match[0][0]])
        return first + match[0][1:]

    return _outside_citations(_FIGURE, text, other, dice)


def _date(text: str, dice: random.Random) -> str:
    changed = _outside_citations(_YEAR, text, lambda match: str(int(match[0]) - dice.randint(2, 6)), dice)
    if changed != text:
        return changed
    return _outside_citations(
        _MONTH, text, lambda match: dice.choice([one for one in _MONTHS if one != match[0]]), dice
    )


def _unit(text: str, dice: random.Random) -> str:
    for unit, other in _UNITS:
        around = (r"\b", r"\b") if unit.isascii() and unit[0].isalpha() else ("", "")
        pattern = re.compile(rf"(?<=\d) ?{around[0]}{re.escape(unit)}{around[1]}")
        changed = _outside_citations(pattern, text, lambda match: match[0].replace(unit, other), dice)  # noqa: B023 - called at once
        if changed != text:
            return changed
    return text


def _name(text: str, dice: random.Random) -> str:
    changed = _outside_citations(_NAME, text, lambda _match: dice.choice(_OTHER_NAMES), dice)
    if changed != text:
        return changed
    return _outside_citations(_HAN_NAME, text, lambda _match: dice.choice(_OTHER_HAN_NAMES), dice)


def _negation(text: str, dice: random.Random) -> str:
    if _NEGATED.search(text):
        return text
    for pattern, negated in _NEGATIONS:
        changed = _outside_citations(
            re.compile(pattern),
            text,
            lambda match: match.expand(negated),  # noqa: B023 - called at once
            dice,
        )
        if changed != text:
            return changed
    return text


_CHANGES: dict[Change, Callable[[str, random.Random], str]] = {
    Change.FIGURE: _figure,
    Change.DATE: _date,
    Change.UNIT: _unit,
    Change.NAME: _name,
    Change.NEGATION: _negation,
}
