import pytest

from stepresearch.nodes.review import approved, edited
from stepresearch.nodes.state import ChecklistItem, Plan, Task
from stepresearch.tools.errors import ConfigError

PLAN = Plan(
    tasks=[Task(task_id="T1", question="What did it cost?", queries=["bridge cost"], settled=False)],
    checklist=[ChecklistItem(item_id="K1", text="The cost", kind="asked")],
)


@pytest.mark.parametrize("answer", [True, None, "approve", "ok"])
def test_an_approval_leaves_the_plan_as_it_is(answer: object) -> None:
    assert edited(PLAN, answer) == PLAN


def test_an_edited_plan_gets_ids_anew_and_keeps_its_queries() -> None:
    tasks = [
        {"question": "Who built it?", "queries": ["builder"]},
        {"question": "Why?", "queries": ["reason"]},
    ]
    plan = edited(PLAN, {"tasks": tasks})
    assert [(task["task_id"], task["queries"]) for task in plan["tasks"]] == [
        ("T1", ["builder"]),
        ("T2", ["reason"]),
    ]
    assert plan["checklist"] == PLAN["checklist"]


def test_an_edited_task_without_queries_gets_one_from_its_question() -> None:
    plan = edited(PLAN, {"tasks": [{"question": "Who built the bridge?"}]})
    assert "bridge" in plan["tasks"][0]["queries"][0]


def test_what_the_interrupt_showed_can_be_handed_back_with_changes() -> None:
    shown = {**PLAN, "tasks": [{**PLAN["tasks"][0], "question": "What did it cost in 2019?"}], "more": 1}
    assert edited(PLAN, shown)["tasks"][0]["question"] == "What did it cost in 2019?"


def test_an_edited_checklist_gets_ids_anew() -> None:
    given = {
        "tasks": PLAN["tasks"],
        "checklist": [{"text": "No estimates", "kind": "must_not"}, {"text": "Dates"}],
    }
    assert edited(PLAN, given)["checklist"] == [
        ChecklistItem(item_id="K1", text="No estimates", kind="must_not"),
        ChecklistItem(item_id="K2", text="Dates", kind="asked"),
    ]


@pytest.mark.parametrize(
    "answer",
    [
        7,
        False,
        [],
        {},
        {"tasks": []},
        {"tasks": [{"question": "  "}]},
        {"tasks": "x"},
        {"tasks": [{"queries": []}]},
    ],
    ids=repr,
)
def test_an_answer_that_is_no_plan_is_refused_with_what_to_answer(answer: object) -> None:
    with pytest.raises(ConfigError) as caught:
        edited(PLAN, answer)
    assert caught.value.hint


def test_a_plan_of_foreign_words_is_searched_by_the_questions_own_too() -> None:
    task = Task(task_id="T1", question="qxz", queries=["zzq xqy"], settled=False)
    update = approved(Plan(tasks=[task], checklist=[]), "How long is the Lund bridge?")
    texts = [query["text"] for query in update["queries"].values()]
    assert "zzq xqy" in texts
    assert any("Lund" in text for text in texts)


def test_a_task_that_a_person_left_as_it_was_keeps_its_heading_and_a_changed_one_loses_it() -> None:
    asked = {**PLAN["tasks"][0], "title": "The cost"}
    plan = Plan(tasks=[Task(**asked)], checklist=[])
    assert edited(plan, {"tasks": [asked]})["tasks"][0].get("title") == "The cost"
    assert not edited(plan, {"tasks": [{**asked, "question": "Who paid?"}]})["tasks"][0].get("title")
