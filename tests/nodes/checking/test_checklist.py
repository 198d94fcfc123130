"""Which unmet points of the checklist a mended report still leaves open."""

import pytest

from stepresearch.nodes.checking.checklist import open_points, undecided
from stepresearch.nodes.state.schema import SUMMARY, ChecklistItem, Kind

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


QUESTION = "Should the town council approve more money for the ferry programme?"
ADVICE = "A clear recommendation with conditions for the council"
DECIDED = "The council should approve more only on conditions [S7.4]. It has cost 47.9 million [S2.4]."
UNDECIDED = "The sources do not say whether it should be approved. The council put the decision off [S7.4]."


def left(text: str, kind: Kind, answer: str) -> bool:
    return undecided([ChecklistItem(item_id="K1", text=text, kind=kind)], ["K1"], answer) == ["K1"]


@pytest.mark.parametrize(
    ("text", "kind"), [(QUESTION, "asked"), (ADVICE, "implied"), ("A recommendation", "implied")]
)
def test_a_point_on_the_decision_is_met_by_a_short_answer_that_decides(text: str, kind: Kind) -> None:
    assert not left(text, kind, DECIDED)
    assert left(text, kind, UNDECIDED)
    assert left(text, kind, DECIDED.replace(" [S7.4]", "").replace(" [S2.4]", ""))


def test_a_question_for_a_decision_is_answered_without_the_words_of_it() -> None:
    assert not left(QUESTION, "asked", "Yes, on condition of a revised budget [S7.4].")
    assert not left("镇议会是否应该批准更多资金？", "asked", "可以批准，但须先修订预算 [S7.4]。")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The Auditor's recommendations on the register of risks", "implied"),
        ("What should have been delivered by 2025?", "asked"),
        ("What has been delivered", "asked"),
        ("The noise at the quay", "implied"),
    ],
)
def test_other_points_are_left_to_the_judge(text: str, kind: Kind) -> None:
    assert left(text, kind, f"{DECIDED} One ship was delivered in 2026 [S2.4].")


@pytest.mark.parametrize(
    ("point", "answer", "is_open"),
    [
        ("Delay of the second ferry", DELAY, False),
        ("Delay of the second ferry", DELAY.replace(" [S2.1]", ""), True),
        ("Delay of the second ferry", "It is not known how long the second ferry is delayed [S2.1].", True),
        ("What was delayed", DELAY, True),
    ],
)
def test_a_point_is_met_by_a_cited_sentence_of_the_short_answer_that_the_judge_did_not_see(
    point: str, answer: str, is_open: bool
) -> None:
    items = [ChecklistItem(item_id="K1", text=point, kind="implied")]
    texts = {**BEFORE, SUMMARY: answer}
    assert bool(open_points(items, ["K1"], texts, texts)) == is_open


def test_what_must_not_be_there_is_not_met_by_the_short_answer() -> None:
    items = [ChecklistItem(item_id="K1", text="Delay of the second ferry", kind="must_not")]
    assert open_points(items, ["K1"], {**BEFORE, SUMMARY: DELAY}, {**BEFORE, SUMMARY: DELAY}) == items
    assert left("Delay of the second ferry should be told", "must_not", DECIDED)


def test_what_was_judged_met_is_not_left() -> None:
    assert undecided([ChecklistItem(item_id="K1", text="The noise", kind="asked")], [], DELAY) == []


ASKED = "Should the council order a second pair of ferries now?"
PAYING = "How the council would pay for a second pair"


@pytest.mark.parametrize(
    ("added", "left"),
    [
        ("The council should not order a second pair [S1.1].", ["K1"]),
        ("The council would pay a second pair from reserves [S1.1].", []),
    ],
)
def test_an_implied_point_is_not_met_by_the_words_of_the_question_alone(added: str, left: list[str]) -> None:
    items = [
        ChecklistItem(item_id="K1", text=PAYING, kind="implied"),
        ChecklistItem(item_id="K2", text=ASKED, kind="asked"),
    ]
    found = open_points(items, ["K1"], BEFORE, {"X1": f"{BEFORE['X1']} {added}", SUMMARY: added})
    assert [item["item_id"] for item in found] == left
