"""Findings from what was noted: ids, passages resolved, the words of the page that say it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from stepresearch.nodes.state import Finding, PassageRecord
from stepresearch.text.closeness import closest
from stepresearch.text.sentences import split_sentences
from stepresearch.text.words import terms


@dataclass(frozen=True, slots=True)
class Noted:
    """A claim as noted, before it has an id."""

    task_id: str
    claim: str
    passage_ids: tuple[str, ...]
    score: float
    verbatim: bool


def with_ids(
    noted: Iterable[Noted],
    known: Mapping[str, Finding],
    passages: Mapping[str, PassageRecord],
    *,
    round_number: int,
) -> dict[str, Finding]:
    """Give ids to claims that are not known yet; their quotations are taken from the first passage each."""
    said = {finding["claim"] for finding in known.values()}
    found: dict[str, Finding] = {}
    for item in noted:
        if item.claim in said:
            continue
        said.add(item.claim)
        finding_id = f"F{len(known) + len(found) + 1}"
        text = passages[item.passage_ids[0]]["text"]
        found[finding_id] = Finding(
            finding_id=finding_id,
            task_id=item.task_id,
            claim=item.claim,
            passage_ids=list(item.passage_ids),
            quote=item.claim if item.verbatim else best_sentence(item.claim, text),
            verbatim=item.verbatim,
            score=item.score,
            round=round_number,
        )
    return found


def best_sentence(claim: str, text: str) -> str:
    """Return the sentence of a passage that says most of a claim: a substring of it, empty where none says any of it."""
    return closest(claim, [text[span.start : span.end] for span in split_sentences(text)]) or ""


def resolved(
    ids: Sequence[str], claim: str, passages: Mapping[str, PassageRecord]
) -> tuple[list[str], list[str]]:
    """Return the passages that cited ids mean, and the ids that mean none.

    `S3.2` is a passage, in brackets too. A mere `S3` means the passage of that source that has most of the claim's figures, and among
    those the one that shares most with it.
    """
    wanted = frozenset(terms(claim))
    figures = frozenset(term for term in wanted if term[0].isdecimal())

    def fit(passage_id: str) -> tuple[int, int]:
        own = frozenset(terms(passages[passage_id]["text"]))
        return len(figures & own), len(wanted & own)

    found: list[str] = []
    unknown: list[str] = []
    for one in (cited.strip("[]【】() ") for cited in ids):
        own = [one] if one in passages else [i for i in passages if i.partition(".")[0] == one]
        if own:
            found.append(max(own, key=fit) if len(own) > 1 else own[0])
        else:
            unknown.append(one)
    return list(dict.fromkeys(found)), unknown
