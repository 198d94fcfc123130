import pytest

from stepresearch.text.entities.numbered_entities import siblings, told_by


@pytest.mark.parametrize(
    "words", ["全镇共有居民两万人", "城市轨道交通和农村公路", "在2024-25年度", "Of 24 stops, 3 are open."]
)
def test_words_of_any_place_name_none(words: str) -> None:
    assert siblings(words) == frozenset()


def test_what_a_sentence_names_itself_wins_over_its_title() -> None:
    assert told_by("Line 3 opened in 2011.", "Line 4: progress report") == {"3 line"}


def test_the_number_of_an_item_or_a_table_names_no_subject() -> None:
    assert told_by("The budget is £4 million.", "Minutes › Item 7 › Table 2") == frozenset()
