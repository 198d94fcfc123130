from stepresearch.nodes.ledger.conflicts import Conflict, in_disputes

VALUES = ("3 March", "17 March")
GRID = Conflict("F1", "F2", "full connection", ("March 2027", "October 2025"), "F2", "newer")


def ids(*conflicts: Conflict) -> list[str]:
    return [one.dispute_id for one in in_disputes(conflicts)]


def test_conflicts_over_the_same_values_that_share_a_finding_are_one_dispute() -> None:
    assert ids(Conflict("F1", "F2", "passengers", VALUES), Conflict("F1", "F3", "service", VALUES)) == [
        "D1",
        "D1",
    ]


def test_conflicts_over_the_same_values_whose_measures_share_a_word_are_one_dispute() -> None:
    assert ids(
        Conflict("F1", "F2", "ferry service", VALUES), Conflict("F3", "F4", "service", VALUES[::-1])
    ) == ["D1", "D1"]


def test_conflicts_over_the_same_values_of_other_findings_and_measures_are_two() -> None:
    assert ids(Conflict("F1", "F2", "opening", VALUES), Conflict("F3", "F4", "vote", VALUES)) == ["D1", "D2"]


def test_several_older_values_of_what_holds_now_are_one_dispute() -> None:
    older = Conflict("F3", "F4", "connection", ("March 2024", "March 2027"), "F3", "newer")
    assert ids(GRID, older) == ["D1", "D1"]


def test_what_two_things_have_in_common_by_chance_joins_no_disputes() -> None:
    other = Conflict("F3", "F4", "ferry service", ("March 2024", "March 2027"), "F3", "newer")
    assert ids(GRID, other) == ["D1", "D2"]


def test_a_dispute_has_the_name_whose_words_are_used_most() -> None:
    found = in_disputes(
        [
            Conflict("F1", "F2", "passengers", VALUES),
            Conflict("F1", "F3", "Kestrel service", VALUES),
            Conflict("F1", "F4", "service", VALUES),
        ]
    )
    assert {one.measure for one in found} == {"Kestrel service"}


def test_a_dispute_known_from_an_earlier_round_keeps_its_id_and_a_new_one_gets_a_new_number() -> None:
    first, second = Conflict("F1", "F2", "opening", VALUES), Conflict("F3", "F4", "vote", VALUES)
    known = {one.key: one.dispute_id for one in in_disputes([first, second])}
    new = Conflict("F5", "F6", "cost", ("41 million", "48 million"))
    found = in_disputes([new, second], known)
    assert [one.dispute_id for one in found] == ["D3", "D2"]


def test_a_further_finding_in_a_known_dispute_has_its_id() -> None:
    first = Conflict("F1", "F2", "opening", VALUES)
    found = in_disputes([Conflict("F1", "F9", "day", VALUES), first], {first.key: "D4"})
    assert [one.dispute_id for one in found] == ["D4", "D4"]


def test_a_finding_is_outdated_once_and_not_again_by_a_vaguer_date() -> None:
    exact = Conflict("F1", "F2", "service", ("October 2023", "3 March 2025"), "F1", "newer")
    vague = Conflict("F1", "F3", "service", ("October 2023", "March 2025"), "F1", "newer")
    assert [one.b for one in in_disputes([exact, vague])] == ["F2"]
    rival = Conflict("F2", "F4", "service", ("3 March 2025", "17 March 2025"))
    assert [one.b for one in in_disputes([exact, vague, rival])] == ["F3", "F4"]


def test_a_finding_that_an_undisputed_value_outdates_is_not_outdated_again_by_a_disputed_one() -> None:
    budget = Conflict("F1", "F2", "budget", ("€34.5 million", "€46.2 million"), "F1", "newer")
    estimate = Conflict("F1", "F3", "estimate", ("€34.5 million", "€58.3 million"), "F1", "newer")
    rival = Conflict("F3", "F4", "cost at completion", ("€58.3 million", "€52.6 million"))
    assert [one.measure for one in in_disputes([budget, estimate, rival])] == ["budget", "cost at completion"]
    assert [one.measure for one in in_disputes([estimate, rival])] == ["estimate", "cost at completion"]
