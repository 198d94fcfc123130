"""Records of a state, with what a test does not look at filled in."""

from stepresearch.nodes.state.schema import Finding


def finding(finding_id: str, claim: str, passage_id: str) -> Finding:
    """A claim in the words of its one passage."""
    return Finding(
        finding_id=finding_id,
        task_id="T1",
        claim=claim,
        passage_ids=[passage_id],
        quote=claim,
        verbatim=True,
        score=1.0,
        round=1,
    )
