from stepresearch.nodes.ledger.credited_sources import credited_groups
from stepresearch.nodes.ledger.ledger import Agreement, draft_ledger
from stepresearch.nodes.state.schema import Finding, Source

SOURCES = {
    "S1": Source(source_id="S1", title="Quiet Crossing: strategy for a ferry", published="2022-02-09"),
    "S2": Source(source_id="S2", title="Minutes of the meeting of 14 November 2023", published="2023-11-14"),
    "S3": Source(source_id="S3", title="A strategy for the harbour", published="2022-11-01"),
}
SAID = "The programme is estimated at €34.5 million."
REPORTED = "The 2022 strategy had put the programme at €34.5 million."
VALUES = frozenset({"€34.5 million"})


def finding(number: int, quote: str) -> Finding:
    return Finding(
        finding_id=f"F{number}", task_id="T1", claim=quote, passage_ids=[f"S{number}.1"],
        quote=quote, verbatim=True, score=1.0, round=1,
    )  # fmt: skip


FINDINGS = {"F1": finding(1, SAID), "F2": finding(2, REPORTED)}
BOTH_WAYS = [Agreement("F1", "F2", VALUES, mainly=True), Agreement("F2", "F1", VALUES, mainly=True)]


def test_what_a_source_repeats_from_another_that_was_read_is_no_second_source() -> None:
    groups = {"G1": ["S1"], "G2": ["S2"]}
    before = draft_ledger(FINDINGS, BOTH_WAYS, [], groups)
    assert {claim["verdict"] for claim in before["claims"]} == {"corroborated"}

    credited = credited_groups(FINDINGS, SOURCES, groups)
    ledger = draft_ledger(FINDINGS, BOTH_WAYS, [], groups, credited)
    assert credited == {"F2": "G1"}
    assert [(claim["verdict"], claim["groups"]) for claim in ledger["claims"]] == [
        ("single_source", ["G1"])
    ] * len(ledger["claims"])


def test_where_papers_of_several_owners_may_be_meant_or_none_was_read_nothing_is_credited() -> None:
    assert credited_groups(FINDINGS, SOURCES, {"G1": ["S1"], "G2": ["S2"], "G3": ["S3"]}) == {}
    assert credited_groups(FINDINGS, SOURCES, {"G2": ["S2"]}) == {}
