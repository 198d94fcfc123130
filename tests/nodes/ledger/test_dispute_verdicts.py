import pytest

from stepresearch.nodes.conversation.answer_schemas import VerdictDraft
from stepresearch.nodes.ledger.conflicts import Conflict, in_disputes
from stepresearch.nodes.ledger.dispute_verdicts import (
    Rulings,
    instruction_for,
    rulings_before,
    schema_for,
    settled,
    told,
    with_verdicts,
)
from stepresearch.nodes.ledger.ledger import draft_ledger
from stepresearch.nodes.state.schema import Disagreement, Finding, Ledger, ResearchState

GROUPS = {"G1": ["S1"], "G2": ["S2"]}
NOTHING = Rulings({}, {}, {})


def finding(number: int, claim: str) -> Finding:
    return Finding(
        finding_id=f"F{number}",
        task_id="T1",
        claim=claim,
        passage_ids=[f"S{number}.1"],
        quote=claim,
        verbatim=True,
        score=1.0 / number,
        round=1,
    )


FINDINGS = {
    "F1": finding(1, "The bridge cost 41 million euros in 2019."),
    "F2": finding(2, "The bridge cost 48 million euros in 2019."),
}
CONFLICTS = in_disputes([Conflict("F1", "F2", "bridge cost", ("41 million euros", "48 million euros"))])


def ledger_of(rulings: Rulings = NOTHING) -> Ledger:
    return draft_ledger(FINDINGS, [], settled(CONFLICTS, rulings), GROUPS)


DISPUTES: list[Disagreement] = ledger_of()["disagreements"]


def ruled(verdict: str, name: str = "") -> Rulings:
    given = VerdictDraft.model_validate({"dispute_id": "D1", "verdict": verdict, "name": name})
    return with_verdicts(NOTHING, DISPUTES, [given])


@pytest.mark.parametrize(
    ("verdict", "first", "second", "resolution"),
    [
        ("unsettled", "contested", "contested", "open"),
        ("first_newer", "resolved", "outdated", "newer"),
        ("second_newer", "outdated", "resolved", "newer"),
        ("first_primary", "resolved", "contested", "primary"),
        ("second_primary", "contested", "resolved", "primary"),
    ],
)
def test_a_verdict_says_which_side_holds(verdict: str, first: str, second: str, resolution: str) -> None:
    ledger = ledger_of(ruled(verdict))
    found = {i: claim["verdict"] for claim in ledger["claims"] for i in claim["finding_ids"]}
    assert (found["F1"], found["F2"]) == (first, second)
    assert ledger["disagreements"][0]["resolution"] == resolution


def test_what_is_about_different_things_is_no_dispute_any_more() -> None:
    assert settled(CONFLICTS, ruled("different_things")) == []


def test_a_verdict_on_a_dispute_that_was_not_asked_about_is_left_out() -> None:
    stray = VerdictDraft(dispute_id="D9", verdict="unsettled")
    assert with_verdicts(NOTHING, DISPUTES, [stray]) == NOTHING


def test_the_report_calls_a_dispute_what_the_model_calls_it() -> None:
    assert [one["measure"] for one in ledger_of(ruled("unsettled", "大桥造价"))["disagreements"]] == [
        "大桥造价"
    ]


@pytest.mark.parametrize("name", ["", " ", "the cost " * 8, "cost [S1.1]"])
def test_a_name_that_is_none_leaves_the_words_of_the_sentences(name: str) -> None:
    assert [one["measure"] for one in ledger_of(ruled("unsettled", name))["disagreements"]] == ["bridge cost"]


def test_verdict_name_and_id_hold_in_later_rounds() -> None:
    rulings = ruled("second_newer", "Cost of the bridge")
    state = ResearchState(verdicts=rulings.record(CONFLICTS), ledger=ledger_of(rulings))
    before = rulings_before(state)
    assert before.ids == {"F1/F2": "D1"}
    assert ledger_of(before) == ledger_of(rulings)


def test_the_number_of_a_dispute_that_was_none_is_not_given_again() -> None:
    rulings = ruled("different_things")
    before = rulings_before(ResearchState(verdicts=rulings.record(CONFLICTS), ledger=ledger_of(rulings)))
    new = Conflict("F3", "F4", "opening", ("3 March", "17 March"))
    assert [one.dispute_id for one in in_disputes([new], before.ids)] == ["D2"]


def test_the_model_is_told_values_passages_and_sentences() -> None:
    lines = told(DISPUTES[0], FINDINGS, quoted=True)
    assert lines.startswith("D1")
    for part in ("41 million euros (1 independent)", "[S1] in [S1.1]: The bridge cost 41", "S2.1"):
        assert part in lines


@pytest.mark.parametrize("can_search", [True, False])
def test_queries_are_asked_for_only_where_they_can_still_run(*, can_search: bool) -> None:
    assert ("search quer" in instruction_for(DISPUTES, FINDINGS, "en", can_search)) == can_search
    assert ("queries" in schema_for(["D1"], can_search)["properties"]) == can_search
