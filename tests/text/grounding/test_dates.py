import pytest

from stepresearch.text.grounding.dates import absent_date


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("It opened in March 2025.", "It opened on 3 March 2025."),
        ("It opened on March 3, 2025.", "它于2025年3月3日开放。"),
        ("It opened in the first quarter of 2025.", "It opened on 3 March 2025."),
        ("It opened in the first half of 2025.", "It opened in Q2 2025."),
        ("It opened on 3 March.", "It opened on 3 March 2025."),
        ("It opened in the 1990s.", "It opened in 1994."),
        ("It opened on 3 March 2025.", "In 2025 much was new. It opened on 3 March."),
    ],
)
def test_a_date_may_be_told_less_exactly_or_in_parts(sentence: str, text: str) -> None:
    assert absent_date(sentence, [text]) is None


@pytest.mark.parametrize(
    ("sentence", "text", "date"),
    [
        ("It opened on 3 March 2025.", "It opened in March 2025.", "3 March 2025"),
        ("It opened on 3 March 2025.", "It opened in 2025.", "3 March 2025"),
        ("It opened in the second quarter of 2025.", "It opened on 3 March 2025.", "second quarter of 2025"),
        ("It opened in March 2026.", "It opened in March 2025 and closed in 2026.", "March 2026"),
    ],
)
def test_a_date_is_not_told_more_exactly_than_the_text_gives_it(sentence: str, text: str, date: str) -> None:
    assert absent_date(sentence, [text]) == date


BESIDE = "4. What has been spent. By 31 March 2026 it had cost €47.9 million."


def test_a_date_may_stand_elsewhere_in_the_source_where_the_text_gives_none_as_exact() -> None:
    sentence, text = "After 31 March 2026 €4.7 million are to come.", "€4.7 million are still to come."
    assert absent_date(sentence, [text]) == "31 March 2026"
    assert absent_date(sentence, [text], beside=[BESIDE]) is None
    assert absent_date(sentence, [f"{text} Claims were made in December 2025."], beside=[BESIDE]) is None
    assert absent_date(sentence, [text], beside=["It ended on 31 March."]) == "31 March 2026"


def test_a_date_elsewhere_in_the_source_does_not_stand_in_for_another_that_the_text_gives() -> None:
    text = "€4.7 million were still to come on 30 June 2026."
    assert (
        absent_date("After 31 March 2026 €4.7 million are to come.", [text], beside=[BESIDE])
        == "31 March 2026"
    )
