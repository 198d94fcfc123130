"""How long the text and its parts may be, and how long they are."""

from typing import Any

import pytest

from stepresearch.nodes.writing.lengths import (
    ONE_PART_WORDS,
    allowed_words,
    counted,
    length_fault,
    measured,
    section_words,
    summary_words,
)


def state_of(language: str = "en", max_length: int = 0) -> Any:
    return {"options": {}, "brief": {"language": language, "max_length": max_length}}


def test_a_length_that_a_person_sets_is_shared_among_the_parts() -> None:
    state = state_of(max_length=400)
    assert summary_words(state) + 2 * section_words(state, 2) <= 400


def test_without_such_a_length_parts_have_their_usual_one() -> None:
    assert section_words(state_of(), 7) > summary_words(state_of())


def test_a_long_allowance_makes_no_part_longer_than_usual() -> None:
    assert section_words(state_of(max_length=20_000), 3) == section_words(state_of(), 3)


def test_eight_hundred_chinese_characters_are_a_text_of_one_part() -> None:
    assert 0 < allowed_words(state_of("zh", 800)["brief"]) <= ONE_PART_WORDS


@pytest.mark.parametrize(
    ("text", "language", "length"),
    [("It cost 4.5 million euros.", "en", 5), ("费用为 4.5 亿元。", "zh", 9), ("", "en", 0)],
)
def test_a_text_is_counted_in_words_or_in_characters(text: str, language: str, length: int) -> None:
    assert counted(text, language) == length


def test_tables_and_headings_are_counted_and_citations_are_not() -> None:
    text = "It cost 4 [S1.1].\n\n| Year | Cost |\n| --- | --- |\n| 2025 | 4 |"
    told = measured(["Cost"], [text], "en")
    assert "7 words" in told
    assert "1 tables" in told
    assert "headings: Cost" in told


def test_a_text_that_is_longer_than_allowed_is_told_with_both_lengths() -> None:
    brief = state_of(max_length=5)["brief"]
    assert (
        length_fault(brief, ["It cost 4 million", "euros in 2025 [S1.1]."])
        == "The text has 7 words; 5 were allowed."
    )
    assert not length_fault(brief, ["It cost 4 million."])
    assert not length_fault(state_of()["brief"], ["It cost 4 million euros in all those years."])
