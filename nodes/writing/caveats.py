"""Words of doubt behind sentences that repeat a disputed or outdated figure as if it held."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from stepresearch.nodes.citations.marks import MARK, without_marks
from stepresearch.nodes.evidence.values import gives, numbers, written
from stepresearch.nodes.locale.labels import label
from stepresearch.nodes.state.schema import Disagreement, ResearchState, Side
from stepresearch.nodes.writing.caveat_labels import doubt as caveat_label
from stepresearch.nodes.writing.caveat_labels import other_value
from stepresearch.text.claims.content_words import content_terms
from stepresearch.text.claims.statement import restates
from stepresearch.text.language.sentences import split_sentences
from stepresearch.text.language.whitespace import folded
from stepresearch.text.numbers.dates import dates

_DOUBT = re.compile(
    r"\b(?:disput\w*|conflict(?:s|ed|ing)?|contradict\w*|inconsisten\w*|discrepan\w*|differ(?:s|ed|ing)?|disagree\w*|outdated|"
    r"older|superseded|unverified|unsettled)\b"
    r"|争议|分歧|矛盾|不一致|存疑|较早|较旧|过时|已被取代",
    re.IGNORECASE,
)
# What the sentence before must say for this one to need no more.
_DISPUTED = re.compile(
    r"\b(?:disput\w*|conflict\w*|contradict\w*|disagree\w*|not settled|unsettled)\b|争议|分歧|矛盾",
    re.IGNORECASE,
)
# What sets a figure against the one before it, or tells that it is of another time.
_CONTRAST = re.compile(
    r"\b(?:but|by contrast|in contrast|however|whereas|while|although|though|yet|instead|rather|against|versus|other|another|"
    r"earlier|previous(?:ly)?|originally?|initial(?:ly)?|at first|at the time|then|formerly|once|plan(?:s|ned)?|promised)\b"
    r"|而|但|则|然而|不过|相比|另一|此前|先前|原|最初|当时|曾|计划|承诺",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_END = re.compile(r"(?<![.!?。！？])(?P<stop>[.!?。！？]*)(?P<closer>[\"”’»]?)$")
_MARKED_BEHIND = re.compile(rf"(?: ?{MARK.pattern})*")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A value that does not hold, or not for sure: who says it, and what a passage says otherwise.

    Attributes:
        value: As written.
        claims: The findings that give it.
        until: The last year for which it may have held, empty where it is not the older of two.
        other: The value that holds, or the other one; empty where that is disputed itself.
        others: All that are said instead.
        passage_id: Says the other value.
        resolution: As in the ledger.
    """

    value: str
    claims: tuple[str, ...]
    until: str
    other: str
    others: tuple[str, ...]
    passage_id: str
    resolution: str


def with_caveats(text: str, state: ResearchState) -> str:
    """Return a written text in which a sentence that repeats what the ledger doubts says so, and what stands against it.

    Nothing is added to a sentence that dates an older figure itself or sets it against the other value, nor where the
    paragraph has just said that there is a dispute.
    """
    doubts, language = list(_doubts(state)), state["brief"]["language"]
    if not doubts:
        return text
    return "\n".join(_line(line, doubts, language) for line in text.split("\n"))


def asides(state: ResearchState) -> frozenset[str]:
    """Return the sentences with other values that code may have put in, without their citations: no writer's words."""
    language = state["brief"]["language"]
    return frozenset(
        other_value(language, one.resolution, one.other).strip() for one in _doubts(state) if one.other
    )


def _doubts(state: ResearchState) -> Iterator[Doubt]:
    """Both sides of what is open, and the losing sides of what is settled, where they differ in figures.

    In a series each value holds for its own time; a dispute in words stands under its heading alone.
    """
    disputes = [one for one in state["ledger"]["disagreements"] if not one.get("series")]
    unsure = {side["value"] for one in disputes if one["resolution"] == "open" for side in one["sides"]}
    for dispute in disputes:
        first, *others = dispute["sides"]
        is_open = dispute["resolution"] == "open"
        offered = is_open or first["value"] not in unsure
        if not all(_is_figure(side, state) for side in dispute["sides"]):
            continue
        for side in others:
            yield _doubt(dispute, side, [first], state, offered=offered)
        if is_open:
            yield _doubt(dispute, first, others, state, offered=True)


def _doubt(
    dispute: Disagreement, side: Side, others: Sequence[Side], state: ResearchState, *, offered: bool
) -> Doubt:
    findings = state["findings"]
    older = (
        [_published(i, state)[:4] for i in side["finding_ids"]] if dispute["resolution"] == "newer" else []
    )
    return Doubt(
        value=side["value"],
        claims=tuple(findings[i]["claim"] for i in side["finding_ids"]),
        until=max(older, default=""),
        other=others[0]["value"] if offered else "",
        others=tuple(other["value"] for other in others),
        passage_id=findings[others[0]["finding_ids"][0]]["passage_ids"][0],
        resolution=dispute["resolution"],
    )


def _published(finding_id: str, state: ResearchState) -> str:
    source_id = state["findings"][finding_id]["passage_ids"][0].partition(".")[0]
    return state["sources"][source_id].get("published") or ""


def _line(paragraph: str, doubts: Sequence[Doubt], language: str) -> str:
    if paragraph.lstrip().startswith("|"):
        return _row(paragraph, doubts, language)
    spans = split_sentences(paragraph)
    sentences = [paragraph[span.start : span.end] for span in spans]
    for n in reversed(range(len(spans))):
        before = paragraph[: spans[n].start]
        repeated = (one for one in doubts if _repeats(sentences[n], one))
        doubt = next((one for one in repeated if not _is_told(sentences[n], one, before)), None)
        if doubt is not None:
            is_given = any(gives(paragraph, other) for other in doubt.others)
            told = _doubted(sentences[n], replace(doubt, other="") if is_given else doubt, language)
            paragraph = before + told + paragraph[spans[n].end :]
    return paragraph


def _row(row: str, doubts: Sequence[Doubt], language: str) -> str:
    """The row of a table with the doubt behind the figure in its cell, where that stands in one cell alone."""
    for doubt in doubts:
        figures = list(written(doubt.value).finditer(row))
        if len(figures) == 1 and _repeats(row, doubt) and not _is_told(row, doubt, ""):
            end = figures[0].end()
            return f"{row[:end]}{caveat_label(language, doubt.resolution)}{row[end:]}"
    return row


def _is_told(sentence: str, doubt: Doubt, before: str) -> bool:
    """Return whether a reader who comes to the sentence knows that its figure is an older or a disputed one, or sees it there."""
    if _DOUBT.search(sentence) or any(gives(sentence, other) for other in doubt.others):
        return True
    if _CONTRAST.search(sentence) and any(gives(before, other) for other in doubt.others):
        return True
    if not doubt.until:
        return any(_announces(before[span.start : span.end], doubt) for span in split_sentences(before)[-1:])
    years = [point.iso[:4] for point in dates(written(doubt.value).sub("", without_marks(sentence)))]
    return any(year <= doubt.until for year in years if year.isdigit())


def _announces(sentence: str, doubt: Doubt) -> bool:
    """Return whether a sentence says that what follows is disputed, not what came before it, with the figure."""
    about = frozenset[str]().union(*(content_terms(claim) for claim in doubt.claims))
    return (
        bool(_DISPUTED.search(sentence)) and not numbers(sentence) and bool(content_terms(sentence) & about)
    )


def _doubted(sentence: str, doubt: Doubt, language: str) -> str:
    """The sentence with the doubt in brackets: behind the figure where there are others, else at its end.

    There the other value follows, in a sentence of its own, so that each citation belongs to its figure; in brackets,
    so that what comes next keeps its subject.
    """
    told = caveat_label(language, doubt.resolution)
    is_quoted = any(mark in sentence for mark in '"“”«»「『')
    has_more = any(not _YEAR.fullmatch(number) for number in numbers(sentence) - numbers(doubt.value))
    figures = list(written(doubt.value).finditer(sentence))
    if has_more and not is_quoted and len(figures) == 1:
        marked = _MARKED_BEHIND.match(sentence, figures[0].end())
        end = marked.end() if marked else figures[0].end()
        return f"{sentence[:end]}{told}{sentence[end:]}"
    tail = _END.search(sentence)
    closer, stop = (tail["closer"], tail["stop"]) if tail else ("", "")
    said = f"{sentence[: len(sentence) - len(closer + stop)]}{closer}"  # never inside a quotation
    if not doubt.other:
        return f"{said}{told}{stop}"
    ended = f"{said}{told}{stop}" if stop else label(language, "line", told=f"{said}{told}")
    return ended + other_value(language, doubt.resolution, doubt.other, f" [{doubt.passage_id}]")


def _repeats(sentence: str, doubt: Doubt) -> bool:
    """Return whether a sentence says of one thing what a doubted claim says of it, with the very figure."""
    plain = without_marks(sentence)
    return gives(plain, doubt.value) and any(restates(plain, claim, has_value=True) for claim in doubt.claims)


def _is_figure(side: Side, state: ResearchState) -> bool:
    """Return whether the value of a side is a figure: neither a date, nor all that its statement says."""
    value = side["value"]
    bare = value
    for point in dates(value):
        bare = bare[: point.start] + " " * (point.end - point.start) + bare[point.end :]
    said = (state["findings"][one][part] for one in side["finding_ids"] for part in ("claim", "quote"))
    return bool(numbers(bare)) and not value.endswith("…") and folded(value) not in map(folded, said)
