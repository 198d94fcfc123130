"""The floor of check: figures and dates of a sentence against its passages and the heads of their sources."""

import pytest

from stepresearch.nodes.floors.check import draft_check

MINUTES = ("Minutes of the meeting of 23 June 2026", "2026-06-23")


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("The Fund was asked on 19 June 2026.", "Mr Hask said that the Fund had been asked on 19 June."),
        (
            "By the end of March 2026 it had cost €47.9 million.",
            "By the end of March it had cost €47.9 million.",
        ),
        ("In June 2026 the Council deferred the decision.", "The decision was deferred."),
    ],
)
def test_a_date_may_take_its_year_from_the_head_of_the_source(sentence: str, passage: str) -> None:
    assert draft_check(sentence, [passage]).verdict == "not_found"
    assert draft_check(sentence, [passage], MINUTES).verdict == "supported"


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("The Fund was asked on 19 June 2025.", "Mr Hask said that the Fund had been asked on 19 June."),
        ("It had cost €47.9 million by August 2026.", "By the end of March it had cost €47.9 million."),
    ],
)
def test_a_date_that_neither_passage_nor_head_gives_is_not_found(sentence: str, passage: str) -> None:
    assert draft_check(sentence, [passage], MINUTES).verdict == "not_found"


def test_a_figure_of_the_title_alone_does_not_support_a_sentence() -> None:
    verdict = draft_check(
        "It saved 1.9 million litres.", ["It saved fuel."], ["Ferry saves 1.9 million litres"]
    )
    assert verdict.verdict == "not_found"
