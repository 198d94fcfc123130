"""What stands behind each citation of a report: its passages with the cited sentence marked, and the check's verdict."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from stepresearch.app.report.lines import one_line
from stepresearch.app.report.prose import placeholder
from stepresearch.app.report.sources import SourceView
from stepresearch.nodes.citations.marks import cited_ids, replace_marks, without_marks
from stepresearch.nodes.evidence.findings import best_sentence
from stepresearch.nodes.rendering.verdicts import Checks, Disputes
from stepresearch.nodes.state.schema import Check, PassageRecord, ResearchState, SentenceVerdict
from stepresearch.nodes.state.tasks import SentenceToCheck
from stepresearch.text.language.sentences import split_sentences
from stepresearch.text.language.visible_characters import visible_characters
from stepresearch.text.language.whitespace import spaced_anyhow


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage of a source: what stands before the cited words, those, and what stands after."""

    source: SourceView
    heading: str
    before: str
    marked: str
    after: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one citation in the text rests on. `disputed` says that the sentence takes a contested claim from it."""

    place: int
    section_id: str
    sentence: str
    verdict: SentenceVerdict
    reason: str
    passages: tuple[Quoted, ...]
    disputed: bool

    @property
    def numbers(self) -> str:
        """The numbers of the cited sources, as the text shows them."""
        return ", ".join(dict.fromkeys(str(quoted.source.number) for quoted in self.passages))


class EvidenceList:
    """Collects the evidence of a report while its sections are read in order.

    Args:
        state: Of a finished run.
        sources: Those that can be cited, by id.
    """

    def __init__(self, state: ResearchState, sources: dict[str, SourceView]) -> None:
        self._state, self._sources = state, sources
        self._checks, self._disputes = Checks(state), Disputes(state)
        self.collected: list[Evidence] = []

    def read(self, section_id: str, text: str) -> str:
        """Return the text with a placeholder for each citation that can be shown; the others go."""
        return "\n".join(self._line(section_id, line) for line in visible_characters(text).splitlines())

    def _line(self, section_id: str, line: str) -> str:
        parts: list[str] = []
        end, sentence = 0, ""
        for span in split_sentences(line):
            piece = line[span.start : span.end]
            own = without_marks(piece)
            # Marks that stand alone belong to the sentence before them.
            sentence = own or sentence
            gap = line[end : span.start] if own else ""
            parts += [gap, self._sentence(section_id, piece, sentence)]
            end = span.end
        return "".join([*parts, line[end:]])

    def _sentence(self, section_id: str, piece: str, sentence: str) -> str:
        ids = cited_ids(piece)
        if not ids:
            return piece
        asked = SentenceToCheck(sentence_id="", section_id=section_id, text=sentence, passage_ids=ids)
        check = self._checks.of(asked)
        return replace_marks(piece, lambda own, _words: self._cite(own, check))

    def _cite(self, ids: Collection[str], check: Check) -> str:
        passages = tuple(
            self._quoted(self._state["passages"][one], check)
            for one in ids
            if one in self._state["passages"] and one.partition(".")[0] in self._sources
        )
        if not passages:
            return ""
        english = self._state["brief"]["language"] == "en"
        told = Evidence(
            place=len(self.collected) + 1,
            section_id=check["section_id"],
            sentence=check["sentence"],
            verdict=check["verdict"],
            reason=check["reason"] if english or check["verdict"] != "supported" else "",
            passages=passages,
            disputed=self._disputes.are_under(check, ids),
        )
        self.collected.append(told)
        return placeholder(told.place)

    def _quoted(self, passage: PassageRecord, check: Check) -> Quoted:
        text = visible_characters(passage["text"])
        before, marked, after = cut(text, [check["quote"], best_sentence(check["sentence"], text)])
        source = self._sources[passage["source_id"]]
        heading = one_line(passage["heading"]).removeprefix(source.title).removeprefix(" › ")
        return Quoted(source, heading, before, marked, after)


def cut(text: str, quotes: Iterable[str]) -> tuple[str, str, str]:
    """Return a text as what is before, in and after the first of the quotes that it holds, however it is spaced."""
    for quote in quotes:
        words = spaced_anyhow(visible_characters(quote))
        found = re.search(words, text) if words else None
        if found:
            return text[: found.start()], found[0], text[found.end() :]
    return text, "", ""
