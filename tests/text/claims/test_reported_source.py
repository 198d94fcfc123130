import pytest

from stepresearch.text.claims.reported_source import reported_paper

STRATEGY = ("Quiet Crossing: strategy for an electric ferry", "2022-02-09")
ANNUAL = ("Norr Harbour Trust: annual report 2025/26", "2026-05-15")


@pytest.mark.parametrize(
    ("sentence", "paper"),
    [
        ("The 2022 strategy had put the whole programme at €34.5 million.", STRATEGY),
        ("The strategy of 2022 promised 6,800 tonnes a year from both ships.", STRATEGY),
        ("According to the strategy of 2022 it costs €34.5 million.", STRATEGY),
        ("She ran 5,495 round trips, according to the annual report of Norr Harbour Trust.", ANNUAL),
    ],
)
def test_a_sentence_names_the_paper_that_it_has_its_figure_from(
    sentence: str, paper: tuple[str, str]
) -> None:
    named = reported_paper(sentence)
    assert named is not None
    assert [named.is_titled(*one) for one in (STRATEGY, ANNUAL)] == [paper == STRATEGY, paper == ANNUAL]


@pytest.mark.parametrize(
    "sentence",
    [
        "Each ship carries 4.2 MWh and not the 3.6 MWh of the strategy.",
        "The spending is 39 per cent above the strategy of 2022.",
        "It was late, according to the report.",
        "The Trust is to report spending to the Council.",
    ],
)
def test_a_sentence_that_only_mentions_a_paper_has_nothing_from_it(sentence: str) -> None:
    assert reported_paper(sentence) is None


def test_a_paper_of_another_year_is_another_paper() -> None:
    named = reported_paper("The 2019 strategy had put it at €20 million.")
    assert named is not None
    assert not named.is_titled(*STRATEGY)
