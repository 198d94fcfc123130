"""The short answer as it stands in the report, and what comes of the checklist's verdicts."""

from stepresearch.nodes.conversation.answer_schemas import (
    ChecklistVerdicts,
    ItemVerdict,
    SummaryDraft,
    SummarySentence,
)
from stepresearch.nodes.state.schema import ChecklistItem, PassageRecord
from stepresearch.nodes.summarize import not_judged, paragraph, unmet

PASSAGES = {
    "S3.1": PassageRecord(
        passage_id="S3.1", source_id="S3", start=0, end=9, heading="", text="It has 62 cars."
    )
}
CHECKLIST = [
    ChecklistItem(item_id="K1", text="The cost", kind="asked"),
    ChecklistItem(item_id="K2", text="The old cost as the new one.", kind="must_not"),
]
KNOWN = SummarySentence(text="It has 62 cars.", passage_ids=["S3.1"])
INVENTED = SummarySentence(text="It will be cancelled [S77.1].", passage_ids=["S77.1"])
OPEN = SummarySentence(text="The sources do not say more.", passage_ids=[])


def answer(*sentences: SummarySentence) -> tuple[str, list[str]]:
    return paragraph(SummaryDraft(sentences=list(sentences)), PASSAGES)


def test_a_sentence_that_cites_only_what_was_never_shown_is_left_out() -> None:
    assert answer(KNOWN, INVENTED, OPEN) == ("It has 62 cars [S3.1]. The sources do not say more.", ["S77.1"])


def test_where_no_other_sentence_is_left_it_stays_without_its_citation() -> None:
    assert answer(INVENTED) == ("It will be cancelled.", ["S77.1"])


def test_a_sentence_said_twice_stands_once() -> None:
    assert answer(KNOWN, KNOWN)[0] == "It has 62 cars [S3.1]."


def test_points_judged_unmet_are_kept_in_the_order_of_the_checklist() -> None:
    verdicts = [ItemVerdict(item_id=one, met=False) for one in ("K2", "K1", "K9", "K2")]
    assert unmet(ChecklistVerdicts(items=verdicts), CHECKLIST) == ["K1", "K2"]


def test_points_without_a_verdict_are_named_and_count_neither_way() -> None:
    verdicts = ChecklistVerdicts(items=[ItemVerdict(item_id="K1", met=True)])
    assert unmet(verdicts, CHECKLIST) == []
    assert [notice["text"] for notice in not_judged(verdicts, CHECKLIST)] == [
        "The model did not judge whether the report meets: Must not be there: The old cost as the new one."
    ]


def test_nothing_is_said_where_every_point_was_judged() -> None:
    assert not_judged(ChecklistVerdicts(items=[]), []) == []


def test_sentences_of_chinese_stand_without_a_space_between_them() -> None:
    sentences = [SummarySentence(text=f"{one}。", passage_ids=["S3.1"]) for one in ("可载车", "可载人")]
    assert answer(*sentences)[0] == "可载车 [S3.1]。可载人 [S3.1]。"
