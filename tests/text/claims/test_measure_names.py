import pytest

from stepresearch.text.claims.claim import analyse
from stepresearch.text.claims.contradiction import compare
from stepresearch.text.claims.measure_names import MAX_WORDS, best_name, common_words, measure_of
from stepresearch.text.language.words import terms


@pytest.mark.parametrize(
    ("a", "b", "name"),
    [
        (
            "We forecast a cost at completion of 52.6 million euros.",
            "We estimate that the programme will cost 58.3 million euros at completion.",
            "cost at completion",
        ),
        (
            "The Sollan Kestrel entered service on 3 March 2025.",
            "The Sollan Kestrel was in service from 17 March 2025.",
            "Sollan Kestrel service",
        ),
    ],
)
def test_a_dispute_is_named_by_what_is_measured(a: str, b: str, name: str) -> None:
    assert compare(a, b, published_a="2022-02-09", published_b="2026-06-18").measure == name
    assert compare(b, a, published_a="2026-06-18", published_b="2022-02-09").measure == name


def test_a_name_is_short_in_the_order_of_its_sentence_and_says_no_word_twice() -> None:
    text = "Two ships for 62 cars each, with batteries that are currently specified at 3.6 MWh a ship of the harbour."
    name = common_words(text, frozenset(term for term in terms(text) if term.isalpha()))
    assert name.split()[:3] == ["ships", "cars", "batteries"]
    assert len(name.split()) <= MAX_WORDS


def test_of_several_names_the_one_in_the_words_of_the_others_is_taken() -> None:
    assert best_name(["Tarnside substation", "full connection", "connection"]) == "full connection"


def test_a_lone_word_is_told_with_what_is_measured_of_it() -> None:
    plan, estimate = (
        analyse("The programme is currently estimated at €34.5 million."),
        analyse("We estimate that the programme will cost €58.3 million at completion."),
    )
    assert measure_of(plan, plan.figures[0], estimate, estimate.figures[0]) == "programme cost"


def test_an_event_is_named_with_the_numbered_thing_and_without_words_of_planning() -> None:
    found = compare(
        "Line 4 opened to passengers on 6 September 2025, eleven months later than planned.",
        "Someone said that Line 4 opened on 16 September 2025, but I rode it the week before.",
        context_a="Halvern City Council: Line 4 progress report",
        context_b="Halvern riders' forum",
    )
    assert found.measure == "Line 4 opened"
