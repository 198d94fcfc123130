"""A claim taken apart: its figures with the words that say what they measure, its dated events, its names."""

import re
from dataclasses import dataclass
from itertools import pairwise

from stepresearch.text.dates import DatePoint, dates
from stepresearch.text.measures import event_words, measure_groups
from stepresearch.text.quantities import Quantity, quantities
from stepresearch.text.units import is_counted
from stepresearch.text.wording import content_terms, names, neighbours, places, weight, without_attribution


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a claim.

    Attributes:
        quantity: Value and unit.
        written: The figure as the sentence writes it.
        terms: Content terms of the words around it.
        groups: Groups of measure words around it (`measures.measure_groups`).
        dates: ISO dates it is given for, its base year (`since 2020`) left out.
        change: 1 where it says by how much something rose, -1 fell, 0 where it is a level.
        per: What it is divided by (`per day`), stemmed, else empty.
        qualified: Neighbours among its terms, the first of which can narrow the second (`youth unemployment`).
    """

    quantity: Quantity
    written: str
    terms: frozenset[str]
    groups: frozenset[int]
    dates: frozenset[str]
    change: int
    per: str
    qualified: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event of a claim: which group of `measures.event_words`, and when."""

    group: int
    iso: str
    written: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence made ready to be compared with many others.

    Attributes:
        text: The sentence.
        figures: Its figures, earlier values it merely compares with left out.
        events: Its dated events.
        terms: Its content terms, without who said it.
        names: Its capitalised names, folded.
        context_terms: Content terms of title and headings.
        context_names: Names of title and headings.
        context_years: Years that title and headings name.
        places: Names of where it holds (`in Norway`).
        negated: It denies what it says.
        forecast: It tells what is expected or planned, not what is.
        current: It speaks of now.
        published: ISO date of its source, as exactly as known.
    """

    text: str
    figures: tuple[Figure, ...]
    events: tuple[Event, ...]
    terms: frozenset[str]
    names: frozenset[str]
    context_terms: frozenset[str]
    context_names: frozenset[str]
    context_years: frozenset[str]
    places: frozenset[str]
    negated: bool
    forecast: bool
    current: bool
    published: str | None


_CLAUSE_END = re.compile(
    r"[;:；：。！？，、—]|,(?!\d)| – | (?:while|whereas|but|although|though|which|who|as|compared|including)\b|其中|"
    r"\((?=[^)]*\))|\)"
)
_JOINT = re.compile(r" (?:and|or|plus) |[和及与]")
_BASELINE = re.compile(
    r"(?:\bfrom|compared (?:with|to)|against|versus|\bvs\.?|rather than|instead of)(?: (?:a record|about|some|just))? ?$|[从由较比]$",
    re.IGNORECASE,
)
_RISE = r"r[io]se|risen|rising|gr[eo]w|grown|growing|increas\w+|up|climb\w*|jump\w*|gain\w*|surg\w+|higher|增长|上升|增加|提高|上涨"
_FALL = r"f[ae]ll|fallen|falling|decreas\w+|declin\w+|drop\w*|down|cut|slip\w*|shr[aiu]nk|lower|reduced|下降|减少|下滑|降低|下跌"
_CHANGE = re.compile(
    rf"(?:(?P<rise>\b(?:{_RISE})|增长|上升|增加|提高|上涨)|(?P<fall>\b(?:{_FALL})|下降|减少|下滑|降低|下跌))"
    r"(?: by| of| about| around| nearly| almost| roughly|了|约)* ?$",
    re.IGNORECASE,
)
_CHANGE_AFTER = re.compile(
    r" (?:(?P<rise>increase|rise|growth|jump|gain)|(?P<fall>decrease|decline|drop|fall|cut))\b"
)
_PER = re.compile(
    r" ?(?:[a-z]+ )?(?:per|an?|each|every|/)(?: )?(?P<per>second|minute|hour|day|week|month|year|unit|person|capita|head|"
    r"tonne|ton|kilogram|kg|watt|litre|barrel|household|km|kilometre|mile|MWh|kWh)\b|每(?P<han>[年月日天人户吨])"
)
_PER_BEFORE = re.compile(r"(?:每(?P<han>[年月日天人户吨吨])|日均(?P<day>)|人均(?P<person>))[^，。；]{0,8}$")
_BASE_YEAR = re.compile(r"\b(?:since|from)(?: \w+)? $|自$", re.IGNORECASE)
_NEGATION = re.compile(
    r"\b(?:not|never|no longer|no evidence|none|neither|nor|cannot|without|failed to|fails to|denied|denies)\b|n['’]t\b|"
    r"\bno (?=\w)|没有|尚未|并未|从未|未能|未(?=[获被经曾])|并非|不(?=[是会能存含符再具])|未透露|否认",
    re.IGNORECASE,
)
_FORECAST = re.compile(
    r"\b(?:project(?:ed|ion|ions|s)(?! of)|forecasts?|forecasted|expect(?:ed|s)|planned|plans|targets?|targeted|predict(?:ed|s)|"
    r"will|would|could|may|might|aims?)\b|预计|预测|预期|计划|目标|规划|有望|将(?!近)",
    re.IGNORECASE,
)
_CURRENT = re.compile(
    r"\b(?:now|currently|today|at present|at the moment|as of this|so far)\b|目前|现有|现在|如今|当前|迄今|截至目前",
    re.IGNORECASE,
)
_LAST_YEAR = re.compile(r"\blast year\b|去年", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:\W|\d|(?:hundred|thousand|million|billion|trillion|dozen|bn|mn|mln|tn|k|m|b)(?![A-Za-z]))+",
    re.IGNORECASE,
)
_MIN_LOCAL_WEIGHT = 1.0
# Characters between an event word and its date.
_EVENT_REACH = 40


def analyse(sentence: str, context: str = "", published: str | None = None) -> Claim:
    """Take a sentence apart once, so that it can be compared with many others.

    Args:
        sentence: The claim.
        context: Title and headings it stands under; they name the subject where the sentence says `it`.
        published: ISO date of its source.
    """
    said = without_attribution(sentence)
    points = dates(said)
    counted = [q for q in quantities(sentence) if said[q.start : q.end].strip()]
    bare = _blanked(said, counted, points)
    return Claim(
        text=sentence,
        figures=tuple(_figures(said, bare, counted, points, published)),
        events=tuple(_events(said, points)),
        terms=content_terms(bare),
        names=names(bare),
        context_terms=content_terms(context),
        context_names=names(f"- {context}") if context else frozenset(),
        context_years=frozenset(point.iso[:4] for point in dates(context) if point.iso[0] != "-"),
        places=places(bare),
        forecast=_FORECAST.search(said) is not None,
        negated=_NEGATION.search(sentence) is not None,
        current=_CURRENT.search(sentence) is not None,
        published=published,
    )


def _blanked(text: str, counted: list[Quantity], points: list[DatePoint]) -> str:
    """Blank out dates, numbers and units of measure, but leave the nouns that are counted."""
    spans = [(point.start, point.end) for point in points]
    spans += [(quantity.start, _noun_start(text, quantity)) for quantity in counted]
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _noun_start(text: str, quantity: Quantity) -> int:
    if not is_counted(quantity.unit) and quantity.unit != "people":
        return quantity.end
    number = _NUMBER.match(text, quantity.start, quantity.end)
    return number.end() if number else quantity.start


def _figures(
    said: str, bare: str, counted: list[Quantity], points: list[DatePoint], published: str | None
) -> list[Figure]:
    found = []
    spans = _territories(said, counted)
    for quantity, (start, end) in zip(counted, spans, strict=True):
        before = said[max(0, quantity.start - 40) : quantity.start]
        if _BASELINE.search(before):
            continue
        around = bare[start:end]
        if weight(content_terms(around)) < _MIN_LOCAL_WEIGHT:
            around = _without_others(bare, spans, (start, end))
        found.append(
            Figure(
                quantity=quantity,
                written=said[quantity.start : quantity.end],
                terms=content_terms(around),
                groups=measure_groups(around),
                dates=_dates_of(said, points, (start, end), published),
                change=_change(before, said[quantity.end :], quantity.unit),
                per=_per(said, quantity),
                qualified=neighbours(around),
            )
        )
    return found


def _territories(said: str, counted: list[Quantity]) -> list[tuple[int, int]]:
    """Return for each figure the stretch of the sentence that is about it: its clause, or its part of one."""
    cuts = [0, len(said)]
    ends = [match.span() for match in _CLAUSE_END.finditer(said)]
    cuts += [end for start, end in ends if not any(q.start < end and start < q.end for q in counted)]
    for left, right in pairwise(counted):
        if not any(left.end <= cut <= right.start for cut in cuts):
            joint = _JOINT.search(said, left.end, right.start)
            cuts.append(joint.start() if joint else left.end)
    cuts.sort()
    return [(max(c for c in cuts if c <= q.start), min(c for c in cuts if c >= q.end)) for q in counted]


def _without_others(bare: str, spans: list[tuple[int, int]], own: tuple[int, int]) -> str:
    for start, end in spans:
        if (start, end) != own:
            bare = bare[:start] + " " * (end - start) + bare[end:]
    return bare


def _dates_of(
    said: str, points: list[DatePoint], span: tuple[int, int], published: str | None
) -> frozenset[str]:
    given = [point for point in points if not _BASE_YEAR.search(said[: point.start])]
    near = [point for point in given if span[0] <= point.start < span[1]]
    found = frozenset(point.iso for point in near or given)
    if not found and published and _LAST_YEAR.search(said):
        return frozenset({str(int(published[:4]) - 1)})
    return found


def _change(before: str, after: str, unit: str) -> int:
    match = _CHANGE.search(before) or (_CHANGE_AFTER.match(after) if unit == "%" else None)
    if match is None:
        return 0
    return 1 if match["rise"] else -1


def _per(said: str, quantity: Quantity) -> str:
    match = _PER.match(said, quantity.end) or _PER_BEFORE.search(said[: quantity.start])
    if match is None:
        return ""
    return "".join(content_terms(match[0])) or match[0].strip()


def _events(said: str, points: list[DatePoint]) -> list[Event]:
    words = event_words(said)
    timed = [p for p in points if not p.iso.startswith("-") and not _BASE_YEAR.search(said[: p.start])]
    nearest = (
        (point, min((abs(at - point.start), group) for group, at in words)) for point in timed if words
    )
    return [
        Event(group, point.iso, said[point.start : point.end])
        for point, (distance, group) in nearest
        if distance <= _EVENT_REACH
    ]
