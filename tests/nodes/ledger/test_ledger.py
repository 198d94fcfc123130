from collections.abc import Sequence
from dataclasses import replace

from stepresearch.nodes.ledger.conflicts import Conflict, in_disputes
from stepresearch.nodes.ledger.ledger import Agreement, draft_ledger
from stepresearch.nodes.state.schema import Finding, Ledger

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
VALUES = ("41 million euros", "48 million euros")
(CONFLICT,) = in_disputes([Conflict("F1", "F2", "bridge cost", VALUES)])


def confirmed(of: str, by: str, *values: str, mainly: bool = True) -> Agreement:
    return Agreement(of, by, frozenset(values), mainly)


BOTH_WAYS = [confirmed("F1", "F3", VALUES[0]), confirmed("F3", "F1", VALUES[0])]


def ledger_of(agreements: Sequence[Agreement] = (), conflicts: Sequence[Conflict] = ()) -> Ledger:
    return draft_ledger(FINDINGS, agreements, conflicts, GROUPS)


def verdicts(agreements: Sequence[Agreement] = (), conflicts: Sequence[Conflict] = ()) -> dict[str, str]:
    claims = ledger_of(agreements, conflicts)["claims"]
    return {i: claim["verdict"] for claim in claims for i in claim["finding_ids"]}


def test_every_finding_is_in_one_claim() -> None:
    held = [i for claim in ledger_of(BOTH_WAYS, [CONFLICT])["claims"] for i in claim["finding_ids"]]
    assert sorted(held) == sorted(FINDINGS)


def test_a_claim_of_two_independent_groups_is_corroborated_and_of_one_is_not() -> None:
    found = verdicts(BOTH_WAYS)
    assert (found["F1"], found["F3"], found["F2"]) == ("corroborated", "corroborated", "single_source")


def test_what_confirms_only_a_part_of_a_claim_does_not_corroborate_it() -> None:
    assert verdicts([confirmed("F1", "F3", VALUES[0], mainly=False)])["F1"] == "single_source"


def test_a_claim_that_is_confirmed_is_not_the_claim_that_confirms_it() -> None:
    claims = ledger_of([confirmed("F1", "F3", VALUES[0])])["claims"]
    assert [(c["finding_ids"], c["verdict"]) for c in claims if c["finding_ids"][0] in ("F1", "F3")] == [
        (["F1"], "corroborated"),
        (["F3"], "single_source"),
    ]


def test_two_sources_of_one_group_corroborate_nothing() -> None:
    copies = {"F3": FINDINGS["F3"], "F5": finding(5, "In 2019 the bridge cost 41 million euros!", source=4)}
    both_ways = [confirmed("F3", "F5", VALUES[0]), confirmed("F5", "F3", VALUES[0])]
    ledger = draft_ledger(copies, both_ways, [], GROUPS)
    assert {claim["verdict"] for claim in ledger["claims"]} == {"single_source"}


def test_a_conflict_without_a_loser_leaves_both_sides_contested() -> None:
    found = verdicts(conflicts=[CONFLICT])
    assert (found["F1"], found["F2"], found["F4"]) == ("contested", "contested", "single_source")


def test_a_side_of_a_dispute_counts_only_who_gives_its_value() -> None:
    agreements = [confirmed("F1", "F3", VALUES[0]), confirmed("F2", "F4", "12,000 cars")]
    (dispute,) = ledger_of(agreements, [CONFLICT])["disagreements"]
    assert [side["groups"] for side in dispute["sides"]] == [["G1", "G3"], ["G2"]]


def test_of_several_values_the_one_that_holds_is_the_first_side() -> None:
    conflicts = [
        replace(CONFLICT, loser="F1", resolution="newer"),
        Conflict("F2", "F4", "bridge cost", (VALUES[1], "30 million euros"), "F4", "newer"),
    ]
    (dispute,) = ledger_of([], in_disputes(conflicts))["disagreements"]
    assert [side["value"] for side in dispute["sides"]] == [VALUES[1], VALUES[0], "30 million euros"]


def test_sources_whose_independence_is_not_known_corroborate_nothing() -> None:
    ledger = draft_ledger(FINDINGS, BOTH_WAYS, [], GROUPS, unknown=["G3"])
    assert {c["verdict"] for c in ledger["claims"]} == {"single_source"}
    assert ledger["unknown"] == ["G3"]


def test_a_finding_that_repeats_another_source_counts_with_that() -> None:
    ledger = draft_ledger(FINDINGS, BOTH_WAYS, [], GROUPS, relayed={"F3": "S1"})
    assert {c["verdict"] for c in ledger["claims"]} == {"single_source"}


def test_a_cited_source_that_does_not_state_the_value_is_no_support() -> None:
    both = {"F1": {**FINDINGS["F1"], "passage_ids": ["S1.1", "S2.1"]}}
    cited = draft_ledger(both, [], [], GROUPS)["claims"][0]["verdict"]
    stated = draft_ledger(both, [], [], GROUPS, stating={"F1": ["S1"]})["claims"][0]["verdict"]
    assert (cited, stated) == ("corroborated", "single_source")


def test_in_a_series_every_value_keeps_its_verdict_and_the_latest_is_the_first_side() -> None:
    (series,) = in_disputes([replace(CONFLICT, loser="F1", resolution="newer", series=True)])
    ledger = ledger_of(BOTH_WAYS, [series])
    assert [side["value"] for side in ledger["disagreements"][0]["sides"]] == [VALUES[1], VALUES[0]]
    found = verdicts(BOTH_WAYS, [series])
    assert (found["F1"], found["F2"]) == ("corroborated", "single_source")


def test_a_value_in_open_dispute_is_no_earlier_value_of_a_series() -> None:
    rival = Conflict("F4", "F2", "bridge cost", ("30 million euros", VALUES[1]), "F4", "newer", series=True)
    both = Conflict("F4", "F1", "bridge cost", ("30 million euros", VALUES[0]), "F4", "newer", series=True)
    disputes = ledger_of([], in_disputes([CONFLICT, rival, both]))["disagreements"]
    told = {one["resolution"]: [side["value"] for side in one["sides"]] for one in disputes}
    assert set(told["open"]) == set(VALUES)
    assert told["newer"] == [VALUES[0], "30 million euros"]


def test_a_series_of_which_only_one_value_is_left_is_none() -> None:
    series = Conflict("F4", "F2", "bridge cost", ("52 million euros", VALUES[1]), "F2", "newer", series=True)
    (dispute,) = ledger_of([], in_disputes([CONFLICT, series]))["disagreements"]
    assert dispute["resolution"] == "open"
