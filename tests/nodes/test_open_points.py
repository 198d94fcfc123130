"""Which unmet points of the checklist a mended report still leaves open."""

import pytest

from stepresearch.nodes.open_points import open_points
from stepresearch.nodes.state import ChecklistItem, Kind

BEFORE = {"X1": "The old ferry costs 31 million euros [S1.1]. It sails."}
DELAY = "The second ferry is delayed until March 2027 [S2.1]."


def still_open(text: str, kind: Kind, after: str, unmet: tuple[str, ...] = ("K1",)) -> list[str]:
    items = [
        ChecklistItem(item_id="K1", text=text, kind=kind),
        ChecklistItem(item_id="K2", text="x", kind="asked"),
    ]
    return [item["item_id"] for item in open_points(items, unmet, BEFORE, {"X1": after})]


def test_an_unmet_point_stays_open_where_nothing_was_mended() -> None:
    assert still_open("Delay of the second ferry", "implied", BEFORE["X1"]) == ["K1"]


def test_a_point_that_was_judged_met_is_never_open() -> None:
    assert still_open("Delay of the second ferry", "implied", BEFORE["X1"], unmet=()) == []


@pytest.mark.parametrize(
    ("point", "left"), [("Delay of the second ferry", []), ("The noise at the quay", ["K1"])]
)
def test_a_new_cited_sentence_on_a_point_closes_it_and_no_other(point: str, left: list[str]) -> None:
    assert still_open(point, "implied", f"{BEFORE['X1']} {DELAY}") == left


def test_a_new_sentence_that_cites_nothing_closes_no_point() -> None:
    assert still_open(
        "Delay of the second ferry", "asked", f"{BEFORE['X1']} The second ferry is delayed."
    ) == ["K1"]


def test_what_must_not_be_there_is_open_until_a_sentence_about_it_is_gone() -> None:
    assert still_open("31 million euros as the costs of the ferry", "must_not", BEFORE["X1"]) == ["K1"]
    assert still_open("31 million euros as the costs of the ferry", "must_not", "It sails.") == []
