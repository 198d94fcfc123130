from stepresearch.nodes.fallbacks.section import quotation
from stepresearch.nodes.state.schema import Finding, Source


def test_a_quotation_from_a_superseded_paper_says_so() -> None:
    old = Source(
        source_id="S1",
        url="file:///a/rates-1.md",
        title="Rates 2021",
        status="read",
        superseded_by="Rates 2024",
    )
    new = Source(source_id="S2", url="file:///a/rates-2.md", title="Rates 2024", status="read")
    finding = Finding(
        finding_id="F1", task_id="T1", claim="A berth costs 9 euros.", passage_ids=["S1.1"],
        quote="A berth costs 9 euros.", verbatim=True, score=0.5, round=1,
    )  # fmt: skip
    old["standing"] = "superseded"

    assert "superseded by “Rates 2024”" in quotation(
        finding, None, {"F1": finding}, {"S1": old, "S2": new}, "en"
    )
