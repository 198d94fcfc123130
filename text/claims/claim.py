"""A claim taken apart: its figures with the words that say what they measure, its dated events, its names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from stepresearch.text.claims import modality
from stepresearch.text.claims.attribution import without_attribution
from stepresearch.text.claims.content_words import (
    content_terms,
    first_term,
    han_chunks,
    names,
    neighbours,
    places,
    weight,
)
from stepresearch.text.claims.events import Event, events
from stepresearch.text.claims.measures import measure_groups
from stepresearch.text.claims.roles import roles
from stepresearch.text.claims.spans import Span, blanked, territories, without
from stepresearch.text.entities.numbered_entities import told_by
from stepresearch.text.numbers.dates import DatePoint, dates
from stepresearch.text.numbers.quantities import Quantity, quantities
from stepresearch.text.numbers.units import dimension_of


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
        per: What it is divided by (`day` of `per day`), else empty.
        chunks: The Chinese phrases among the words around it.
        roles: What sets it apart from other figures of its measure (`roles.roles`).
        negated: Its part of the sentence denies something.
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
    chunks: tuple[str, ...]
    roles: frozenset[str]
    negated: bool


@dataclass(frozen=True)
class Claim:
    """A sentence made ready to be compared with many others; what only a comparison asks is read when it is asked.

    Attributes:
        text: The sentence.
        figures: Its figures, earlier values it merely compares with left out.
        stated: All its quantities.
        events: Its dated events.
        terms: Its content terms, without who said it.
        context_terms: Content terms of title and headings.
        context_names: Names of title and headings.
        context_years: Years that title and headings name.
        heading_terms: Content terms of the heading right above it.
        published: ISO date of its source, as exactly as known.
        said: The sentence with who said it blanked out.
        bare: That with its figures and dates blanked out.
        context: Title and headings that it stands under.
        before: What its passage says before it.
    """

    text: str
    figures: tuple[Figure, ...]
    stated: tuple[Quantity, ...]
    events: tuple[Event, ...]
    terms: frozenset[str]
    context_terms: frozenset[str]
    context_names: frozenset[str]
    context_years: frozenset[str]
    heading_terms: frozenset[str]
    published: str | None
    said: str
    bare: str
    context: str
    before: str

    @cached_property
    def names(self) -> frozenset[str]:
        """Its capitalised names, folded."""
        return names(self.bare) | (first_term(self.bare) & self.context_names)

    @cached_property
    def names_before(self) -> frozenset[str]:
        """Names of the last sentence before it that has some, where it has none."""
        return frozenset() if self.names else _last_named(self.before)

    @cached_property
    def known(self) -> frozenset[str]:
        """All names and terms of it, its title and its headings."""
        return self.names | self.context_names | self.terms | self.context_terms

    @cached_property
    def places(self) -> frozenset[str]:
        """Names of where it holds (`in Norway`)."""
        return places(self.bare)

    @cached_property
    def parts(self) -> frozenset[str]:
        """Which of several like things it is about (`second phase`, `used` cars)."""
        return modality.parts(self.said)

    @cached_property
    def siblings(self) -> frozenset[str]:
        """Which of several like things it is about, by itself or its title (`4 line`, `青岩 镇`)."""
        return told_by(self.said, self.context)

    @cached_property
    def anaphoric(self) -> bool:
        """Whether its subject is a pronoun or the like, so that its title says whom it is about."""
        return modality.is_anaphoric(self.said)

    @cached_property
    def negated(self) -> bool:
        """Whether it denies what it says."""
        return modality.is_negated(self.text)

    @cached_property
    def stand_in(self) -> frozenset[str]:
        """The noun that stands for its subject (`the ship`), if any."""
        return content_terms(modality.stand_in(self.said))

    @cached_property
    def joint(self) -> bool:
        """Whether it is about both or all of several like things."""
        return modality.is_joint(self.said)

    @cached_property
    def forecast(self) -> bool:
        """Whether it tells what is expected or planned, not what is."""
        return modality.is_forecast(self.text) or modality.is_plan(self.context)

    @cached_property
    def current(self) -> bool:
        """Whether it speaks of now."""
        return modality.is_current(self.text)


# A figure whose own clause says less than one word is about what the rest of the sentence says.
_MIN_LOCAL_WEIGHT = 1.0
# `The store, a battery of 5 MWh`: it says what the words before it are.
_APPOSITION = re.compile(r" *an? ")


def analyse(sentence: str, context: str = "", published: str | None = None, before: str = "") -> Claim:
    """Take a sentence apart once, so that it can be compared with many others.

    Args:
        sentence: The claim.
        context: Title and headings it stands under; they name the subject where the sentence says `it`.
        published: ISO date of its source.
        before: What its passage says before it; whom it names last is meant by `she` or by nobody named.
    """
    said = without_attribution(sentence)
    points = dates(said)
    counted = [q for q in quantities(sentence) if said[q.start : q.end].strip()]
    bare = blanked(said, counted, points)
    title = _read_context(context)
    return Claim(
        text=sentence,
        figures=tuple(_figures(said, bare, counted, points, published)),
        stated=tuple(counted),
        events=tuple(events(said, points)),
        terms=content_terms(bare),
        context_terms=title.terms,
        context_names=title.names,
        context_years=title.years,
        heading_terms=title.heading_terms,
        published=published,
        said=said,
        bare=bare,
        context=context,
        before=before,
    )


# A few sentences.
_NEAR_CHARS = 500
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n+")
# A path of headings, or the number of one behind the title.
_HEADING_START = re.compile(r" › | (?=\d+\. )")


def _last_named(before: str) -> frozenset[str]:
    for sentence in reversed(_SENTENCE_END.split(before[-_NEAR_CHARS:])):
        if found := _named(sentence):
            return found
    return frozenset()


@lru_cache(maxsize=4096)
def _named(sentence: str) -> frozenset[str]:
    """The names of a sentence, which is the one before several."""
    return names(without_attribution(sentence))


@dataclass(frozen=True, slots=True)
class _Context:
    terms: frozenset[str]
    names: frozenset[str]
    years: frozenset[str]
    heading_terms: frozenset[str]


@lru_cache(maxsize=1_000)
def _read_context(context: str) -> _Context:
    """Read title and headings; many sentences share them."""
    years = frozenset(point.iso[:4] for point in dates(context) if point.iso[0] != "-")
    # In a title the first word is a name as often as any other.
    *above, heading = _HEADING_START.split(context)
    return _Context(
        content_terms(context),
        names(f"- {context}"),
        years,
        content_terms(heading) - names(f"- {heading}") if above else frozenset(),
    )


def _figures(
    said: str, bare: str, counted: Sequence[Quantity], points: Sequence[DatePoint], published: str | None
) -> list[Figure]:
    spans = territories(said, counted)
    found = []
    for quantity, span in zip(counted, spans, strict=True):
        written = said[quantity.start : quantity.end]
        if modality.is_baseline(said, quantity.start) or _is_bare_word(quantity, written):
            continue
        around = _around(bare, spans, span)
        found.append(
            Figure(
                quantity=quantity,
                written=written,
                terms=content_terms(around),
                groups=measure_groups(around, dimension_of(quantity.unit)),
                dates=_dates_of(said, points, span, published),
                change=modality.change_of(said, quantity.start, quantity.end),
                per=modality.divisor_of(said, quantity.start, quantity.end),
                qualified=neighbours(around),
                chunks=han_chunks(around),
                roles=roles(said, span, quantity.start, quantity.end, is_share=quantity.unit == "%"),
                negated=modality.is_negated(said[slice(*span)]),
            )
        )
    return found


def _is_bare_word(quantity: Quantity, written: str) -> bool:
    """Return whether the figure is a number word that counts nothing, as in `the last fifteen of them`."""
    return not quantity.unit and not any(char.isdigit() for char in written)


def _around(bare: str, spans: Sequence[Span], own: Span) -> str:
    around = bare[slice(*own)]
    if weight(content_terms(around)) >= _MIN_LOCAL_WEIGHT and not _APPOSITION.match(around):
        return around
    for span in spans:
        if span != own:
            bare = without(bare, span)
    return bare


def _dates_of(said: str, points: Sequence[DatePoint], span: Span, published: str | None) -> frozenset[str]:
    given = [point for point in points if not modality.is_base_year(said, point.start)]
    near = [point for point in given if span[0] <= point.start < span[1]]
    found = frozenset(point.iso for point in near or given)
    if not found and published and modality.is_of_last_year(said):
        return frozenset({str(int(published[:4]) - 1)})
    return found
