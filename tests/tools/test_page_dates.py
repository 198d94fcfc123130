import pytest

from stepresearch.tools.page_dates import date_in_name, iso_date
from stepresearch.tools.page_published import find_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("# Title\n\nPublished: 3 May 2024 by X", "2024-05-03"),
        ("Date: Fri, 3 May 2024 10:00:00 +0000", "2024-05-03"),
        ("**Date:** 2024-05", "2024-05"),
        ("发布日期：2024年5月3日", "2024-05-03"),
        ("发布于2024年5月3日", "2024-05-03"),
        ("Veröffentlicht am: 3. März 2021", "2021-03-03"),
        ("By A | Published May 3rd, 2024 | News", "2024-05-03"),
        ("Title\n\n3 de mayo de 2024\n\nText", "2024-05-03"),
        ("Date: 1999", "1999"),
    ],
)
def test_a_date_stated_near_the_top_is_found(text: str, date: str) -> None:
    assert find_date(text) == date


def test_the_date_of_publication_goes_before_the_date_of_an_update() -> None:
    assert find_date("Updated: 2023-01-02\nPublished on 1 Feb 2022") == "2022-02-01"


@pytest.mark.parametrize(
    "text",
    [
        "It was published on 3 May 1970 by a small press.",
        "Published on 3 May 1970, the novel was a success.",
        "She was born on 3 May 1970 in Rome.",
        "May 2024 to June 2025",
        "x" * 2000 + "\n\nPublished: 3 May 2024",
        "1984",
    ],
)
def test_dates_that_prose_is_about_are_not_dates_of_the_page(text: str) -> None:
    assert find_date(text) is None


@pytest.mark.parametrize(
    ("value", "date"), [("03/05/2024", "2024"), ("13/05/2024", "2024-05-13"), ("05/13/2024", "2024-05-13")]
)
def test_a_date_in_numbers_is_as_exact_as_its_order_is_certain(value: str, date: str) -> None:
    assert iso_date(value) == date


def test_a_day_that_does_not_exist_is_not_given() -> None:
    assert iso_date("2024-02-31") is None


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("minutes-2023-04.txt", "2023-04"),
        ("20230405 notes.md", "2023-04-05"),
        ("budget 2023.pdf", None),
        ("2301.00001.pdf", None),
        ("order-2023-0456.pdf", None),
    ],
)
def test_a_file_name_gives_a_date_of_month_or_day(name: str, date: str | None) -> None:
    assert date_in_name(name) == date
