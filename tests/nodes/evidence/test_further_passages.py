"""Passages that were read and not shown, for the writers of single sections."""

from stepresearch.nodes.evidence.further_passages import further_passages
from stepresearch.nodes.evidence.stored_passages import StoredPassages
from stepresearch.nodes.state.schema import PassageRecord, SectionPlan

TEXTS = {
    "S1.1": "The ferry cost 41 million euros.",
    "S1.2": "The ferry cost more than was planned for the ferry.",
    "S2.1": "The ferry cost 41 million euros, says a reprint.",
    "S3.1": "Snow fell on Oslo.",
}
COST = SectionPlan(section_id="X1", title="What the ferry cost", task_ids=["T1"], finding_ids=[])
PRICE = SectionPlan(section_id="X2", title="Cost of the ferry", task_ids=["T2"], finding_ids=[])


def found(
    *outline: SectionPlan, shown: tuple[str, ...] = (), copies: tuple[str, ...] = (), tokens: int = 100
) -> dict[str, list[str]]:
    records = [
        PassageRecord(passage_id=key, source_id=key[:2], start=0, end=len(text), heading="", text=text)
        for key, text in TEXTS.items()
    ]
    brought = further_passages(
        outline,
        StoredPassages(records, {}),
        shown,
        copies,
        allowance_tokens=tokens,
        estimate=lambda text: len(text) // 4,
    )
    return {key: [one["passage_id"] for one in own] for key, own in brought.items()}


def test_a_writer_is_brought_what_was_read_on_its_section_and_not_shown() -> None:
    assert found(COST, shown=("S1.1",)) == {"X1": ["S1.2", "S2.1"]}


def test_no_copy_is_brought() -> None:
    assert "S2.1" not in found(COST, copies=("S2",))["X1"]


def test_a_passage_is_brought_to_one_section_only() -> None:
    brought = found(COST, PRICE)
    assert brought["X2"] == []
    assert len(brought["X1"]) == 3


def test_no_more_is_brought_than_allowed() -> None:
    assert len(found(COST, tokens=12)["X1"]) == 1


def test_what_bears_on_nothing_is_not_brought() -> None:
    weather = SectionPlan(section_id="X3", title="Depots", task_ids=["T3"], finding_ids=[])
    assert found(weather) == {"X3": []}
