import pytest

from stepresearch.nodes.interrupts.edited_plan import UnusablePlanError, edited
from stepresearch.nodes.review import approved
from stepresearch.nodes.state.schema import ChecklistItem, Plan, Task

PLAN = Plan(
    tasks=[Task(task_id="T1", question="What did it cost?", queries=["bridge cost"], settled=False)],
    checklist=[ChecklistItem(item_id="K1", text="The cost", kind="asked")],
)


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
    [[], {}, {"tasks": []}, {"tasks": [{"question": "  "}]}, {"tasks": [{"queries": []}]}, {"tasks": "[broken"},
     {"tasks": [{"question": "x" * 5000}]}, {"tasks": ["What?"] * 100}, {"plan": {"plan": 1}}],
    ids=range(9),
)  # fmt: skip
def test_data_that_is_no_plan_is_refused_with_the_reason(answer: object) -> None:
    with pytest.raises(UnusablePlanError, match=r"plan|tasks"):
        edited(PLAN, answer)


@pytest.mark.parametrize(
    "tasks",
    [
        ["Who built it?", "What did it cost?"],
        '["Who built it?", "What did it cost?"]',
        "1. Who built it?\n2. What did it cost?",
    ],
)
def test_tasks_may_come_as_text_as_faces_send_them(tasks: object) -> None:
    plan = edited(PLAN, {"tasks": tasks})
    assert [task["question"] for task in plan["tasks"]] == ["Who built it?", "What did it cost?"]
    assert plan["tasks"][1]["queries"] == ["bridge cost"]


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
