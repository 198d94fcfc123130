from stepresearch.nodes.ledger.support import stating
from stepresearch.nodes.state.schema import Finding, PassageRecord


def test_of_the_sources_cited_only_those_that_state_the_figures_support_a_finding() -> None:
    texts = {"S1.1": "7 people died.", "S2.1": "8 people died.", "S3.1": "The fire killed 7 people in May."}
    passages = {
        key: PassageRecord(passage_id=key, source_id=key[:2], start=0, end=len(text), heading="", text=text)
        for key, text in texts.items()
    }
    finding = Finding(
        finding_id="F1",
        task_id="T1",
        claim="The fire killed 7 people.",
        passage_ids=list(texts),
        quote=texts["S1.1"],
        verbatim=False,
        score=1.0,
        round=1,
    )
    assert stating({"F1": finding}, passages) == {"F1": ["S1", "S3"]}
