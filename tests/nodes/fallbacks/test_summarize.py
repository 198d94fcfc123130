from stepresearch.nodes.fallbacks.summarize import draft_summary
from stepresearch.nodes.state.schema import Claim, Finding, Task


def summary(question: str, *told: tuple[str, float, str, int]) -> str:
    """The first sentence of the short answer; each finding with its score, verdict and independent groups."""
    findings, claims = {}, []
    for number, (quote, score, verdict, count) in enumerate(told, 1):
        key = f"F{number}"
        findings[key] = Finding(
            finding_id=key,
            task_id="T1",
            claim=quote,
            passage_ids=[f"S{number}.1"],
            quote=quote,
            verbatim=True,
            score=score,
            round=1,
        )
        claims.append(
            Claim(
                claim_id=f"C{number}",
                task_id="T1",
                finding_ids=[key],
                supported_by=[],
                text=quote,
                verdict=verdict,
                groups=[f"G{n}" for n in range(count)],
                reason="",
            )
        )
    task = Task(task_id="T1", question=question, queries=[question], settled=False)
    return draft_summary([task], claims, findings, [], {}).sentences[0].text


ASKED = "How many patients did the trial enrol?"
PLAN = "The trial will enrol 480 patients."
RESULT = "The trial enrolled 412 patients."
RIVAL = "The trial enrolled 421 patients."


def test_what_happened_is_told_before_what_was_planned() -> None:
    assert RESULT in summary(ASKED, (PLAN, 0.9, "single_source", 1), (RESULT, 0.5, "contested", 1))


def test_a_plan_is_told_where_the_question_asks_for_it() -> None:
    asked = "How many patients will the trial enrol?"
    assert PLAN in summary(asked, (PLAN, 0.9, "single_source", 1), (RESULT, 0.5, "single_source", 1))


def test_of_two_disputed_figures_the_one_that_two_sources_give_comes_first() -> None:
    assert RESULT in summary(ASKED, (RIVAL, 0.9, "contested", 1), (RESULT, 0.8, "contested", 2))


def test_a_disputed_answer_is_told_rather_than_an_undisputed_aside() -> None:
    aside = "The trial has a canteen."
    assert RESULT in summary(ASKED, (RESULT, 0.9, "contested", 1), (aside, 0.5, "single_source", 1))
