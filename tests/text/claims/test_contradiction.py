import json
from pathlib import Path
from typing import Any

import pytest

from stepresearch.text.claims.claim import analyse
from stepresearch.text.claims.contradiction import candidate_claims, compare, compare_claims

ROWS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "contradiction_pairs.jsonl").read_text("utf-8").splitlines()
]
CONTRADICTIONS = {"differ", "outdated", "negated"}
CONTEXT = ("context_a", "context_b", "published_a", "published_b")

# Floors only rise: what the check once told apart it must keep telling apart. The held-out part is only
# measured: its misses are no reason for a rule, so that it says how the check does on sentences not tuned to.
FLOORS = {
    "development": {"precision": 1.0, "recall": 1.0, "relation": 0.98},
    "held out": {"precision": 1.0, "recall": 0.88, "relation": 0.92},
}


def relation_of(row: dict[str, Any]) -> str:
    return compare(row["a"], row["b"], **{key: row[key] for key in CONTEXT if key in row}).relation


@pytest.mark.parametrize("half", FLOORS)
def test_contradictions_are_told_from_undisputed_facts_as_well_as_before(half: str) -> None:
    rows = [row for row in ROWS if row["held_out"] == (half == "held out")]
    told = [(relation_of(row), row["relation"]) for row in rows]
    hits = sum(got in CONTRADICTIONS and want in CONTRADICTIONS for got, want in told)
    figures = {
        "precision": hits / sum(got in CONTRADICTIONS for got, _ in told),
        "recall": hits / sum(want in CONTRADICTIONS for _, want in told),
        "relation": sum(got == want for got, want in told) / len(told),
    }
    assert {name: value for name, value in figures.items() if value < FLOORS[half][name]} == {}


def test_a_contradiction_names_both_values_and_the_measure() -> None:
    found = compare(
        "The installed base in Norway was 500 units in 2024.",
        "In 2024 Norway had an installed base of 700 units.",
    )
    assert (found.relation, found.value_a, found.value_b) == ("differ", "500 units", "700 units")
    assert "installed base" in found.measure


@pytest.mark.parametrize(
    ("published_a", "published_b", "older"), [("2012-05-01", "2024-02-10", "a"), ("2024-02", "2012", "b")]
)
def test_an_older_edition_of_a_figure_is_outdated_and_named(
    published_a: str, published_b: str, older: str
) -> None:
    found = compare(
        "The city currently has 2.1 million inhabitants.",
        "The city currently has 2.6 million inhabitants.",
        published_a=published_a,
        published_b=published_b,
    )
    assert (found.relation, found.older) == ("outdated", older)


def test_a_title_says_whom_a_pronoun_means() -> None:
    a, b = "It employs 3,200 people.", "Vestfrost employs 1,900 people."
    assert compare(a, b, context_a="Vestfrost: profile").relation == "differ"
    assert compare(a, b, context_a="Nilfisk: profile").relation == "unrelated"


def test_two_measures_of_one_sentence_are_never_rivals() -> None:
    sentence = "The chain runs 12 sites and 340 charging units in Utrecht."
    assert compare(sentence, sentence).relation == "agree"
    assert compare(sentence, "In Utrecht the chain has 340 units.").relation == "agree"


def test_an_expected_figure_does_not_dispute_a_measured_one() -> None:
    found = compare(
        "Solar capacity in Norway was 500 MW in 2024.",
        "Solar capacity in Norway is expected to reach 900 MW.",
    )
    assert found.relation == "unrelated"


def test_sentences_about_different_things_are_no_candidates() -> None:
    sentences = [
        "The dam holds 40 million tonnes of water.",
        "The dam cost 3 billion euros.",
        "The dam opened in 1964.",
    ]
    assert candidate_claims([analyse(sentence) for sentence in sentences]) == []


@pytest.mark.parametrize("rate", ["32.6", "33"])
def test_figures_of_two_measures_do_not_agree_for_being_alike_under_titles_of_one_topic(rate: str) -> None:
    found = compare(
        f"The annual growth rate of the heat pump sector in Norway came to {rate} percent.",
        "In 2026 the local content quota of the heat pump sector in Norway came to 33 percent.",
        context_a="The heat pump sector in Norway: size and growth",
        context_b="The heat pump sector in Norway: policy",
    )
    assert found.relation == "unrelated"


def test_a_line_that_only_names_somebody_says_nothing_of_what_somebody_did() -> None:
    found = compare(
        "Merrowick Harbour Trust published on 15 May 2026.", "Merrowick Harbour Trust, 9 February 2022."
    )
    assert found.relation == "unrelated"


def test_comparing_is_the_same_from_either_side() -> None:
    pairs = [(analyse(row["a"]), analyse(row["b"])) for row in ROWS]
    uneven = [a.text for a, b in pairs if compare_claims(a, b).relation != compare_claims(b, a).relation]
    assert uneven == []


def test_contradictions_found_are_among_the_candidates() -> None:
    missed = [
        row["a"]
        for row in ROWS
        if row["relation"] in CONTRADICTIONS
        and relation_of(row) in CONTRADICTIONS
        and candidate_claims([analyse(row["a"]), analyse(row["b"])]) != [(0, 1)]
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Lane 5 is 8 metres wide.", "Lane 7 is 9 metres wide."),
        ("Bus line 12 carries 300 passengers a day.", "Bus line 14 carries 410 passengers a day."),
        ("第5车道宽8米。", "第7车道宽9米。"),
    ],
)
def test_things_told_apart_by_a_number_alone_do_not_contradict_each_other(a: str, b: str) -> None:
    assert compare(a, b).relation == "unrelated"
