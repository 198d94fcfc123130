"""What code adds to the report so that it can be checked."""

import re
from typing import Any

import pytest
from doubles.finished import finished, written

from stepresearch.graph.result import ResearchResult
from stepresearch.nodes.locale.labels import MAX_TOLD, counted_with
from stepresearch.nodes.rendering.key_claims import key_claims
from stepresearch.nodes.rendering.markdown import render
from stepresearch.nodes.rendering.verdicts import place_of
from stepresearch.nodes.rendering.verification import RenderedEvidence
from stepresearch.nodes.state.schema import ChecklistItem


@pytest.fixture(scope="module")
def result() -> ResearchResult:
    return finished()


def told(result: ResearchResult) -> str:
    return render(result.state)["markdown"]


def first_passage(result: ResearchResult) -> Any:
    return next(iter(result.state["passages"].values()))


def test_the_first_line_counts_the_checked_sentences_and_the_sources(result: ResearchResult) -> None:
    passage = first_passage(result)
    state = written(result, f"It was built. [{passage['passage_id']}]", "contradicted").state
    assert RenderedEvidence(state).verification([passage["source_id"]]) == (
        "Cited sentences: 1, supported: 0; not supported, marked ⚠: 1; on disputed claims: 1; "
        "sources cited: 1, independent groups: 1; pages read: 3."
    )


def test_sources_of_one_group_count_once(result: ResearchResult) -> None:
    state = written(result, "Nothing is cited.").state
    state["ledger"]["groups"] = {"G1": list(state["sources"])}
    assert "sources cited: 3, independent groups: 1;" in RenderedEvidence(state).verification(
        list(state["sources"])
    )


def test_a_sentence_whose_quotation_is_disputed_is_counted_as_resting_on_a_dispute(
    result: ResearchResult,
) -> None:
    contested = next(one for one in result.state["ledger"]["claims"] if one["verdict"] == "contested")
    finding = result.state["findings"][contested["finding_ids"][0]]
    state = written(result, f"The bridge was dear. [{finding['passage_ids'][0]}]").state
    state["checks"]["X1.1"].update(quote=finding["quote"], passage_ids=finding["passage_ids"])
    assert "on disputed claims: 1" in RenderedEvidence(state).verification([])


def test_key_claims_stand_in_a_table_with_verdict_and_independent_support(result: ResearchResult) -> None:
    table = told(result).partition("## Key claims")[2].partition("##")[0]
    rows = [line for line in table.splitlines() if line.startswith("| The")]
    verdicts = [row.split(" | ")[1:3] for row in rows]
    assert verdicts[0] == ["Disputed", "1"]
    assert {verdict for verdict, _ in verdicts[1:]} == {"Single source"}
    assert all(re.search(r"\[\[\d\]\]\(https://", row) for row in rows)


def test_a_sentence_in_the_model_s_words_has_its_quotation_under_the_source_with_its_place(
    result: ResearchResult,
) -> None:
    passage = first_passage(result)
    report = told(written(result, f"Its price was high. [{passage['passage_id']}]"))
    quote = re.search(
        r"^   - (?:\(disputed\) )?“(.+)” \(S1\.1, characters ([\d,]+) to ([\d,]+)", report, re.MULTILINE
    )
    assert quote
    start, end = (int(quote[place].replace(",", "")) - passage["start"] for place in (2, 3))
    assert passage["text"][start:end] == quote[1]


def test_a_sentence_that_is_a_quotation_is_not_quoted_again(result: ResearchResult) -> None:
    assert "   - “" not in told(result)


def test_a_quotation_with_escapes_is_not_quoted_again(result: ResearchResult) -> None:
    passage_id = first_passage(result)["passage_id"]
    state = written(result, f"“It has 8 \\* 2 lanes.” [{passage_id}]").state
    state["checks"]["X1.1"]["quote"] = state["passages"][passage_id]["text"] = "It has 8 * 2 lanes."
    assert RenderedEvidence(state).quotations("S1") == []


def test_words_are_found_in_their_passage_however_they_are_spaced(result: ResearchResult) -> None:
    passage = first_passage(result)
    words = passage["text"][20:60]
    place = place_of("  ".join(words.split()), ["S9.9", passage["passage_id"]], result.state)
    assert place
    assert (place.start - passage["start"], place.words) == (
        passage["text"].find(words.strip()),
        words.strip(),
    )


def test_words_that_stand_nowhere_have_no_place(result: ResearchResult) -> None:
    assert place_of("never written", list(result.state["passages"]), result.state) is None


def undisputed(result: ResearchResult, text: str) -> Any:
    """The state of a run with this text, and a ledger in which nothing is disputed."""
    state = written(result, text).state
    state["ledger"]["disagreements"] = []
    for claim in state["ledger"]["claims"]:
        claim.update(verdict="single_source", supported_by=[])
    return state


def test_the_first_line_counts_the_sources_of_the_text_and_of_disputes_and_not_of_the_table(
    result: ResearchResult,
) -> None:
    state = undisputed(result, "The bridge is long. [S1.1]")
    first = key_claims(state)[0][0]
    first["supported_by"] = [
        key for key, one in state["findings"].items() if not one["passage_ids"][0].startswith("S1.")
    ]
    report = render(state)
    assert len(report["citations"]) > 1
    assert "sources cited: 1, independent groups: 1;" in report["markdown"]
    disputed = written(result, "Nothing is cited.").state
    assert "sources cited: 2, independent groups: 2;" in told(ResearchResult(result.run_id, disputed))


def test_a_quotation_that_is_disputed_says_so_first(result: ResearchResult) -> None:
    contested = next(one for one in result.state["ledger"]["claims"] if one["verdict"] == "contested")
    finding = result.state["findings"][contested["finding_ids"][0]]
    state = written(result, f"The bridge was dear. [{finding['passage_ids'][0]}]").state
    state["checks"]["X1.1"].update(quote=finding["quote"], passage_ids=finding["passage_ids"])
    lines = RenderedEvidence(state).quotations(finding["passage_ids"][0].partition(".")[0])
    assert [line.startswith("   - (disputed) “The Brenna bridge cost") for line in lines] == [True]


@pytest.mark.parametrize(
    ("kind", "told"),
    [("asked", "May not be met in full: the price"), ("must_not", "May still be there: the price")],
)
def test_points_of_the_checklist_that_stay_open_are_listed_as_not_found(
    result: ResearchResult, kind: Any, told: str
) -> None:
    state = written(result, "Nothing is cited.").state
    state["still_open"] = [ChecklistItem(item_id="K1", text="the price", kind=kind)]
    assert f"- {told}" in render(state)["markdown"].partition("## What was not found")[2].partition("##")[0]


def test_a_source_counted_as_one_with_another_says_so(result: ResearchResult) -> None:
    state = written(result, "It cost much. [S1.1]").state
    state["ledger"]["groups"], state["ledger"]["copies"] = {"G1": ["S1", "S2"]}, {}
    title = state["sources"]["S2"]["title"]
    assert f"counted as one with “{title}”" in render(state)["markdown"]


def test_a_newer_figure_that_is_itself_disputed_says_so(result: ResearchResult) -> None:
    state = written(result, "It cost much. [S1.1]").state
    (dispute,) = state["ledger"]["disagreements"]
    newer: Any = {**dispute, "dispute_id": "D2", "resolution": "newer"}
    state["ledger"]["disagreements"] = [dispute, newer]
    disputed, _, changed = render(state)["markdown"].partition("## What changed over time")
    value = dispute["sides"][0]["value"]
    assert f"- **{value}** (disputed) — “" in disputed
    assert f": **{value}** (disputed) [[" in changed


def test_what_a_newer_figure_replaced_is_no_disagreement_and_stands_below_it(
    result: ResearchResult,
) -> None:
    state = written(result, "It cost much. [S1.1]").state
    state["ledger"]["disagreements"][0].update(resolution="newer", measure="bridge cost")
    told = render(state)["markdown"]
    assert "## Where sources disagree" not in told
    now, earlier = told.partition("## What changed over time\n\n")[2].partition("\n\n")[0].splitlines()
    assert now.startswith("- Bridge cost: **41 million euros** [[")
    assert earlier.startswith("  - earlier: 48 million euros [[")


def test_of_several_older_values_the_latest_comes_first(result: ResearchResult) -> None:
    state = written(result, "It cost much. [S1.1]").state
    (dispute,) = state["ledger"]["disagreements"]
    dispute["resolution"] = "newer"
    first, second = dispute["sides"]
    older: Any = {**second, "value": "31 million euros", "finding_ids": ["F0"]}
    state["findings"]["F0"] = {**state["findings"][first["finding_ids"][0]], "passage_ids": ["S0.1"]}
    state["sources"]["S0"] = {**state["sources"]["S1"], "published": "1999-01-01"}
    dispute["sides"] = [first, older, second]
    earlier = [one for one in render(state)["markdown"].splitlines() if "- earlier: " in one]
    assert ["48" in one for one in earlier] == [True, False]


def test_a_sentence_with_several_passages_has_a_quotation_in_each(result: ResearchResult) -> None:
    first, second = list(result.state["passages"].values())[:2]
    ids = [first["passage_id"], second["passage_id"]]
    text = f"The price of the Brenna bridge was high. [{', '.join(ids)}]"
    state = written(result, text).state
    state["checks"]["X1.1"]["passage_ids"] = ids
    evidence = RenderedEvidence(state)
    assert all(evidence.quotations(one["source_id"]) for one in (first, second))


def test_of_many_that_a_source_is_counted_with_one_is_named() -> None:
    assert counted_with("en", ["A", "B", "C"]) == "counted as one with “A” and 2 more"


@pytest.mark.parametrize("resolution", ["open", "newer"])
def test_of_very_many_disputes_some_are_told_and_the_rest_counted(
    result: ResearchResult, resolution: str
) -> None:
    state = written(result, "It cost much. [S1.1]").state
    (dispute,) = state["ledger"]["disagreements"]
    dispute.update({"resolution": resolution, "measure": "bridge cost"})
    state["ledger"]["disagreements"] = [dispute] * 1070
    report = render(state)["markdown"]
    assert report.count("Bridge cost") == MAX_TOLD
    assert "1040 more of this kind are in the ledger." in report


def test_an_older_plan_is_told_as_one(result: ResearchResult) -> None:
    state = written(result, "It cost much. [S1.1]").state
    state["ledger"]["disagreements"][0].update(resolution="newer", planned=True)
    changed = render(state)["markdown"].partition("## What changed over time")[2]
    assert "  - planned: " in changed


def test_sources_of_which_nobody_can_tell_whose_they_are_are_told_apart_from_those_that_count(
    result: ResearchResult,
) -> None:
    state = written(result, "It cost much. [S1.1]").state
    group = next(name for name, ids in state["ledger"]["groups"].items() if "S1" in ids)
    state["ledger"]["unknown"] = [group]
    assert "groups whose independence is not known: 1" in render(state)["markdown"]


def test_a_report_whose_sources_have_one_owner_says_so_at_its_head(result: ResearchResult) -> None:
    state = written(result, "It cost much. [S1.1]").state
    state["ledger"]["groups"] = {"G1": list(state["sources"])}
    state["sources"]["S1"]["owner"] = "Norr Yard"
    head = render(state)["markdown"].partition("\n## ")[0]
    assert "All sources read have one owner (Norr Yard)" in head


def test_a_series_stands_under_what_changed_and_none_of_its_values_is_called_older(
    result: ResearchResult,
) -> None:
    state = written(result, "It cost much. [S1.1]").state
    state["ledger"]["disagreements"][0].update(resolution="newer", series=True, measure="bridge cost")
    told = render(state)["markdown"]
    assert "- Bridge cost: **41 million euros** [[" in told.partition("## What changed over time")[2]
    assert "older figure" not in told
