import pytest

from stepresearch.text.claims.sentence_match import closest

PAGE = [
    "Published: 22 February 2026",
    '"There are four makers of that size of transformer," said Dell Farraday of Tarnside.',
    "In December 2025 it sent the Trust a claim for €3.1 million on top of the agreed price.",
    "The programme is currently estimated at €34.5 million.",
    "This replaces the figure of €31 million that was given in 2021.",
    "I get to 71 million, and I am an optimist.",
    "The ship displaced 1.19 million litres of diesel in the year.",
    "The Petrel was delivered on 12 February 2026.",
]


@pytest.mark.parametrize(
    ("claim", "place"),
    [
        ("Tarnside 于2025年12月提出310万欧元的索赔。", 2),
        ("2022年的战略估计为3450万欧元。", 3),
        ("一篇博客称总成本为7100万欧元。", 5),
        ("红隼号一年替代柴油119万升。", 6),
        ("该船于2026年2月12日交付，但尚未投入使用。", 7),
        ("The strategy of 2022 put the cost of the programme at €34.5 million.", 3),
        ("Tarnside says that four firms make such a transformer.", 1),
    ],
)
def test_the_closest_sentence_has_the_figures_the_dates_and_then_the_words_of_the_claim(
    claim: str, place: int
) -> None:
    assert closest(claim, PAGE) == PAGE[place]


@pytest.mark.parametrize(
    "claim", ["在重新发证之前该船不得载客。", "What is it of?", "Lambs grazed there in 2026.", ""]
)
def test_where_nothing_but_small_words_or_a_year_is_shared_no_sentence_is_close(claim: str) -> None:
    assert closest(claim, PAGE) is None


def test_a_value_in_another_unit_of_its_kind_is_the_same_and_in_another_kind_is_not() -> None:
    assert closest("一共5.2兆瓦时。", ["It has 5.2 MW.", "It holds 5,200 kWh."]) == "It holds 5,200 kWh."


def test_what_stands_in_every_sentence_tells_less_than_what_stands_in_one() -> None:
    page = ["The Norr bridge cost 41 million.", "The Norr bridge is closed.", "The Norr bridge has a keeper."]
    assert closest("The keeper of the bridge at Norr lives there.", page) == page[2]
