import pytest

from stepresearch.nodes.disputes import key_of, settled, told
from stepresearch.nodes.floors.ledger import Conflict, draft_ledger, under_one_name
from stepresearch.nodes.state import Finding

GROUPS = {"G1": ["S1"], "G2": ["S2"], "G3": ["S3", "S4"]}


def finding(number: int, claim: str, *, source: int | None = None) -> Finding:
    return Finding(
        finding_id=f"F{number}",
        task_id="T1",
        claim=claim,
        passage_ids=[f"S{source or number}.1"],
        quote=claim,
        verbatim=True,
        score=1.0 / number,
        round=1,
    )


FINDINGS = {
    one["finding_id"]: one
    for one in (
        finding(1, "The bridge cost 41 million euros in 2019."),
        finding(2, "The bridge cost 48 million euros in 2019."),
        finding(3, "In 2019 the bridge cost 41 million euros."),
        finding(4, "The builder of the tunnel was Norr AG of Lund."),
    )
}
CONFLICT = Conflict("F1", "F2", "bridge cost", ("41 million euros", "48 million euros"))


def verdicts(**arguments: list) -> dict[str, str]:
    given = {"agreeing": [], "conflicts": []} | arguments
    ledger = draft_ledger(FINDINGS, given["agreeing"], given["conflicts"], GROUPS)
    return {i: claim["verdict"] for claim in ledger["claims"] for i in claim["finding_ids"]}


def test_every_finding_is_in_one_claim() -> None:
    ledger = draft_ledger(FINDINGS, [("F1", "F3")], [CONFLICT], GROUPS)
    held = [i for claim in ledger["claims"] for i in claim["finding_ids"]]
    assert sorted(held) == sorted(FINDINGS)


def test_a_claim_of_two_independent_groups_is_corroborated_and_of_one_is_not() -> None:
    found = verdicts(agreeing=[("F1", "F3")])
    assert (found["F1"], found["F3"], found["F2"]) == ("corroborated", "corroborated", "single_source")


def test_two_sources_of_one_group_corroborate_nothing() -> None:
    copies = {"F3": FINDINGS["F3"], "F5": finding(5, "In 2019 the bridge cost 41 million euros!", source=4)}
    ledger = draft_ledger(copies, [("F3", "F5")], [], GROUPS)
    assert {claim["verdict"] for claim in ledger["claims"]} == {"single_source"}


def test_a_conflict_without_a_loser_leaves_both_sides_contested() -> None:
    found = verdicts(conflicts=[CONFLICT])
    assert (found["F1"], found["F2"], found["F4"]) == ("contested", "contested", "single_source")


@pytest.mark.parametrize(
    ("verdict", "first", "second", "resolution"),
    [
        ("unsettled", "contested", "contested", "open"),
        ("", "contested", "contested", "open"),
        ("first_newer", "resolved", "outdated", "newer"),
        ("second_newer", "outdated", "resolved", "newer"),
        ("first_primary", "resolved", "contested", "primary"),
        ("second_primary", "contested", "resolved", "primary"),
    ],
)
def test_a_verdict_says_which_side_holds(verdict: str, first: str, second: str, resolution: str) -> None:
    before = draft_ledger(FINDINGS, [], [CONFLICT], GROUPS)
    (dispute,) = before["disagreements"]
    left = settled([CONFLICT], [dispute], {key_of(dispute): verdict})
    after = draft_ledger(FINDINGS, [], left, GROUPS)
    found = {i: claim["verdict"] for claim in after["claims"] for i in claim["finding_ids"]}
    assert (found["F1"], found["F2"]) == (first, second)
    assert after["disagreements"][0]["resolution"] == resolution


def test_what_is_about_different_things_is_no_dispute_any_more() -> None:
    (dispute,) = draft_ledger(FINDINGS, [], [CONFLICT], GROUPS)["disagreements"]
    assert settled([CONFLICT], [dispute], {key_of(dispute): "different_things"}) == []


def test_conflicts_over_the_same_two_values_of_one_measure_are_one_dispute() -> None:
    again = Conflict("F3", "F2", "bridge cost", ("41 million euros", "48 million euros"))
    (dispute,) = draft_ledger(FINDINGS, [], [CONFLICT, again], GROUPS)["disagreements"]
    assert [set(side["finding_ids"]) for side in dispute["sides"]] == [{"F1", "F3"}, {"F2"}]


def test_the_model_is_told_both_values_with_their_passages() -> None:
    (dispute,) = draft_ledger(FINDINGS, [], [CONFLICT], GROUPS)["disagreements"]
    line = told(dispute, FINDINGS)
    assert line.startswith("D1")
    for part in ("41 million euros", "48 million euros", "S1.1", "S2.1"):
        assert part in line


def test_conflicts_over_the_same_values_that_share_a_finding_are_one_dispute() -> None:
    values = ("3 March", "17 March")
    named = under_one_name(
        [Conflict("F1", "F2", "passengers", values), Conflict("F1", "F3", "service", values)]
    )
    ledger = draft_ledger(FINDINGS, [], named, GROUPS)
    assert [side["finding_ids"] for one in ledger["disagreements"] for side in one["sides"]] == [
        ["F1"],
        ["F2", "F3"],
    ]


def test_conflicts_over_the_same_values_of_other_findings_and_measures_are_two() -> None:
    values = ("3 March", "17 March")
    named = under_one_name([Conflict("F1", "F2", "opening", values), Conflict("F3", "F4", "vote", values)])
    assert [one.measure for one in named] == ["opening", "vote"]
