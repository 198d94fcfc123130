"""Findings from what was noted: ids, passages resolved, the words of the page that say it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from stepresearch.nodes.state.schema import Claim, Finding, PassageRecord
from stepresearch.text.claims.sentence_match import closest
from stepresearch.text.language.sentences import split_sentences


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


def best_findings(claims: Sequence[Claim], findings: Mapping[str, Finding], task_ids: set[str]) -> list[str]:
    """Return the best finding of each claim of the tasks that is not outdated, best first."""
    chosen = [
        findings[claim["finding_ids"][0]]
        for claim in claims
        if claim["task_id"] in task_ids and claim["verdict"] != "outdated"
    ]
    chosen.sort(key=lambda finding: (-finding["score"], int(finding["finding_id"][1:])))
    return [finding["finding_id"] for finding in chosen]
