from stepresearch.nodes.doubts import with_doubts
from stepresearch.nodes.state import Brief, Disagreement, Finding, Ledger, ResearchState, Side

FIRST = "The bridge cost 48 million euros in 2019."
SECOND = "The bridge cost 41 million euros in 2019."


def finding(finding_id: str, claim: str, passage_id: str) -> Finding:
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


def disputed(language: str = "en") -> ResearchState:
    sides = [
        Side(value="48 million euros", finding_ids=["F1"], groups=["G1"]),
        Side(value="41 million euros", finding_ids=["F2"], groups=["G2"]),
    ]
    dispute = Disagreement(dispute_id="D1", measure="bridge cost", sides=sides, resolution="open")
    return ResearchState(
        brief=Brief(objective="", language=language, scope="", implied=[], answers=[]),
        findings={"F1": finding("F1", FIRST, "S1.1"), "F2": finding("F2", SECOND, "S2.1")},
        ledger=Ledger(groups={}, copies={}, claims=[], disagreements=[dispute]),
    )


def test_a_sentence_that_repeats_a_disputed_figure_says_so_and_names_the_other() -> None:
    told = with_doubts("The bridge cost 41 million euros in 2019 [S2.1].", disputed())
    assert told.startswith("The bridge cost 41 million euros in 2019 [S2.1] (disputed).")
    assert "48 million euros" in told
    assert "[S1.1]" in told


def test_a_sentence_that_says_itself_that_it_is_disputed_is_left_alone() -> None:
    text = "Sources disagree: it cost 41 million or 48 million euros in 2019 [S1.1]."
    assert with_doubts(text, disputed()) == text


def test_a_sentence_on_something_else_is_left_alone() -> None:
    text = "The bridge has 41 lamps [S1.1]. It opened in 2019 [S1.1]."
    assert with_doubts(text, disputed()) == text


def test_the_word_of_doubt_stands_outside_a_quotation() -> None:
    told = with_doubts("“The bridge cost 41 million euros in 2019.” [S2.1]", disputed())
    quoted = told[told.index("“") + 1 : told.index("”")]
    assert quoted in SECOND
    assert "(disputed)" in told
