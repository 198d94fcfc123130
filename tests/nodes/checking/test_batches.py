from typing import cast

from doubles.records import finding

from stepresearch.nodes.checking.batches import batches
from stepresearch.nodes.checking.sentences import judged_by_code
from stepresearch.nodes.state.schema import (
    Brief,
    Disagreement,
    Ledger,
    PassageRecord,
    ResearchState,
    Section,
    SectionPlan,
    Side,
    Source,
)


def passage(passage_id: str, text: str) -> PassageRecord:
    source_id = passage_id.partition(".")[0]
    return PassageRecord(
        passage_id=passage_id, source_id=source_id, start=0, end=len(text), heading="", text=text
    )


STATE = {
    "question": "What did the ferry cost?",
    "started_s": 0.0,
    "dossier_key": "",
    "shown": ["S1.2"],
    "brief": Brief(objective="", language="en", scope="", implied=[], answers=[]),
    "ledger": Ledger(groups={}, copies={}, claims=[], disagreements=[]),
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
    assert batch["shown"] == ["S1.2"]
    assert (
        judged_by_code(sentence, batch["passages"], batch["sources"], batch["question"]).verdict
        == "supported"
    )


GRID = "The €4.7 million still to come are for the grid"
DISPUTED = {
    "findings": {
        "F1": finding("F1", "€47.9 million are for the grid.", "S1.1"),
        "F2": finding("F2", f"{GRID}.", "S1.2"),
    },
    "ledger": Ledger(
        groups={},
        copies={},
        claims=[],
        disagreements=[
            Disagreement(
                dispute_id="D1",
                measure="grid",
                sides=[
                    Side(value="€47.9 million", finding_ids=["F1"], groups=["G1"]),
                    Side(value="€4.7 million", finding_ids=["F2"], groups=["G2"]),
                ],
                resolution="open",
            )
        ],
    ),
}


def by_model(text: str) -> dict[str, bool]:
    """Which sentences of a section go to the model."""
    section = Section(section_id="X1", title="Cost", text=text, by="model")
    found = batches(cast(ResearchState, STATE | DISPUTED | {"sections": {"X1": section}}))
    return {one["text"]: batch["by_model"] for batch in found for one in batch["sentences"]}


def test_a_quoted_sentence_needs_no_reader_for_the_doubt_that_code_put_in_nor_does_the_other_value() -> None:
    text = f"{GRID} [S1.2] (disputed). (Another source gives €47.9 million [S1.1].)"
    assert by_model(text) == {
        f"{GRID} (disputed).": False,
        "(Another source gives €47.9 million.)": False,
    }


def test_an_aside_that_no_dispute_gave_is_the_writers_and_is_read() -> None:
    assert by_model("(Another source gives the mayor 3 million [S1.1].)") == {
        "(Another source gives the mayor 3 million.)": True
    }
