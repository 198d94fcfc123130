from typing import cast

from stepresearch.nodes.batches import batches
from stepresearch.nodes.check import judged_by_code
from stepresearch.nodes.state import PassageRecord, ResearchState, Section, SectionPlan, Source


def passage(passage_id: str, text: str) -> PassageRecord:
    source_id = passage_id.partition(".")[0]
    return PassageRecord(
        passage_id=passage_id, source_id=source_id, start=0, end=len(text), heading="", text=text
    )


STATE = {
    "question": "What did the ferry cost?",
    "started_s": 0.0,
    "dossier_key": "",
    "outline": [SectionPlan(section_id="X1", title="Cost", task_ids=[], finding_ids=[])],
    "sections": {
        "X1": Section(
            section_id="X1",
            title="Cost",
            text="After 31 March 2026 €4.7 million were still to come [S1.2].",
            by="model",
        )
    },
    "passages": {
        one["passage_id"]: one
        for one in (
            passage("S1.1", "By 31 March 2026 it had cost €47.9 million."),
            passage("S1.2", "The €4.7 million still to come are for the grid."),
            passage("S2.1", "On 1 April 2026 it rained."),
        )
    },
    "sources": {key: Source(source_id=key, url=f"file:///{key}", title="Report") for key in ("S1", "S2")},
}


def test_a_batch_holds_the_other_passages_of_what_is_cited_so_that_a_date_may_stand_there() -> None:
    (batch,) = batches(cast(ResearchState, STATE))
    (sentence,) = batch["sentences"]
    assert list(batch["passages"]) == ["S1.1", "S1.2"]
    assert (
        judged_by_code(sentence, batch["passages"], batch["sources"], batch["question"]).verdict
        == "supported"
    )


def test_a_quoted_sentence_needs_no_reader_for_the_doubt_that_code_put_in_nor_does_the_other_value() -> None:
    text = "The €4.7 million still to come are for the grid [S1.2] (disputed). (Another source gives €47.9 million [S1.1].)"
    section = Section(section_id="X1", title="Cost", text=text, by="model")
    (batch,) = batches(cast(ResearchState, STATE | {"sections": {"X1": section}}))
    assert [sentence["text"] for sentence in batch["sentences"]] == [
        "The €4.7 million still to come are for the grid (disputed).",
        "(Another source gives €47.9 million.)",
    ]
    assert not batch["by_model"]
    assert [
        judged_by_code(one, batch["passages"], batch["sources"], batch["question"]).verdict
        for one in batch["sentences"]
    ] == ["supported", "supported"]
