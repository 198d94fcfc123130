from decimal import Decimal

import pytest

from stepresearch.text.numbers.quantities import quantities


def read(sentence: str) -> list[tuple[float, str]]:
    return [(float(quantity.value), quantity.unit) for quantity in quantities(sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The plant made 5,812 units.", (5812, "unit")),
        ("It raised US$1.5bn.", (1.5e9, "USD")),
        ("The stadium cost €75m.", (7.5e7, "EUR")),
        ("A tower 55m tall.", (55, "m")),
        ("The dam displaced 1.3m people.", (1.3e6, "people")),
        ("It costs two and a half billion pounds.", (2.5e9, "GBP")),
        ("The jury gave a dozen prizes.", (12, "prize")),
        ("Growth was 3.5 per cent.", (3.5, "%")),
        ("总装机容量为2250万千瓦。", (2.25e7, "kW")),
        ("总投资12亿元人民币。", (1.2e9, "CNY")),
        ("百分之四十的居民。", (40, "%")),
        ("三千名代表参加。", (3000, "people")),
    ],
)
def test_a_quantity_is_read_with_its_magnitude_and_unit(sentence: str, expected: tuple[float, str]) -> None:
    assert read(sentence) == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "It opened in 1987.",
        "See section 4.2 of version 3.2.1.",
        "Call +1 (415) 555-0100.",
        "The 21st century.",
        "A Boeing 737 landed.",
        "3. The third item.",
        "COVID-19 and the A320.",
        "第七次人口普查，统一标准，一些人。",
        "2024年5月3日开幕。",
    ],
)
def test_dates_ordinals_and_labels_are_no_quantities(sentence: str) -> None:
    assert quantities(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "low", "high"),
    [
        ("Between 3 and 5 million people.", 3e6, 5e6),
        ("Growth of 3–5 %.", 3, 5),
        ("产量将达到300万至500万吨。", 3e6, 5e6),
    ],
)
def test_the_low_end_of_a_range_takes_the_magnitude_of_the_high_end(
    sentence: str, low: float, high: float
) -> None:
    [found] = quantities(sentence)
    assert (found.value, found.high) == (Decimal(low), Decimal(high))


def test_a_rise_from_one_figure_to_another_is_no_range() -> None:
    assert [quantity.high for quantity in quantities("Sales rose from 3 to 5 million euros.")] == [None, None]


@pytest.mark.parametrize(
    ("sentence", "step", "is_approximate"),
    [
        ("4.2 million people", 100_000, False),
        ("5,812 people", 1, False),
        ("about 5 million people", 1_000_000, True),
        ("约14.1亿人", 10_000_000, True),
    ],
)
def test_precision_is_the_step_the_way_of_writing_implies(
    sentence: str, step: int, is_approximate: bool
) -> None:
    [found] = quantities(sentence)
    assert (found.precision, found.approximate) == (step, is_approximate)


@pytest.mark.parametrize(
    "sentence",
    [
        "They won 3-2 and lost 4–4.",
        "Its record is 61-21.",
        "Call 555-0142.",
        "It was tested with Python 3.12 and TLS 1.3.",
        "It was shown on BBC Two.",
        "The shop is in Evanston, IL 60201.",
    ],
)
def test_scores_versions_and_codes_are_no_quantities(sentence: str) -> None:
    assert quantities(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "value"),
    [("她投了6万6。", 66000), ("投资3万5千元。", 35000), ("定价2万3元。", 23000)],
)
def test_a_lone_digit_behind_a_myriad_counts_its_tenths(sentence: str, value: int) -> None:
    assert [quantity.value for quantity in quantities(sentence)] == [value]
