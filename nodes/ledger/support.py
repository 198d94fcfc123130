"""Which sources state what a finding says: citing a passage is not enough, it has to hold the figures."""

from collections.abc import Mapping

from stepresearch.nodes.state.schema import Finding, PassageRecord
from stepresearch.text.numbers.equality import quantities_agree, same_dimension
from stepresearch.text.numbers.quantities import quantities


def stating(findings: Mapping[str, Finding], passages: Mapping[str, PassageRecord]) -> dict[str, list[str]]:
    """Return by finding the sources of its passages that state each of its figures; the one it quotes comes first."""
    return {finding_id: _sources_of(finding, passages) for finding_id, finding in findings.items()}


def _sources_of(finding: Finding, passages: Mapping[str, PassageRecord]) -> list[str]:
    first, *others = finding["passage_ids"]
    claimed = quantities(finding["claim"]) if others else []
    found = [first.partition(".")[0]]
    for passage_id in others:
        given = quantities(passages[passage_id]["text"]) if passage_id in passages else []
        if all(
            any(same_dimension(one, two) and quantities_agree(one, two) for two in given) for one in claimed
        ):
            found.append(passage_id.partition(".")[0])
    return list(dict.fromkeys(found))
