"""What becomes of a plan that has nothing to do with its question."""

from stepresearch.nodes.drafts import PlanDraft, TaskDraft
from stepresearch.nodes.plan import related

QUESTION = "How long is the Lund bridge?"


def plan(question: str) -> PlanDraft:
    return PlanDraft(tasks=[TaskDraft(question=question, queries=["zzq"])])


def test_a_plan_without_a_word_of_the_question_gets_the_question_as_its_first_task() -> None:
    assert [task.question for task in related(plan("qxz"), QUESTION).tasks] == [QUESTION, "qxz"]


def test_a_plan_on_the_question_stays_as_it_is() -> None:
    assert related(plan("Length of the bridge"), QUESTION) == plan("Length of the bridge")
