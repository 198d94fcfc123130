"""Sentences that say that something is missing, by the word lists alone."""

import pytest

from stepresearch.nodes.writing.absence_words import may_say_absent, says_absent, without_absence


@pytest.mark.parametrize(
    "sentence",
    [
        "The sources give no fleet size.",
        "Neither paper says who holds the remaining shares.",
        "What the repairs cost remains unclear.",
        "资料中未提及员工人数。",
        "具体造价不详。",
        "Die Quellen nennen keine Angaben zur Höhe.",
        "Les sources ne précisent pas la taille de la flotte.",
        "車両の数は資料に記載されていない。",
    ],
)
def test_a_sentence_that_says_so_is_known(sentence: str) -> None:
    assert says_absent(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The bridge was not finished in 2019.",
        "No trams ran on Sundays.",
        "The company did not pay a dividend in 2024.",
        "The library is open on Saturdays.",
        "该公司2024年没有派发股息。",
        "周日不开放。",
    ],
)
def test_a_fact_that_denies_something_is_none(sentence: str) -> None:
    assert not says_absent(sentence)
    assert not may_say_absent(sentence, is_cited=True)


@pytest.mark.parametrize("sentence", ["No one has put a number on the losses.", "对罚款条款没有下文。"])
def test_what_denies_and_cites_nothing_may_say_so_however_it_is_phrased(sentence: str) -> None:
    assert may_say_absent(sentence, is_cited=False)


def test_what_is_missing_is_left_without_the_words_that_say_so() -> None:
    assert without_absence("The sources give no fleet size.") == "The fleet size."
