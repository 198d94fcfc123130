"""What code adds to the report so that it can be checked: the verification line, key claims, quotations with their places."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from stepresearch.nodes.citations.marks import bare
from stepresearch.nodes.evidence.findings import best_sentence
from stepresearch.nodes.locale.labels import label
from stepresearch.nodes.rendering.key_claims import key_claims
from stepresearch.nodes.rendering.verdicts import Disputes, Place, checks_of, independent, place_of, standing
from stepresearch.nodes.state.schema import Check, Claim, ResearchState
from stepresearch.text.language.markdown import escape
from stepresearch.text.language.whitespace import folded

MAX_QUOTE_CHARS = 400


class RenderedEvidence:
    """The evidence of a state whose report is written."""

    def __init__(self, state: ResearchState) -> None:
        self._state = state
        self._language = state["brief"]["language"]
        self._disputes = Disputes(state)
        self._checks = list(checks_of(state))

    def verification(self, cited: Sequence[str]) -> str:
        """Return the line that says what was checked; `cited` are the ids of the sources that text or a dispute cites."""
        counts = standing(self._checks, self._disputes)
        groups = independent(cited, self._state["ledger"]["groups"])
        unknown = [one for one in groups if one in self._state["ledger"]["unknown"]]
        read = sum(source["status"] == "read" for source in self._state["sources"].values())
        fewer = {"n_partly": counts.partly, "n_marked": counts.marked, "n_contested": counts.contested}
        parts = [
            label(self._language, "checked", cited=counts.cited, supported=counts.supported),
            *(label(self._language, name, count=count) for name, count in fewer.items() if count),
            *absences_told(self._state, self._language),
            label(
                self._language, "n_sources", sources=len(cited), groups=len(groups) - len(unknown), read=read
            ),
            *([label(self._language, "n_unknown", count=len(unknown))] if unknown else []),
        ]
        return label(self._language, "line", told=label(self._language, "and").join(parts))

    def claims(self, link: Callable[[Iterable[str]], str]) -> list[str]:
        """Return the table of key claims under its heading, nothing where there is none."""
        key, _ = key_claims(self._state)
        if not key:
            return []
        names = ("claim", "verdict", "independent", "sources")
        head = " | ".join(label(self._language, name) for name in names)
        rows = [f"| {head} |", "| --- | --- | --- | --- |"]
        rows += [self._row(claim, link) for claim in key]
        return [f"## {label(self._language, 'claims')}", "\n".join(rows)]

    def _row(self, claim: Claim, link: Callable[[Iterable[str]], str]) -> str:
        findings = [self._state["findings"][i] for i in (*claim["finding_ids"], *claim["supported_by"])]
        ids = [passage_id for finding in findings for passage_id in finding["passage_ids"]]
        cells = [
            escape(claim["text"]),
            label(self._language, claim["verdict"]),
            self._independent(claim),
            link(ids).strip(),
        ]
        return f"| {' | '.join(cells)} |"

    def _independent(self, claim: Claim) -> str:
        """How many independent groups say a claim, and how many more of which nobody can tell whether they are."""
        findings = [self._state["findings"][i] for i in (*claim["finding_ids"], *claim["supported_by"])]
        cited = {passage_id.partition(".")[0] for one in findings for passage_id in one["passage_ids"]}
        ledger = self._state["ledger"]
        others = {*independent(cited, ledger["groups"])}.intersection(ledger["unknown"]).difference(
            claim["groups"]
        )
        if not others:
            return str(len(claim["groups"]))
        return label(self._language, "n_known", known=len(claim["groups"]), unknown=len(others))

    def quotations(self, source_id: str) -> list[str]:
        """Return a line for each quotation that the report rests on in a source, with its place in the page as stored.

        Sentences that are quotations themselves need none.
        """
        lines = {
            place.start: self._quotation(source_id, place.words, place.start, place.passage_id)
            for place in self._quoted
            if place.passage_id.partition(".")[0] == source_id
        }
        return [lines[start] for start in sorted(lines)]

    @cached_property
    def _quoted(self) -> list[Place]:
        """Where the quotations of the checks stand, and in each other passage that a sentence cites what says most of it."""
        checks = [one for one in self._checks if one["quote"] and not _is_quotation(one)]
        return [place for check in checks for place in self._places(check)]

    def _places(self, check: Check) -> list[Place]:
        first = place_of(check["quote"], check["passage_ids"], self._state)
        others = [one for one in check["passage_ids"] if first is None or one != first.passage_id]
        further = [self._closest(check["sentence"], passage_id) for passage_id in others]
        return [place for place in (first, *further) if place is not None]

    def _closest(self, sentence: str, passage_id: str) -> Place | None:
        passage = self._state["passages"].get(passage_id)
        quote = best_sentence(sentence, passage["text"]) if passage else ""
        return place_of(quote, [passage_id], self._state)

    def _quotation(self, source_id: str, words: str, start: int, passage_id: str) -> str:
        text = folded(words)
        shown = text if len(text) <= MAX_QUOTE_CHARS else f"{text[:MAX_QUOTE_CHARS].rsplit(' ', 1)[0]} …"
        end = start + len(words)
        place = label(self._language, "place", passage=passage_id, start=f"{start:,}", end=f"{end:,}")
        verdict = self._disputes.verdict_of(source_id, words)
        doubt = f"({label(self._language, f'doubt_{verdict}')}) " if verdict else ""
        return f"   - {doubt}{label(self._language, 'quote', text=escape(shown))} ({place})"


def absences_told(state: ResearchState, language: str) -> list[str]:
    """Return how many statements that something was not found were held against what was read, and how many were wrong."""
    held = [one for one in state.get("absences", {}).values() if one["verdict"] != "open"]
    wrong = sum(one["verdict"] == "wrong" for one in held)
    passages = max((one["passages"] for one in held), default=0)
    told = [label(language, "n_absent", count=len(held), passages=passages)] if held else []
    return told + ([label(language, "n_absent_wrong", count=wrong)] if wrong else [])


def _is_quotation(check: Check) -> bool:
    return bare(check["quote"]) in bare(check["sentence"])
