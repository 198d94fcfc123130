"""Statements of sources, made up for tests."""

from stepresearch.nodes.ledger.pairs import Pair
from stepresearch.nodes.ledger.statements import Said
from stepresearch.nodes.state.schema import PassageRecord, Ruling, Source
from stepresearch.text.claims.proven import proof
from stepresearch.text.claims.statement import taken_apart


def said(number: int, text: str, published: str | None = None) -> Said:
    source_id = f"S{number}"
    passage = PassageRecord(
        passage_id=f"{source_id}.1", source_id=source_id, start=0, end=len(text), heading="", text=text
    )
    source = Source(
        source_id=source_id, url=f"https://{number}.example/", title=f"Paper {number}", published=published
    )
    return Said(f"{source_id}.1@0", passage, source, text, taken_apart(text, published=published), (), 1.0)


def pair(a: str, b: str) -> Pair:
    one, other = said(1, a), said(2, b)
    return Pair(one, other, proof=proof(one.statement, other.statement))


def ruling(relation: str, name: str = "", value_a: str = "", value_b: str = "") -> Ruling:
    return Ruling(relation=relation, name=name, values=[value_a, value_b])
