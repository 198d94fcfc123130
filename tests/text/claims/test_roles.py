import pytest

from stepresearch.text.claims.claim import analyse
from stepresearch.text.claims.contradiction import compare


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("The last €2.8 million of the grant is paid next year.", "part"),
        ("Our target is 97 percent of the flights.", "target"),
        ("The demand on the grid peaked at 5.6 MW.", "peak"),
        ("By March the school had cost €47 million.", "spent"),
        ("The timetable had 5,840 departures.", "listed"),
        ("The hall has room for 290 guests.", "room"),
        ("The trams cost €412,000 each.", "each"),
        ("截至三月底，工程已支出4790万欧元。", "spent"),
    ],
)
def test_the_words_around_a_figure_tell_its_role(sentence: str, role: str) -> None:
    [figure] = analyse(sentence).figures

    assert role in figure.roles


def test_a_level_has_no_role() -> None:
    [figure] = analyse("The school cost €47 million.").figures

    assert figure.roles == frozenset()


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            "The grant of the Harbour Fund is €14 million.",
            "The last €3 million of the grant of the Harbour Fund is due.",
        ),
        (
            "Trains ran 94 percent of the trips listed.",
            "Our target is that trains run 97 percent of the trips listed.",
        ),
        ("The tram depot cost €48 million.", "The trams of the depot cost €41 million each."),
        ("The clinic had cost €61 million by June.", "The clinic will cost €80 million."),
    ],
)
def test_figures_of_unlike_roles_never_dispute_each_other(a: str, b: str) -> None:
    assert compare(a, b).relation == "unrelated"


def test_a_sentence_that_gives_both_values_agrees_with_either() -> None:
    both = "The strategy put the capacity of the Lahmor mill at 30 MW, and it has a capacity of 42 MW."

    assert compare(both, "The Lahmor mill has a capacity of 42 MW.").relation == "agree"
    assert compare(both, "The Lahmor mill has a capacity of 51 MW.").relation == "differ"


def test_a_plan_that_was_overtaken_is_outdated_by_what_was_built() -> None:
    plan = "The mill is currently planned with a capacity of 30 MW."
    built = "The mill has a capacity of 42 MW."
    found = compare(plan, built, published_a="2021-03-01", published_b="2024-05-01")

    assert (found.relation, found.older) == ("outdated", "a")
    assert compare(plan, built, published_a="2024-03-01", published_b="2024-05-01").relation == "unrelated"


def test_the_heading_says_what_a_bare_figure_is_of() -> None:
    heading = "Harbour questions › How large are the tanks?"

    assert (
        compare("It has 400 litres.", "Each has 600 litres.", context_a=heading, context_b=heading).relation
        == "differ"
    )
    assert compare("It has 400 litres.", "Each has 600 litres.").relation == "unrelated"
