"""The check by code on 100 cited sentences, half of them tampered with, over passages of documents read."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from stepresearch.nodes.checking.sentences import judged_by_code
from stepresearch.nodes.state.schema import PassageRecord, Source
from stepresearch.nodes.state.tasks import SentenceToCheck

ROWS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "tampered_sentences.jsonl").read_text("utf-8").splitlines()
]
QUESTION = "What has Merrowick's Quiet Crossing ferry programme cost and delivered so far?"

# Floors only rise. What changes the meaning alone is the model's to find; code catches what it denies word for word.
CAUGHT = {
    "number": 0.92,
    "date": 1.0,
    "name": 1.0,
    "negation": 0.8,
    "stronger claim": 0.0,
    "other source": 1.0,
}


def verdict(sentence: str, passages: Sequence[Mapping[str, str]]) -> str:
    records = {
        f"S{number}.1": PassageRecord(
            passage_id=f"S{number}.1", source_id=f"S{number}", start=0, end=0, heading="", text=one["text"]
        )
        for number, one in enumerate(passages, 1)
    }
    sources = {
        f"S{number}": Source(url=f"file:///{number}", title=one["title"], published=one["published"])
        for number, one in enumerate(passages, 1)
    }
    asked = SentenceToCheck(sentence_id="X1.1", section_id="X1", text=sentence, passage_ids=list(records))
    return judged_by_code(asked, records, sources, QUESTION).verdict


def caught(rows: Sequence[Mapping[str, Any]]) -> float:
    found = [verdict(row["tampered"], row.get("tampered_passages", row["passages"])) for row in rows]
    return sum(one != "supported" for one in found) / len(found)


@pytest.mark.parametrize("row", ROWS, ids=[row["sentence"][:40] for row in ROWS])
def test_a_true_sentence_is_not_marked(row: Mapping[str, Any]) -> None:
    assert verdict(row["sentence"], row["passages"]) == "supported"


@pytest.mark.parametrize("kind", CAUGHT)
def test_code_catches_each_kind_of_tampering_as_often_as_before(kind: str) -> None:
    assert caught([row for row in ROWS if row["kind"] == kind]) >= CAUGHT[kind]


def test_code_catches_nearly_all_tampering_with_numbers_dates_and_names() -> None:
    assert caught([row for row in ROWS if row["kind"] in {"number", "date", "name"}]) >= 0.95


def test_the_corpus_is_of_two_languages_and_a_hundred_sentences() -> None:
    assert len(ROWS) == 50
    assert sum(row["lang"] == "zh" for row in ROWS) >= 12
