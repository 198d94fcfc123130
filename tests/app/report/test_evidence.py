"""What stands behind a citation."""

import pytest
from doubles.finished import written

from stepresearch.app.report.evidence import cut
from stepresearch.app.report.view import view_of
from stepresearch.graph.result import ResearchResult
from stepresearch.nodes.state.schema import SentenceVerdict


def test_every_passage_shown_is_the_passage_that_was_stored(result: ResearchResult) -> None:
    stored = {passage["text"] for passage in result.state["passages"].values()}
    evidence = view_of(result).evidence
    assert evidence
    for one in evidence:
        for quoted in one.passages:
            assert quoted.before + quoted.marked + quoted.after in stored
            assert quoted.marked


def test_a_quotation_is_found_however_it_is_spaced() -> None:
    assert cut("It\ncost 41  million. It opened.", ["cost 41 million."]) == (
        "It\n",
        "cost 41  million.",
        " It opened.",
    )


def test_a_quotation_that_is_not_there_marks_nothing() -> None:
    assert cut("It cost 41 million.", ["", "It opened."]) == ("It cost 41 million.", "", "")


@pytest.mark.parametrize("verdict", ["supported", "partly", "contradicted", "not_found"])
def test_a_citation_carries_the_verdict_of_its_sentence(
    result: ResearchResult, verdict: SentenceVerdict
) -> None:
    (one,) = view_of(written(result, "The bridge is long [S1.1].", verdict)).evidence
    assert (one.verdict, one.reason) == (verdict, "for a reason")


def test_a_sentence_mended_after_its_check_is_checked_again_by_code(result: ResearchResult) -> None:
    changed = written(result, "The bridge is long [S1.1].")
    section = next(iter(changed.state["sections"].values()))
    section["text"] = "The bridge cost 977 million euros [S1.1]."
    (one,) = view_of(changed).evidence
    assert one.verdict == "not_found"


def test_an_id_that_was_never_read_is_no_citation(result: ResearchResult) -> None:
    assert view_of(written(result, "The bridge is long [S77.1].")).evidence == ()


def test_a_sentence_on_a_contested_claim_says_so(result: ResearchResult) -> None:
    view = view_of(result)
    disputed = [one for one in view.evidence if one.disputed]
    assert disputed
    assert view.counts.contested == len({(one.section_id, one.sentence) for one in disputed})
    assert all("million" in one.passages[0].marked for one in disputed)
