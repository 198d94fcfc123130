"""The floor of check: quotations, figures, dates and names must stand in a cited passage, and none may deny the sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from stepresearch.text.claims.negation import denied_sentence
from stepresearch.text.grounding.dates import absent_date
from stepresearch.text.grounding.figures import absent_figure
from stepresearch.text.grounding.names import absent_name
from stepresearch.text.language.whitespace import folded

_QUOTED = re.compile(r"[“\"]([^“”\"]{12,})[”\"]")
_ESCAPE = re.compile(r"\\([^\w\s])")
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
    plain = _ESCAPE.sub(r"\1", sentence)
    cited = [folded(passage) for passage in passages]
    if not cited:
        return Verdict("not_found", "", "it cites no passage that was read")
    whole = folded(plain).strip(_MARKS_AROUND)
    if any(_stands_in(passage, whole) for passage in cited):
        return Verdict("supported", whole, "quoted word for word")
    quoted = [folded(words) for words in _QUOTED.findall(plain)]
    absent = [words for words in quoted if not any(words in passage for passage in cited)]
    if absent:
        return Verdict("not_found", "", f"the passage does not hold the words “{absent[0][:80]}”")
    judged = _own_words(_QUOTED.sub(" … ", plain), passages, headers, naming, beside)
    if quoted and judged.verdict == "supported":
        return Verdict("supported", quoted[0], "quoted word for word")
    return judged


def _stands_in(passage: str, words: str) -> bool:
    """Return whether the passage has the words as they are, not `cost 41` of `cost 412` or of `cost 41.5`."""
    return words in passage and re.search(rf"(?<!\w){re.escape(words)}(?!\w|[.,]\d)", passage) is not None


def _own_words(
    sentence: str,
    passages: Sequence[str],
    headers: Sequence[str],
    naming: Sequence[str],
    beside: Sequence[str],
) -> Verdict:
    cited = [folded(passage) for passage in passages]
    absent = absent_figure(sentence, cited) or absent_date(sentence, cited, headers, beside)
    absent = absent or absent_name(sentence, [*cited, *headers, *naming])
    if absent:
        return Verdict("not_found", "", f"the passage does not hold {absent!r}")
    for passage in passages:
        if denial := denied_sentence(sentence, passage):
            return Verdict("contradicted", denial, "the passage says the contrary")
    return Verdict("supported", "", "its figures and names stand in the passage")
