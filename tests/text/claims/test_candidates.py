from stepresearch.text.claims.candidates import GROUP, candidates, compared_values, grouped
from stepresearch.text.claims.statement import taken_apart


def pool_of(*texts: str) -> list[tuple[int, int, str]]:
    statements = [taken_apart(text) for text in texts]
    return [
        (one.a, one.b, one.kind) for one in candidates(statements, lambda a, b: a != b, [1.0] * len(texts))
    ]


def test_values_of_one_unit_in_like_words_are_proposed() -> None:
    assert pool_of("The pier cost 41 million euros.", "For the pier 48 million euros were paid.") == [
        (0, 1, "clash")
    ]


def test_a_statement_that_repeats_a_value_beside_one_of_its_own_is_proposed_against_it() -> None:
    found = pool_of(
        "By the office, 336.2 MW stand.", "Of the 336.2 MW that it tells, 297.6 MW are connected."
    )
    assert found == [(0, 1, "clash")]


def test_one_rare_value_in_two_languages_is_proposed() -> None:
    assert pool_of("The pier cost 47.9 million euros.", "码头耗资4790万欧元。") == [(0, 1, "equal")]


def test_statements_that_only_date_a_paper_are_not_proposed() -> None:
    assert pool_of("Published: 2026-03-02", "Published: 2026-03-09") == []


def test_dates_of_one_event_are_proposed() -> None:
    found = pool_of(
        "The Orla ferry entered regular service on 3 March 2025.",
        "The log of the Orla ferry has regular service from 17 March 2025.",
    )
    assert found == [(0, 1, "clash")]


def test_of_one_source_nothing_is_proposed() -> None:
    statements = [taken_apart(f"The pier cost {n} million euros.") for n in (41, 48)]
    assert candidates(statements, lambda a, b: False, [1.0, 1.0]) == []


def test_groups_hold_no_more_than_a_glance_takes_in_and_no_more_than_asked() -> None:
    texts = [f"The Orla pier cost {n}.{n} million euros in all." for n in range(11, 60)]
    statements = [taken_apart(text) for text in texts]
    groups = grouped(candidates(statements, lambda a, b: a != b, [1.0] * len(texts)), 24)
    assert max(map(len, groups)) <= GROUP
    assert sum(map(len, groups)) <= 24


def test_the_values_compared_are_those_beside_like_words() -> None:
    a = taken_apart("In 300 days the yard built a pier that is 412 m long for 9 million euros.")
    b = taken_apart("The pier is 398 m long.")
    assert compared_values(a, b) == ("412 m", "398 m")


def test_a_wall_of_text_and_a_long_table_row_are_compared_by_their_start() -> None:
    wall = taken_apart("The pier cost 41 million euros and " * 10_000)
    row = taken_apart("| " + " | ".join(str(n) for n in range(1000, 5000)) + " |")
    assert len(wall.text) <= 600
    assert max(len(wall.figures), len(row.figures)) <= 12
