"""What becomes of a plan that strays: from its question, from the report's language, or into saying a thing twice."""

import pytest

from stepresearch.nodes.conversation.answer_schemas import PlanDraft, TaskDraft
from stepresearch.nodes.plan import fault_of, once, related, told
from stepresearch.nodes.planning.items import distinct, with_ids, with_wish
from stepresearch.nodes.state.schema import Brief, ChecklistItem

QUESTION = "How long is the Lund bridge?"


def plan(question: str) -> PlanDraft:
    return PlanDraft(tasks=[TaskDraft(question=question, queries=["zzq"])])


def test_a_plan_without_a_word_of_the_question_gets_the_question_as_its_first_task() -> None:
    assert [task.question for task in related(plan("qxz"), QUESTION).tasks] == [QUESTION, "qxz"]


def test_a_plan_on_the_question_stays_as_it_is() -> None:
    assert related(plan("Length of the bridge"), QUESTION) == plan("Length of the bridge")


def parts(*tasks: tuple[str, str]) -> PlanDraft:
    return PlanDraft(tasks=[TaskDraft(question=question, queries=[query]) for question, query in tasks])


def test_a_part_that_asks_what_an_earlier_one_does_is_left_out_and_its_query_is_kept() -> None:
    draft = distinct(parts(("主要风险有哪些？", "a b"), ("运营表现如何？", "c"), ("主要风险有哪些", "a d")))
    assert [(task.question, task.queries) for task in draft.tasks] == [
        ("主要风险有哪些？", ["a b", "a d"]),
        ("运营表现如何？", ["c"]),
    ]


def test_nearly_the_same_words_with_the_same_query_are_one_part() -> None:
    draft = parts(
        ("What are the main risks of the ferry programme?", "ferry risks"),
        ("What are the main risks of the whole ferry programme?", "risks ferry"),
    )
    assert len(distinct(draft).tasks) == 1


@pytest.mark.parametrize(
    "second",
    [
        ("What did the ferry programme cost in 2025?", "ferry cost 2025"),
        ("Why did the ferry programme cost in 2024?", "ferry cost 2024 why"),
        ("When is it late?", "ferry cost 2024"),
    ],
)
def test_another_year_another_question_word_or_another_subject_is_another_part(
    second: tuple[str, str],
) -> None:
    assert (
        len(distinct(parts(("What did the ferry programme cost in 2024?", "ferry cost 2024"), second)).tasks)
        == 2
    )


def test_a_part_in_another_language_than_the_report_is_named() -> None:
    draft = parts(("主要风险有哪些？", "risks"), ("What would the programme cost at completion?", "cost"))
    assert fault_of(draft, "zh") == (
        "“What would the programme cost at completion?”: it is written in English, and Chinese was asked for"
    )
    assert fault_of(parts(("主要风险有哪些？", "Quiet Crossing risks of the programme")), "zh") is None


def test_a_check_made_once_lets_the_second_answer_pass() -> None:
    check = once(lambda draft: fault_of(draft, "zh"))
    foreign = parts(("What would the programme cost at completion?", "cost"))
    assert check(parts(("风险", "risks"))) is None
    assert check(foreign)
    assert check(foreign) is None


def test_a_wish_becomes_a_point_of_the_checklist_that_was_asked_for() -> None:
    known = [ChecklistItem(item_id="K1", text="The cost", kind="asked")]
    assert with_wish(known, "Rather the\nrepairs.") == [
        *known,
        ChecklistItem(item_id="K2", text="Rather the repairs.", kind="asked"),
    ]
    assert with_wish([], "Repairs")[0]["item_id"] == "K1"


def test_only_the_answers_of_the_person_are_told_again() -> None:
    brief = Brief(objective="O", language="en", scope="Lund", implied=["price"], answers=["Until 2025."])
    assert told(brief) == "The person adds: Until 2025.\n"


def titled(*titles: str) -> list[str]:
    drafts = [TaskDraft(question=f"What is {n}?", title=title) for n, title in enumerate(titles)]
    return [task.get("title", "") for task in with_ids(PlanDraft(tasks=drafts))]


def test_a_part_keeps_the_heading_that_it_was_given() -> None:
    assert titled("Cost against budget.", "噪声变化：") == ["Cost against budget", "噪声变化"]


@pytest.mark.parametrize("title", ["What did it cost?", "Cost [S1.1]", "A cost " * 20, "## Cost", " "])
def test_what_is_no_heading_is_none(title: str) -> None:
    assert titled(title, "Noise") == ["", "Noise"]


def test_a_heading_given_twice_is_none() -> None:
    assert titled("Cost", "Cost") == ["", ""]
