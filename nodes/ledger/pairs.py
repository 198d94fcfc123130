"""Which statements may agree or contradict each other, and what code can prove of them without a model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stepresearch.nodes.ledger.statements import Said
from stepresearch.nodes.state.depth import Depth
from stepresearch.text.claims.candidates import Candidate, candidates, grouped
from stepresearch.text.claims.proven import Proof, proof

MAX_STATEMENTS: dict[Depth, int] = {"quick": 48, "standard": 192, "deep": 384}
"""Put to the model in a round, by depth: leaves of 48, since each pays for the conversation once more."""

MAX_SAME_VALUE = 400
"""Agreements that code proves are free; so many are enough for any report."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements of different sources, their values as written where they give some, and what is proven of them."""

    a: Said
    b: Said
    values: tuple[str, str] | None = None
    proof: Proof = ""

    @property
    def key(self) -> str:
        """Its statements: what was decided on a pair holds in later rounds too."""
        return f"{self.a.key}/{self.b.key}"


@dataclass(frozen=True, slots=True)
class Pairs:
    """What may be related: pairs with something proven, and groups of statements that a model is to be asked about."""

    proven: list[Pair]
    groups: list[list[Said]]


def pairs_of(said: Sequence[Said], copies: Mapping[str, str], limit: int) -> Pairs:
    """Return the pairs of statements.

    Args:
        said: All statements.
        copies: Which source is a copy of which; what copies say alike is said once.
        limit: Of statements in groups.
    """
    sources = [one.source["source_id"] for one in said]
    pool = candidates(
        [one.statement for one in said], lambda a, b: sources[a] != sources[b], [one.worth for one in said]
    )
    proven: list[Pair] = []
    left: list[Candidate] = []
    for one in pool:
        a, b = said[one.a], said[one.b]
        proof_of = proof(a.statement, b.statement)
        if proof_of and len(proven) < MAX_SAME_VALUE:
            proven.append(Pair(a, b, one.values, proof_of))
        if proof_of != "equal" and not (one.kind != "clash" and _are_copies(a, b, copies)):
            left.append(one)
    left.sort(key=lambda one: -one.score)
    return Pairs(proven, [[said[place] for place in group] for group in grouped(left, limit)])


def _are_copies(a: Said, b: Said, copies: Mapping[str, str]) -> bool:
    """Return whether two statements are of copies: of these only a value that was copied wrongly is of interest."""
    own, other = (one.source["source_id"] for one in (a, b))
    return copies.get(own, own) == copies.get(other, other)
