"""Words of doubt behind sentences that repeat a disputed or outdated figure as if it held."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stepresearch.nodes.citations import without_marks
from stepresearch.nodes.labels import label
from stepresearch.nodes.state import Disagreement, ResearchState, Side
from stepresearch.text.contradiction import compare
from stepresearch.text.sentences import split_sentences

_DOUBT = re.compile(
    r"disput|conflict|contradict|inconsisten|discrepan|differ|disagree|outdated|older|superseded|unverified|unsettled"
    r"|争议|分歧|矛盾|不一致|存疑|较早|较旧|过时|已被取代",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_END = re.compile(r"(?P<stop>[.!?。！？]*)(?P<closer>[\"”’»]?)$")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A value that does not hold, or not for sure: who says it, and what a passage says otherwise."""

    value: str
    claims: tuple[str, ...]
    other: str
    passage_id: str
    resolution: str


def with_doubts(text: str, state: ResearchState) -> str:
    """Return a written text in which a sentence that repeats what the ledger doubts says so, and what stands against it."""
    doubts, language = list(_doubts(state)), state["brief"]["language"]
    if not doubts:
        return text
    return "\n".join(_line(line, doubts, language) for line in text.split("\n"))


def _doubts(state: ResearchState) -> Iterator[Doubt]:
    """Both sides of what is open, and the losing side of what is settled."""
    for dispute in state["ledger"]["disagreements"]:
        first, *others = dispute["sides"]
        for side in others:
            yield _doubt(dispute, side, first, state)
        if dispute["resolution"] == "open":
            yield _doubt(dispute, first, others[0], state)


def _doubt(dispute: Disagreement, side: Side, other: Side, state: ResearchState) -> Doubt:
    findings = state["findings"]
    return Doubt(
        value=side["value"],
        claims=tuple(findings[i]["claim"] for i in side["finding_ids"]),
        other=other["value"],
        passage_id=findings[other["finding_ids"][0]]["passage_ids"][0],
        resolution=dispute["resolution"],
    )


def _line(line: str, doubts: Sequence[Doubt], language: str) -> str:
    for span in reversed(split_sentences(line)):
        sentence = line[span.start : span.end]
        doubt = next((one for one in doubts if _repeats(sentence, one)), None)
        if doubt is None or _DOUBT.search(sentence):
            continue
        word = f"({label(language, f'doubt_{doubt.resolution}')})"
        said = _END.sub(rf"\g<closer> {word}\g<stop>", sentence, count=1)  # never inside a quotation
        if not _numbers(doubt.other) <= _numbers(line):
            said += (
                f" {label(language, f'other_{doubt.resolution}', value=doubt.other)} [{doubt.passage_id}]."
            )
        line = line[: span.start] + said + line[span.end :]
    return line


def _repeats(sentence: str, doubt: Doubt) -> bool:
    if not _numbers(doubt.value) <= _numbers(sentence):
        return False
    plain = without_marks(sentence)
    return any(compare(plain, claim).relation == "agree" for claim in doubt.claims)


def _numbers(text: str) -> set[str]:
    return {number.replace(",", "") for number in _NUMBER.findall(without_marks(text))}
