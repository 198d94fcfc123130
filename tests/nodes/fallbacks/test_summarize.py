from stepresearch.nodes.fallbacks.summarize import draft_summary
from stepresearch.nodes.state.schema import Claim, Finding, PassageRecord, Source, Task


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


def test_a_row_that_answers_stands_once_and_with_the_names_of_its_columns() -> None:
    text = "Mill | Wheels\nUpper | 4\nLower | 2\nFar | 6"
    source = Source(source_id="S1", url="file:///mills.md", title="Mills", status="read")
    passage = PassageRecord(passage_id="S1.1", source_id="S1", start=0, end=len(text), heading="", text=text)
    finding = Finding(
        finding_id="F1", task_id="T1", claim="Lower | 2", passage_ids=["S1.1"], quote="Lower | 2",
        verbatim=True, score=0.5, round=1,
    )  # fmt: skip
    claim = Claim(
        claim_id="C1", task_id="T1", finding_ids=["F1"], supported_by=[], text="Lower | 2",
        verdict="single_source", groups=["G1"], reason="",
    )  # fmt: skip
    asked = "How many wheels does the Lower mill have?"
    task = Task(task_id="T1", question=asked, queries=[asked], settled=False)
    told = draft_summary([task], [claim], {"F1": finding}, [passage], {"S1": source})

    assert [one.text for one in told.sentences if "Lower" in one.text] == ["Lower — Wheels: 2"]
