import pytest

from stepresearch.text.claims.contradiction import compare
from stepresearch.text.entities.numbered_entities import siblings, told_by


def test_a_named_series_is_told_apart_by_its_number() -> None:
    found = compare(
        "ORION-2 enrolled 412 patients at 11 centres.", "ORION-1 enrolled 160 patients at 4 centres."
    )
    assert found.relation == "unrelated"


def test_a_title_says_which_line_a_sentence_that_says_it_is_about() -> None:
    found = compare(
        "Line 4 carries 19,400 passengers a day on average.",
        "It carried 31,000 passengers a day in 2018.",
        context_a="Transport Executive review",
        context_b="A short history of tram Line 3",
        published_a="2026-05-12",
        published_b="2019",
    )
    assert found.relation == "unrelated"


def test_figures_of_two_chinese_towns_do_not_dispute_each_other() -> None:
    found = compare(
        "工程总投资4.1亿元，新建堤防17.9公里。",
        "白石镇防洪工程总投资1.9亿元，新建堤防9.4公里。",
        context_a="青岩镇防洪工程竣工验收报告",
        context_b="白石镇防洪工程简介",
    )
    assert found.relation == "unrelated"


def test_figures_of_one_chinese_town_still_dispute_each_other() -> None:
    found = compare(
        "工程总投资4.1亿元。",
        "青岩镇防洪工程总投资4.7亿元。",
        context_a="青岩镇防洪工程竣工验收报告",
        context_b="县日报：青岩镇新堤防经受住考验",
    )
    assert (found.value_a, found.value_b) == ("4.1亿元", "4.7亿元")


@pytest.mark.parametrize(
    "words", ["全镇共有居民两万人", "城市轨道交通和农村公路", "在2024-25年度", "Of 24 stops, 3 are open."]
)
def test_words_of_any_place_name_none(words: str) -> None:
    assert siblings(words) == frozenset()


def test_what_a_sentence_names_itself_wins_over_its_title() -> None:
    assert told_by("Line 3 opened in 2011.", "Line 4: progress report") == {"3 line"}


def test_the_number_of_an_item_or_a_table_names_no_subject() -> None:
    assert told_by("The budget is £4 million.", "Minutes › Item 7 › Table 2") == frozenset()
