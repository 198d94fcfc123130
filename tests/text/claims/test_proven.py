import json
from collections import Counter
from pathlib import Path

import pytest

from stepresearch.text.claims.proven import proof
from stepresearch.text.claims.statement import taken_apart

PAIRS = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "provable_pairs.jsonl").read_text("utf-8").splitlines()
]
"""Written before the rules, in kinds that were reported to fail: what a person would say of each pair."""

SAYS = {"equal": "agree", "unequal": "differ", "denied": "differ", "": "silent"}
FOUND_AT_LEAST = {"differ": 0.75, "agree": 0.8}
"""Of what a person sees: the rest takes understanding, which is the model's."""


def said(a: str, b: str) -> str:
    return SAYS[proof(taken_apart(a), taken_apart(b))]


@pytest.mark.parametrize("pair", PAIRS, ids=[f"{one['kind']}: {one['a'][:30]}" for one in PAIRS])
def test_nothing_is_proven_that_a_person_would_not_say(pair: dict[str, str]) -> None:
    assert said(pair["a"], pair["b"]) in (pair["want"], "silent")
    assert said(pair["b"], pair["a"]) == said(pair["a"], pair["b"])


@pytest.mark.parametrize("want", sorted(FOUND_AT_LEAST))
def test_most_of_what_can_be_proven_is(want: str) -> None:
    found = Counter(said(one["a"], one["b"]) == want for one in PAIRS if one["want"] == want)
    assert found[True] >= FOUND_AT_LEAST[want] * found.total()


def test_of_undated_figures_a_year_apart_the_older_is_told_as_such() -> None:
    a, b = (
        taken_apart(f"The Dunmore library lent {books} books.", published=day)
        for books, day in (("812,340", "2026-02-01"), ("790,112", "2023-02-01"))
    )
    assert (proof(a, b), proof(b, a)) == ("b_older", "a_older")


def test_figures_of_two_years_dispute_nothing() -> None:
    a, b = (
        taken_apart(f"The Dunmore library lent {books}.")
        for books in ("812,340 books in 2025", "790,112 books in 2024")
    )
    assert proof(a, b) == ""


def test_what_only_one_side_says_narrows_its_figure_unless_the_title_of_the_other_says_it_too() -> None:
    whole = "The Harl works employ 412 people in Tarvia."
    narrow = "The Harl works employ 380 people in Tarvia at night."
    assert proof(taken_apart(whole), taken_apart(narrow)) == ""
    assert proof(taken_apart(whole, title="Night shifts"), taken_apart(narrow)) == "unequal"


def test_a_table_row_proves_nothing_alone() -> None:
    assert (
        proof(
            taken_apart("| Orla pier | 41 million euros |"), taken_apart("| Orla pier | 48 million euros |")
        )
        == ""
    )
