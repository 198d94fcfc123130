"""Shapes of the model's answers: what they forgive, and what they do not."""

import pytest
from pydantic import ValidationError

from stepresearch.nodes.conversation.answer_schemas import (
    NoteDraft,
    PlanDraft,
    SentenceVerdict,
    SummaryDraft,
    SummarySentence,
    TaskDraft,
)


def test_a_list_that_is_too_long_is_cut_and_not_refused() -> None:
    given = {"text": "A.", "passage_ids": [f"S1.{n}" for n in range(1, 7)]}
    assert SummarySentence.model_validate(given).passage_ids == [f"S1.{n}" for n in range(1, 6)]


def test_one_text_stands_for_a_list_of_one() -> None:
    assert TaskDraft.model_validate({"question": "Q?", "queries": "a b"}).queries == ["a b"]


def test_a_finding_that_cites_nothing_is_left_out_and_the_others_stay() -> None:
    given = {"findings": [{"claim": "A", "passage_ids": []}, {"claim": "B", "passage_ids": ["S1.1"]}]}
    assert [one.claim for one in NoteDraft.model_validate(given).findings] == ["B"]


def test_a_plan_without_a_part_is_still_refused() -> None:
    with pytest.raises(ValidationError):
        PlanDraft.model_validate({"tasks": []})


def test_the_limits_stay_in_the_schema_that_the_server_decodes_by() -> None:
    assert SummarySentence.model_json_schema()["properties"]["passage_ids"]["maxItems"] == 5


def test_of_too_many_sentences_of_the_short_answer_the_last_one_stays() -> None:
    given = {"sentences": [{"text": f"{n}.", "passage_ids": []} for n in range(1, 8)]}
    assert [one.text for one in SummaryDraft.model_validate(given).sentences] == [
        "1.",
        "2.",
        "3.",
        "4.",
        "7.",
    ]


@pytest.mark.parametrize(
    ("said", "meant"),
    [("Partly supported", "partly"), ("not found", "not_found"), ("unsupported", "not_found")],
)
def test_a_verdict_in_the_words_of_the_question_is_understood(said: str, meant: str) -> None:
    assert SentenceVerdict.model_validate({"number": 1, "verdict": said}).verdict == meant


def test_a_verdict_that_is_none_is_refused() -> None:
    with pytest.raises(ValidationError):
        SentenceVerdict.model_validate({"number": 1, "verdict": "perhaps"})
