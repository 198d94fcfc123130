import pytest

from stepresearch.text.numbers.dates import dates


@pytest.mark.parametrize(
    ("sentence", "iso"),
    [
        ("It was founded in 1987.", "1987"),
        ("Signed on 7 February 1992.", "1992-02-07"),
        ("On March 14, 2012 it closed.", "2012-03-14"),
        ("Published 2024-05-03.", "2024-05-03"),
        ("Published 03.05.2024.", "2024-05-03"),
        ("Results for Q3 2024.", "2024-Q3"),
        ("In the third quarter of 2024.", "2024-Q3"),
        ("In the first half of 2024.", "2024-H1"),
        ("In fiscal 2022.", "2022"),
        ("In the 1990s.", "199X"),
        ("On 14 March it closed.", "--03-14"),
        ("2024年第三季度营收增长。", "2024-Q3"),
        ("2024年上半年。", "2024-H1"),
        ("于二〇〇六年七月一日通车。", "2006-07-01"),
        ("公司成立于1998年。", "1998"),
        ("10月份出口增长。", "--10"),
    ],
)
def test_a_date_is_read_as_exactly_as_it_is_written(sentence: str, iso: str) -> None:
    assert [point.iso for point in dates(sentence)] == [iso]


@pytest.mark.parametrize(
    "sentence",
    [
        "It employs 2000 people.",
        "A hotel with 1900 rooms.",
        "It cost $2000.",
        "2000人参加。",
        "A subsidy of 1530 million dollars.",
    ],
)
def test_a_count_that_looks_like_a_year_is_no_date(sentence: str) -> None:
    assert dates(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "years"),
    [
        ("The painter (1869-1926) lived here.", ["1869", "1926"]),
        ("The mill ran 1946–47.", ["1946"]),
        ("He served 1934–1937.", ["1934", "1937"]),
        ("该方案（2021—2023年）已获批准。", ["2021", "2023"]),
        ("The log covers 2010-11.", ["2010-11"]),
    ],
)
def test_years_with_a_dash_between_them_are_years(sentence: str, years: list[str]) -> None:
    assert [point.iso for point in dates(sentence)] == years


@pytest.mark.parametrize("sentence", ["It seats 1800-1900 people.", "Directive 2009/28/EC applies."])
def test_numbers_with_a_mark_between_them_that_count_or_label_are_no_years(sentence: str) -> None:
    assert dates(sentence) == []
