from dataclasses import replace

import pytest

from stepresearch.nodes.ledger.pairs import Pair
from stepresearch.nodes.ledger.relations import relations, with_originals
from tests.nodes.ledger.samples import pair, ruling, said

OFFICE, AUDITOR = (
    "At the end of 2025 the county had 336.2 MW of panels.",
    "The auditor counts 297.6 MW of panels in the county.",
)


def test_a_contradiction_that_the_model_finds_is_open_with_both_values_and_its_name() -> None:
    found = relations([], [(pair(OFFICE, AUDITOR), ruling("contradiction", "panels at the end of 2025"))])
    (one,) = found.opposed
    assert (one.values, one.resolution, one.loser, one.name) == (
        ("336.2 MW", "297.6 MW"),
        "open",
        "",
        "panels at the end of 2025",
    )


def test_a_side_that_differs_in_words_has_its_words_for_a_value() -> None:
    a, b = "The Orla line stopped carrying cars.", "Cars are welcome on the Orla line."
    (one,) = relations([], [(pair(a, b), ruling("contradiction", "cars"))]).opposed
    assert one.values == (a, b)


@pytest.mark.parametrize("relation", ["contradiction", "a_earlier", "b_planned", "a_superseded"])
def test_between_equal_values_there_is_neither_dispute_nor_change(relation: str) -> None:
    judged = [
        (pair("The pier cost €41 million.", "It was 41 million euros that the pier cost."), ruling(relation))
    ]
    assert relations([], judged).opposed == []


def test_between_values_that_do_not_compare_there_is_no_dispute() -> None:
    judged = [(pair("The pier cost €41 million.", "The pier is 412 m long."), ruling("contradiction"))]
    assert relations([], judged).opposed == []


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("7 people died in the Orrin fire.", "The fire at Orrin killed 8 people."),
        ("The fund has 4.1 percent.", "The fund does not have 4.1 percent."),
    ],
)
def test_unequal_values_and_denials_support_nothing_whatever_the_model_says(a: str, b: str) -> None:
    assert relations([], [(pair(a, b), ruling("same_value"))]).agreed == []


def test_of_two_times_the_earlier_is_replaced_and_a_plan_is_called_one() -> None:
    earlier = relations([], [(pair(OFFICE, AUDITOR), ruling("b_earlier"))]).opposed[0]
    planned = relations([], [(pair(OFFICE, AUDITOR), ruling("a_planned"))]).opposed[0]
    assert (earlier.loser, earlier.resolution, earlier.planned) == ("b", "newer", False)
    assert (planned.loser, planned.resolution, planned.planned) == ("a", "newer", True)


def test_who_repeats_another_counts_with_it_and_is_corrected_by_it() -> None:
    same = relations(
        [],
        [
            (
                pair("The pier cost €41 million.", "The office puts the pier at €41 million."),
                ruling("b_from_a"),
            )
        ],
    )
    assert same.relayed == {"S2.1@0": "S1"}
    assert len(same.agreed) == 1
    other = relations(
        [], [(pair("The pier cost €12.6 million.", "The pier cost €126 million."), ruling("b_from_a"))]
    )
    assert (other.opposed[0].loser, other.opposed[0].resolution) == ("b", "primary")


def test_what_code_proves_stands_unless_the_model_says_otherwise() -> None:
    proven = pair("The Harl bridge carries gas pipes.", "The Harl bridge does not carry gas pipes.")
    assert len(relations([proven], []).opposed) == 1
    assert relations([proven], [(proven, ruling("different_things"))]).opposed == []


def test_values_that_the_statements_do_not_hold_are_not_taken_from_the_model() -> None:
    judged = [(pair(OFFICE, AUDITOR), ruling("contradiction", "panels", "336 MW", "500 MW"))]
    assert relations([], judged).opposed[0].values == (OFFICE, AUDITOR)


def test_a_value_that_one_statement_does_not_hold_leaves_the_dispute_in_words() -> None:
    owned, letter = (
        "Boats owned at 30 June 2024: 97, of which 61 tugs.",
        "The 13 missing ones were sold in May 2024.",
    )
    (one,) = relations([], [(pair(owned, letter), ruling("contradiction", "boats", "97", "84"))]).opposed
    assert one.values == (owned, letter)


@pytest.mark.parametrize("given", [("", ""), ("30 June 2024", "May 2024")])
def test_a_date_is_no_value_of_statements_that_have_figures(given: tuple[str, str]) -> None:
    owned, letter = (
        "Boats owned at 30 June 2024: 97, of which 61 tugs.",
        "The 13 missing ones were sold in May 2024.",
    )
    (one,) = relations([], [(pair(owned, letter), ruling("contradiction", "boats", *given))]).opposed
    assert one.values == (owned, letter)


def test_statements_that_have_only_dates_differ_in_them() -> None:
    a, b = (
        "The Orla line opened to the public on 3 May 2019.",
        "The Orla line opened to the public on 9 June 2019.",
    )
    (one,) = relations([], [(pair(a, b), ruling("contradiction", "opening"))]).opposed
    assert one.values == ("3 May 2019", "9 June 2019")


def test_a_number_inside_a_longer_one_is_no_value_that_the_statement_holds() -> None:
    a, b = "The yard built 2024 hulls.", "The yard built 1988 hulls."
    (one,) = relations([], [(pair(a, b), ruling("contradiction", "hulls", "24", "88"))]).opposed
    assert one.values == (a, b)


@pytest.mark.parametrize(
    ("earlier", "later", "is_series"),
    [
        ("In 2023 the yard earned €41 million.", "In 2024 the yard earned €44 million.", True),
        (
            "In the first quarter of 2024 the yard built 12 hulls.",
            "In Q2 2024 the yard built 15 hulls.",
            True,
        ),
        ("In 2023 the yard earned €41 million.", "The yard earns €44 million.", True),
        ("In 2023 the yard earned €41 million.", "The yard earned €44 million (2023: €41 million).", True),
        ("The yard earns €41 million.", "In 2024 the yard earned €44 million.", False),
        ("In 2024 the yard earned €41 million.", "By December 2024 the yard earned €44 million.", False),
    ],
)
def test_an_earlier_statement_with_a_time_of_its_own_is_one_of_a_series(
    earlier: str, later: str, is_series: bool
) -> None:
    for judged in ((pair(earlier, later), "a_earlier"), (pair(later, earlier), "b_earlier")):
        (one,) = relations([], [(judged[0], ruling(judged[1], "earnings"))]).opposed
        assert (one.resolution, one.series) == ("newer", is_series)


@pytest.mark.parametrize("relation", ["a_planned", "a_superseded"])
def test_what_was_planned_or_replaced_is_of_no_series(relation: str) -> None:
    told = pair("For 2023 the yard earned €41 million.", "For 2024 the yard earned €44 million.")
    assert not relations([], [(told, ruling(relation, "earnings"))]).opposed[0].series


@pytest.mark.parametrize("row", ["Earned | {}", "Earned (31 December) | {}"])
def test_a_row_is_of_the_year_in_the_title_of_its_paper(row: str) -> None:
    first, second = (
        replace(one, source={**one.source, "title": f"Key figures {year}"})
        for one, year in (
            (said(1, row.format("€41 million")), 2023),
            (said(2, row.format("€44 million")), 2024),
        )
    )
    assert relations([], [(Pair(first, second), ruling("a_earlier", "earnings"))]).opposed[0].series


@pytest.mark.parametrize("relation", ["a_earlier", "b_planned", "a_superseded"])
def test_a_change_between_values_that_a_statement_does_not_give_is_none(relation: str) -> None:
    told = pair("Boats owned | 97", "Hire of a boat, per day | 69")
    assert relations([], [(told, ruling(relation, "hire of a boat", "64", "69"))]).opposed == []


def test_a_row_holds_a_value_whose_unit_stands_in_the_head_of_its_table() -> None:
    told = pair("Hire of a boat | 64", "Hire of a boat | 69")
    (one,) = relations([], [(told, ruling("contradiction", "hire", "€64", "€69"))]).opposed
    assert one.values == ("€64", "€69")


def test_against_its_copy_the_original_holds() -> None:
    found = relations([], [(pair(OFFICE, AUDITOR), ruling("contradiction", "panels at the end of 2025"))])
    (one,) = found.opposed
    copy, original = one.b.source["source_id"], one.a.source["source_id"]
    (settled,) = with_originals(found, {copy: original}).opposed
    assert (settled.loser, settled.resolution) == ("b", "primary")


def test_two_copies_of_a_third_source_leave_a_dispute_open() -> None:
    found = relations([], [(pair(OFFICE, AUDITOR), ruling("contradiction", "panels at the end of 2025"))])
    (one,) = found.opposed
    copies = dict.fromkeys((one.a.source["source_id"], one.b.source["source_id"]), "S99")
    assert with_originals(found, copies).opposed == found.opposed
