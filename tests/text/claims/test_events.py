import pytest

from stepresearch.text.claims.contradiction import compare
from stepresearch.text.claims.events import events
from stepresearch.text.numbers.dates import dates


def told(sentence: str) -> list[tuple[str, str]]:
    return [(event.group, event.iso) for event in events(sentence, dates(sentence))]


@pytest.mark.parametrize(
    ("sentence", "iso"),
    [
        ("The tram entered scheduled service on 3 March 2025.", "2025-03-03"),
        ("The tram has been in service since March 2025.", "2025-03"),
        ("On 17 March 2025 the first fare-paying passengers came aboard.", "2025-03-17"),
        ("该电车已于2025年3月3日在本市投入运营。", "2025-03-03"),
    ],
)
def test_going_into_service_is_one_event_in_many_words(sentence: str, iso: str) -> None:
    assert told(sentence) == [("service", iso)]


def test_each_event_has_the_date_that_is_nearest_to_it() -> None:
    sentence = "She is due in Harwick in July 2025 and will be in service in October 2025."

    assert told(sentence) == [("service", "2025-10")]


def test_a_deadline_is_no_date_of_an_event() -> None:
    assert told("The grant is paid if the tram is in service by 31 December 2026.") == []


def test_not_before_a_month_rules_out_earlier_dates_only() -> None:
    bound = "The Harwick tram will not be in service before December 2026."

    assert compare(bound, "The Harwick tram will be in service in October 2026.").relation == "differ"
    assert compare(bound, "The Harwick tram will be in service in March 2027.").relation == "agree"


def test_an_overtaken_date_is_outdated_by_the_later_one() -> None:
    plan, later = (
        "The Harwick tram will be in service in 2023.",
        "The Harwick tram entered service in March 2025.",
    )
    found = compare(plan, later, published_a="2021-09-06", published_b="2026-04-02")

    assert (found.relation, found.older, found.value_a, found.value_b) == (
        "outdated",
        "a",
        "2023",
        "March 2025",
    )


def test_the_first_of_several_is_not_the_one_still_expected() -> None:
    found = compare(
        "The first tram of Harwick was in service in May 2023.", "Harwick's tram will be in service in 2026."
    )

    assert found.relation == "unrelated"


def test_dates_of_both_are_not_dates_of_one() -> None:
    assert compare(
        "Both Harwick trams were in service in 2024.", "The Harwick tram was in service in 2023."
    ).relation == ("unrelated")
