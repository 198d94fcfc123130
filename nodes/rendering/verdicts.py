"""How a finished report stands: its cited sentences with their checks, what rests on disputes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from stepresearch.nodes.checking.batches import cited_sentences
from stepresearch.nodes.checking.sentences import judged_by_code
from stepresearch.nodes.citations.marks import bare, cited_ids
from stepresearch.nodes.evidence.values import numbers, written
from stepresearch.nodes.locale.labels import label
from stepresearch.nodes.state.schema import SUMMARY, Check, ResearchState, Side
from stepresearch.nodes.state.tasks import SentenceToCheck
from stepresearch.text.claims.statement import restates
from stepresearch.text.language.whitespace import folded, spaced_anyhow

DOUBTED = ("contested", "outdated")

RANK = {"contested": 0, "resolved": 1, "outdated": 2, "corroborated": 3, "single_source": 4}
"""Key claims in the order in which a reader wants them: what is doubtful first."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The verification line in figures: how many sentences cite, and what came of their checks."""

    cited: int
    supported: int
    partly: int
    marked: int
    contested: int


class Checks:
    """The checks of a run by the sentence that they judge."""

    def __init__(self, state: ResearchState) -> None:
        self._state = state
        self._known = {(one["section_id"], bare(one["sentence"])): one for one in state["checks"].values()}

    def of(self, sentence: SentenceToCheck) -> Check:
        """Return the check of a sentence; one that was mended after its check is held against its passages again, by code."""
        known = self._known.get((sentence["section_id"], bare(sentence["text"])))
        if known is not None:
            return known
        verdict = judged_by_code(
            sentence, self._state["passages"], self._state["sources"], self._state["question"]
        )
        return Check(
            sentence_id=sentence["sentence_id"],
            section_id=sentence["section_id"],
            sentence=sentence["text"],
            passage_ids=sentence["passage_ids"],
            verdict=verdict.verdict,
            quote=verdict.quote,
            reason=verdict.reason,
        )


@dataclass(frozen=True, slots=True)
class DisputedSide:
    """The value of a disputed claim, as written and as its numbers, with what says it."""

    written: re.Pattern[str]
    numbers: frozenset[str]
    claims: tuple[str, ...]
    passage_ids: frozenset[str]

    @classmethod
    def of(cls, side: Side, state: ResearchState) -> Self:
        """Return a side of the ledger with the claims and passages of its findings."""
        findings = [state["findings"][one] for one in side["finding_ids"]]
        return cls(
            written=written(side["value"]),
            numbers=numbers(side["value"]),
            claims=tuple(one["claim"] for one in findings),
            passage_ids=frozenset(passage for one in findings for passage in one["passage_ids"]),
        )

    def given_by(self, check: Check) -> frozenset[str]:
        """Return the cited passages from which a checked sentence takes the value, none where it does not give it.

        It gives it where it cites a passage that says it, or agrees with a claim that does.
        """
        cited = frozenset(check["passage_ids"])
        own = self.passage_ids & cited
        if own and self.written.search(check["sentence"]):
            return own
        agrees = self.numbers <= numbers(check["sentence"]) and any(
            restates(check["sentence"], claim, has_value=bool(self.numbers)) for claim in self.claims
        )
        return own or cited if agrees else frozenset()


class Disputes:
    """What the ledger holds for disputed or outdated, to tell whether quoted words are, and whether a sentence rests on it."""

    def __init__(self, state: ResearchState) -> None:
        self._quotes: list[tuple[str, str, str]] = []
        self._sides: list[DisputedSide] = []
        contested: set[str] = set()
        for claim in state["ledger"]["claims"]:
            if claim["verdict"] in DOUBTED:
                for finding in (state["findings"][i] for i in claim["finding_ids"]):
                    source_id = finding["passage_ids"][0].partition(".")[0]
                    self._quotes.append((source_id, folded(finding["quote"]), claim["verdict"]))
            if claim["verdict"] == "contested":
                contested.update(claim["finding_ids"])
        for dispute in state["ledger"]["disagreements"]:
            doubted = (side for side in dispute["sides"] if not contested.isdisjoint(side["finding_ids"]))
            self._sides += [DisputedSide.of(side, state) for side in doubted]

    def verdict_of(self, source_id: str, words: str) -> str:
        """Return `contested` or `outdated` where words of a source are a quotation of that verdict, or part of one, else nothing."""
        own = folded(words)
        verdicts = {
            verdict
            for source, quote, verdict in self._quotes
            if own and quote and source == source_id and (quote in own or own in quote)
        }
        return next((verdict for verdict in DOUBTED if verdict in verdicts), "")

    def are_under(self, check: Check, passage_ids: Iterable[str]) -> bool:
        """Return whether a checked sentence, as far as it cites these passages, rests on a disputed claim.

        It does where its quotation is disputed, and where it gives the value of a disputed side, whatever is quoted for it.
        """
        ids = set(passage_ids)
        sources = {one.partition(".")[0] for one in ids}
        return any(self.verdict_of(one, check["quote"]) == "contested" for one in sources) or any(
            not side.given_by(check).isdisjoint(ids) for side in self._sides
        )


def checks_of(state: ResearchState) -> Iterator[Check]:
    """Yield the check of each cited sentence of the report as it is, in order."""
    checks = Checks(state)
    texts = {SUMMARY: state["summary"]} if state["summary"] else {}
    texts |= {plan["section_id"]: state["sections"][plan["section_id"]]["text"] for plan in state["outline"]}
    for section_id, text in texts.items():
        for sentence in cited_sentences(section_id, text):
            yield checks.of(sentence)


def standing(checks: Iterable[Check], disputes: Disputes) -> Standing:
    """Return the counts of a report's checks."""
    once = {(one["section_id"], one["sentence"]): one for one in checks}
    verdicts = [one["verdict"] for one in once.values()]
    disputed = [one for one in once.values() if disputes.are_under(one, one["passage_ids"])]
    return Standing(
        cited=len(verdicts),
        supported=verdicts.count("supported"),
        partly=verdicts.count("partly"),
        marked=verdicts.count("not_found") + verdicts.count("contradicted"),
        contested=len(disputed),
    )


def cited_passages(state: ResearchState) -> list[str]:
    """Return the ids of the passages that the written text cites, in order, each once."""
    texts = [state["summary"], *(state["sections"][plan["section_id"]]["text"] for plan in state["outline"])]
    return list(dict.fromkeys(one for text in texts for one in cited_ids(text) if one in state["passages"]))


def cited_sources(state: ResearchState) -> list[str]:
    """Return the ids of the sources that the text cites or that disagree with each other, in order, each once."""
    sides = [side for item in state["ledger"]["disagreements"] for side in item["sides"]]
    disputed = [
        one for side in sides for key in side["finding_ids"] for one in state["findings"][key]["passage_ids"]
    ]
    return list(dict.fromkeys(one.partition(".")[0] for one in (*cited_passages(state), *disputed)))


def missing(state: ResearchState) -> list[str]:
    """Return what the report lacks, a sentence each: tasks without an answer, points of the checklist that stay open."""
    language = state["brief"]["language"]
    points = state.get("still_open", [])
    return [label(language, "not_found", task=gap) for gap in state["gaps"]] + [
        label(language, f"open_{item['kind']}", point=item["text"]) for item in points
    ]


@dataclass(frozen=True, slots=True)
class Place:
    """Where quoted words stand: the passage, the offset of their first character in the stored page, and they themselves."""

    passage_id: str
    start: int
    words: str


def place_of(quote: str, passage_ids: Iterable[str], state: ResearchState) -> Place | None:
    """Return where a quotation stands in one of the passages, however it is spaced, None where it stands in none."""
    words = re.compile(spaced_anyhow(quote))
    for passage_id in passage_ids:
        passage = state["passages"].get(passage_id)
        found = words.search(passage["text"]) if passage and quote.strip() else None
        if passage and found:
            return Place(passage_id, passage["start"] + found.start(), found[0])
    return None


def independent(source_ids: Iterable[str], groups: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the names of the groups in which sources lie."""
    own = set(source_ids)
    return [name for name, members in groups.items() if not own.isdisjoint(members)]
