"""A tripwire: quotations, figures, dates and names of a sentence that its passages do not hold. What it stops need not be false."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from stepresearch.text.claims.negation import denied_sentence
from stepresearch.text.grounding.dates import absent_date
from stepresearch.text.grounding.figures import absent_figure
from stepresearch.text.grounding.names import absent_name
from stepresearch.text.grounding.quotations import comparable, holds, quotations, without_escapes
from stepresearch.text.language.whitespace import folded

_MARKS_AROUND = ' .。!?！？“”"'


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check came to, the supporting words of a passage, and why."""

    verdict: Literal["supported", "partly", "contradicted", "not_found"]
    quote: str
    reason: str


def draft_check(
    sentence: str,
    passages: Sequence[str],
    headers: Sequence[str] = (),
    naming: Sequence[str] = (),
    beside: Sequence[str] = (),
) -> Verdict:
    """Return the verdict on a sentence, which may hold Markdown escapes, against the passages that it cites.

    Args:
        sentence: As written in the report.
        passages: Texts of the passages.
        headers: Titles, headings and dates of their sources, where a sentence may take its dates from: minutes that
            say "on 19 June" tell the year in their head.
        naming: What else may hold the sentence's names: sites, addresses, the question.
        beside: Other passages of their sources, from which it may take a date, never a figure.
    """
    plain = without_escapes(sentence)
    if not passages:
        return Verdict("not_found", "", "it cites no passage that was read")
    cited = [comparable(passage) for passage in passages]
    if any(holds(passage, plain) for passage in cited):
        return Verdict("supported", folded(plain).strip(_MARKS_AROUND), "quoted word for word")
    quoted = quotations(plain)
    for _, _, words in quoted:
        if not any(holds(passage, words) for passage in cited):
            return Verdict("not_found", "", f"the passage does not hold the words “{folded(words)[:80]}”")
    absent = _absent(
        _without(plain, quoted), [folded(passage) for passage in passages], headers, naming, beside
    )
    if absent:
        return Verdict("not_found", "", f"the passage does not hold {absent!r}")
    if denial := next(filter(None, (denied_sentence(sentence, passage) for passage in passages)), ""):
        # Words of denial alone do not prove a contradiction: whether it is one, the model says.
        return Verdict("not_found", denial, "the passage denies something in nearly the same words")
    return Verdict(
        "supported",
        folded(quoted[0][2]) if quoted else "",
        "quoted word for word" if quoted else "its figures and names stand in the passage",
    )


def _without(sentence: str, quoted: Sequence[tuple[int, int, str]]) -> str:
    for start, end, _ in reversed(quoted):
        sentence = f"{sentence[:start]} … {sentence[end:]}"
    return sentence


def _absent(
    sentence: str,
    cited: Sequence[str],
    headers: Sequence[str],
    naming: Sequence[str],
    beside: Sequence[str],
) -> str | None:
    return (
        absent_figure(sentence, cited, headers)
        or absent_date(sentence, cited, headers, beside)
        or absent_name(sentence, [*cited, *headers, *naming])
    )
