"""A finished run as a reader sees it: what every kind of report file shows."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from stepresearch.app.report.evidence import Evidence, EvidenceList
from stepresearch.app.report.lines import headed, one_line
from stepresearch.app.report.prose import Block, parse
from stepresearch.app.report.sources import SourceView, source_views
from stepresearch.app.report.words import Words
from stepresearch.graph.result import ResearchResult
from stepresearch.nodes.locale.labels import MAX_TOLD, label
from stepresearch.nodes.rendering.authorship import is_by_model, told_writers
from stepresearch.nodes.rendering.key_claims import key_claims
from stepresearch.nodes.rendering.research_log import rounds_told
from stepresearch.nodes.rendering.verdicts import Disputes, checks_of, cited_sources, missing, standing
from stepresearch.nodes.rendering.verification import absences_told
from stepresearch.nodes.state.schema import SUMMARY, Claim, Disagreement, ResearchState, Side

UNDETERMINED = "und"
"""The language of a report whose language has no code (RFC 5646, 4.1)."""


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section with an anchor of its own."""

    anchor: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim with its verdict and the sources that say it, the cited ones first.

    `standing` tells that all of these are superseded, withdrawn, archived or drafts; it is empty where one is in force.
    """

    claim_id: str
    task_id: str
    text: str
    verdict: str
    support: int
    sources: tuple[SourceView, ...]
    standing: str


@dataclass(frozen=True, slots=True)
class SideView:
    """One side of a disagreement: its value, what the best source for it says, and who else says so."""

    value: str
    is_older: bool
    quote: str
    quoted_from: SourceView
    support: int
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True)
class DisputeView:
    """A disagreement; `resolution` names the words that say how it stands."""

    measure: str
    sides: tuple[SideView, ...]
    resolution: str


@dataclass(frozen=True, slots=True)
class Counts:
    """The verification line in figures. A sentence is counted once, however many citations it carries."""

    cited: int
    supported: int
    partly: int
    marked: int
    contested: int
    sources: int
    groups: int
    read: int


@dataclass(frozen=True, slots=True)
class ReportView:
    """All that a report file shows."""

    title: str
    question: str
    language: str
    words: Words
    run_id: str
    today: str
    writer: str
    found: bool
    written_by: str
    sections: tuple[SectionView, ...]
    evidence: tuple[Evidence, ...]
    disputes: tuple[DisputeView, ...]
    claims: tuple[ClaimView, ...]
    other_claims: tuple[ClaimView, ...]
    tasks: dict[str, str]
    missing: tuple[str, ...]
    cited: tuple[SourceView, ...]
    read_only: tuple[SourceView, ...]
    log: tuple[str, ...]
    notes: tuple[str, ...]
    counts: Counts
    absences: tuple[str, ...]

    @property
    def made(self) -> str:
        """When, with which model and in which run it was made, in words."""
        name = "made_with" if self.writer else "made"
        return self.words(name, date=self.today, writer=self.writer, run=self.run_id)

    @property
    def differing(self) -> dict[str, list[DisputeView]]:
        """The disputes by the part that tells them, `disagree` or `changed`; parts without any are left out."""
        return {name: found[:MAX_TOLD] for name, found in self._differing.items() if found}

    @property
    def untold(self) -> dict[str, int]:
        """How many disputes of each part are too many to be told."""
        return {
            name: len(found) - MAX_TOLD for name, found in self._differing.items() if len(found) > MAX_TOLD
        }

    @property
    def _differing(self) -> dict[str, list[DisputeView]]:
        return {
            "disagree": [one for one in self.disputes if one.resolution != "newer"],
            "changed": [one for one in self.disputes if one.resolution == "newer"],
        }


def view_of(result: ResearchResult) -> ReportView:
    """Return what a report file shows of a finished run."""
    state = result.state
    named = state["brief"]["language"]
    language = named if re.fullmatch("[a-z]{2,3}", named) else UNDETERMINED
    words, sources = Words(language), source_views(state)
    cited = tuple(source for source in sources.values() if source.number is not None)
    evidence = EvidenceList(state, {source.source_id: source for source in cited})
    sections = tuple(_sections(state, words, evidence))
    key, others = _claims(state, sources)
    return ReportView(
        title=one_line(result.report["title"]),
        question=_question(state, result.report["title"], words),
        language=language,
        words=words,
        run_id=result.run_id,
        today=state["today"],
        writer=state.get("writer", "") if is_by_model(state) else "",
        found=result.report["status"] == "complete",
        written_by=told_writers(state, words.language) if state["sections"] else "",
        sections=sections,
        evidence=tuple(evidence.collected),
        disputes=tuple(_dispute(one, state, sources) for one in state["ledger"]["disagreements"]),
        claims=key,
        other_claims=others,
        tasks={task["task_id"]: headed(task["question"]) for task in state["plan"]["tasks"]},
        missing=tuple(one_line(line) for line in missing(state)),
        cited=cited,
        read_only=tuple(source for source in sources.values() if source.number is None),
        log=tuple(one_line(line) for line in rounds_told(state)),
        notes=tuple(one_line(notice["text"]) for notice in state["notices"]),
        counts=_counts(state, sources),
        absences=tuple(absences_told(state, words.language)),
    )


def _question(state: ResearchState, title: str, words: Words) -> str:
    """The question as asked, where the title says something else."""
    asked = state["question"]
    return label(words.language, "question", question=one_line(asked)) if title != asked else ""


def _sections(state: ResearchState, words: Words, evidence: EvidenceList) -> Iterable[SectionView]:
    if state["summary"]:
        yield SectionView(SUMMARY, words("summary"), parse(evidence.read(SUMMARY, state["summary"])))
    for plan in state["outline"]:
        section = state["sections"][plan["section_id"]]
        blocks = parse(evidence.read(section["section_id"], section["text"]))
        yield SectionView(f"section-{section['section_id']}", one_line(section["title"]), blocks)


def _claims(
    state: ResearchState, sources: dict[str, SourceView]
) -> tuple[tuple[ClaimView, ...], tuple[ClaimView, ...]]:
    """The claims that the report rests on, the doubtful and the best supported first, and the others of the ledger."""
    key, others = key_claims(state)
    return tuple(_claim(one, state, sources) for one in key), tuple(
        _claim(one, state, sources) for one in others
    )


def _claim(claim: Claim, state: ResearchState, sources: dict[str, SourceView]) -> ClaimView:
    found = _saying([*claim["finding_ids"], *claim["supported_by"]], state, sources)
    standings = [source.standing for source in found]
    return ClaimView(
        claim["claim_id"],
        claim["task_id"],
        one_line(claim["text"]),
        claim["verdict"],
        len(claim["groups"]),
        found,
        "; ".join(dict.fromkeys(standings)) if all(standings) else "",
    )


def _saying(
    finding_ids: Iterable[str], state: ResearchState, sources: dict[str, SourceView]
) -> tuple[SourceView, ...]:
    ids = [one.partition(".")[0] for key in finding_ids for one in state["findings"][key]["passage_ids"]]
    found = [sources[one] for one in dict.fromkeys(ids) if one in sources]
    return tuple(sorted(found, key=lambda source: source.number or len(sources) + 1))


def _dispute(item: Disagreement, state: ResearchState, sources: dict[str, SourceView]) -> DisputeView:
    is_newer_known = item["resolution"] == "newer" and not item.get("series")
    sides = tuple(
        _side(side, state, sources, is_older=is_newer_known and place > 0)
        for place, side in enumerate(item["sides"])
    )
    resolution = "unsettled" if item["resolution"] == "open" else item["resolution"]
    return DisputeView(headed(item["measure"]), sides, resolution)


def _side(side: Side, state: ResearchState, sources: dict[str, SourceView], *, is_older: bool) -> SideView:
    own = side["finding_ids"]
    agreeing = [
        one
        for claim in state["ledger"]["claims"]
        if not set(own).isdisjoint(claim["finding_ids"])
        for one in claim["supported_by"]
    ]
    quote = one_line(state["findings"][own[0]]["quote"])
    first = state["findings"][own[0]]["passage_ids"][0].partition(".")[0]
    return SideView(
        value=one_line(side["value"]),
        is_older=is_older,
        quote=quote,
        quoted_from=sources[first],
        support=len(side["groups"]),
        sources=_saying([*own, *agreeing], state, sources),
    )


def _counts(state: ResearchState, sources: dict[str, SourceView]) -> Counts:
    told = standing(checks_of(state), Disputes(state))
    cited = [sources[one] for one in cited_sources(state) if one in sources]
    return Counts(
        cited=told.cited,
        supported=told.supported,
        partly=told.partly,
        marked=told.marked,
        contested=told.contested,
        sources=len(cited),
        groups=len({source.group for source in cited}),
        read=len(sources),
    )
