import pytest

from stepresearch.text.numbers.numerals import chinese_value, english_value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("三千", 3000),
        ("三千二百", 3200),
        ("十二", 12),
        ("二十", 20),
        ("二〇二四", 2024),
        ("一万三千", 13000),
        ("两亿", 2 * 10**8),
        ("三点二亿", 320_000_000),
        ("一点五", 1.5),
    ],
)
def test_chinese_numerals_are_read_by_place_or_digit_by_digit(written: str, value: int) -> None:
    assert chinese_value(written) == value


@pytest.mark.parametrize(
    ("written", "value"), [("twelve", 12), ("twenty-five", 25), ("two and a half", 2.5), ("a", 1)]
)
def test_english_number_words_are_read(written: str, value: float) -> None:
    assert english_value(written) == value


def test_what_is_no_number_has_no_value() -> None:
    assert chinese_value("公司") is None
    assert english_value("house") is None
