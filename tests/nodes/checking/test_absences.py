"""Statements that something was not found, held against all that was read."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from doubles.research import graph_over, run

from stepresearch.nodes.checking.absence_statements import Corpus, Statement
from stepresearch.nodes.checking.absences import MAX_STATEMENTS, candidates_of, held_against_all
from stepresearch.nodes.evidence.stored_passages import StoredPassages, passages_of
from stepresearch.nodes.state.schema import Source
from stepresearch.tools.llm.fake import PROSE, FakeModel
from stepresearch.tools.page import Page

QUESTION = "How many buses does Hollin Transit own, and what does a ticket cost?"
ABSENT = "The sources give no fleet size."
FLEET = "- Vehicles in service: 128 buses (2025)"
TICKET = "A single ticket of Hollin Transit costs 2.40 euros."
PAGE = Page(
    "https://hollin.example/company",
    "Hollin Transit: the company",
    "\n\n".join(
        [
            "# Hollin Transit",
            TICKET,
            *(f"## Stop {n}\n\nThe stop at mile {n} of Hollin has a shelter, a bench and a lamp of its own." for n in range(40)),
            f"## Key figures\n\n- Depots: two\n{FLEET}\n- Drivers: 310",
        ]
    ),
    "2026-01-02",
)  # fmt: skip


def passage_with(words: str, instruction: str) -> str:
    """The id of the passage in a prompt that holds some words; empty where none does."""
    found = re.search(
        r"^\[(S\d+\.\d+)\][^\n]*\n(?:(?!^\[S)[\s\S])*?" + re.escape(words), instruction, re.MULTILINE
    )
    return found[1] if found else ""


def writer(absence: Callable[[str], Any], said: str = ABSENT, **answers: Callable[[str], Any]) -> FakeModel:
    """A model that writes a sentence on the ticket and one that denies something, and answers as told about the latter."""
    own: dict[str, Callable[[str], Any]] = {
        PROSE: lambda _: f"{TICKET} [S1.1] {said}",
        "summarize": lambda _: {"sentences": [{"text": TICKET, "passage_ids": ["S1.1"]}]},
        "absence": absence,
    }
    return FakeModel(answers=own | answers)


def finding(instead: str = "Hollin Transit has 128 buses in service (2025).") -> Callable[[str], Any]:
    """A reader that finds the fleet among the passages it is given, and says what takes the statement's place."""

    def answer(instruction: str) -> dict[str, Any]:
        found = passage_with("128 buses", instruction)
        return {"wrong": [{"number": 1, "passage_ids": [found], "instead": instead}] if found else []}

    return answer


async def sections_of(model: FakeModel) -> tuple[str, dict[str, Any]]:
    state = await run(graph_over([PAGE], model=model), QUESTION)
    return "\n".join(one["text"] for one in state["sections"].values()), state


async def test_a_false_absence_gives_way_to_what_a_passage_says() -> None:
    text, state = await sections_of(writer(finding()))
    assert ABSENT not in text
    assert re.search(r"128 buses in service \(2025\) \[S1\.\d+\]\.", text)
    assert "wrong and replaced: " in state["report"]["markdown"]


def test_what_was_never_shown_is_brought_that_bears_on_a_statement_then_figures_then_the_rest() -> None:
    stored = StoredPassages(passages_of(PAGE.text, "S1"), {"S1": PAGE.title})
    held_against = Corpus(stored, {}, set(), QUESTION, "en")
    brought = candidates_of([Statement("The sources give no tally of lamps.", "X1")], held_against, {"S1.2"})
    texts = [one["text"] for one in brought]
    assert "lamp" in texts[0]
    assert "128 buses" in " ".join(texts[:9])
    assert {one["passage_id"] for one in brought} >= stored.records.keys() - {"S1.2"}


async def test_a_true_absence_stays_and_is_counted() -> None:
    text, state = await sections_of(writer(lambda _: {"wrong": []}))
    assert ABSENT in text
    assert "statements that something was not found: " in state["report"]["markdown"]
    assert "wrong and replaced" not in state["report"]["markdown"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"passage_ids": ["S9.9"], "instead": "Hollin Transit has 128 buses."},
        {"passage_ids": ["S1.2"], "instead": "The stop at mile 0 of Hollin has a shelter."},
        {"passage_ids": ["S1.1"], "instead": "Hollin Transit has 64 buses."},
        {"passage_ids": ["S1.1"], "instead": "The sources do not give the fleet size."},
        {"passage_ids": ["S1.1"], "instead": " "},
    ],
    ids=["unknown id", "other point", "figure not there", "denies again", "says nothing"],
)  # fmt: skip
async def test_a_model_that_calls_every_absence_false_changes_nothing_that_its_passages_do_not_bear_out(
    wrong: dict[str, Any],
) -> None:
    text, _ = await sections_of(writer(lambda _: {"wrong": [{"number": n, **wrong} for n in (1, 2, 3, 99)]}))
    assert ABSENT in text
    assert "64 buses" not in text


async def test_a_model_that_calls_even_a_made_up_statement_wrong_is_not_heard() -> None:
    def all_wrong(instruction: str) -> dict[str, Any]:
        numbers = [int(n) for n in re.findall(r"^(\d+)\. ", instruction, re.MULTILINE)]
        found = passage_with("128 buses", instruction)
        return {"wrong": [{"number": n, "passage_ids": [found], "instead": FLEET[2:]} for n in numbers]}

    text, state = await sections_of(writer(all_wrong))
    assert ABSENT in text
    assert any("made-up statement" in one["text"] for one in state["notices"])


def corpus() -> Corpus:
    stored = StoredPassages(passages_of(PAGE.text, "S1"), {"S1": PAGE.title})
    source = Source(source_id="S1", url=PAGE.url, title=PAGE.title)
    return Corpus(stored, {"S1": source}, set(), QUESTION, "en")


@pytest.mark.parametrize(
    ("question", "instead"),
    [
        ("How many vehicles are in service?", "“Vehicles in service: 128 buses (2025)”"),
        ("How many horses are in service?", ""),
        ("Who drives the vehicles in service?", ""),
    ],
)
async def test_without_a_model_a_passage_with_the_words_and_a_value_of_the_kind_asked_is_quoted(
    question: str, instead: str
) -> None:
    held = await held_against_all([Statement(question, subject_id="T1")], corpus(), None, [])
    assert held.absences["T1"]["instead"].partition(" [")[0] == instead


async def test_a_fleet_is_found_by_a_statement_that_shares_no_word_with_it() -> None:
    text = "# 临桥公交\n\n票价为2元。\n\n## 指标\n\n- 在册车辆：316台\n- 从业人数：1,082人"
    stored = StoredPassages(passages_of(text, "S1"), {"S1": "总结"})
    source = Source(source_id="S1", url="file:///1", title="总结")
    model = FakeModel()
    await held_against_all(
        [Statement("来源没有给出车队规模。", "X1")],
        Corpus(stored, {"S1": source}, set(), "车队？", "zh"),
        model,
        [],
    )
    assert "316台" in model.asked[0].messages[-1]["content"]


async def test_four_hundred_pages_bring_no_more_into_a_leaf_than_fits() -> None:
    records = [one for n in range(1, 401) for one in passages_of(PAGE.text, f"S{n}")]
    sources = {
        f"S{n}": Source(source_id=f"S{n}", url=f"{PAGE.url}/{n}", title=PAGE.title) for n in range(1, 401)
    }
    stored = StoredPassages(records, dict.fromkeys(sources, PAGE.title))
    model = FakeModel(window_tokens=8192)
    many = [Statement(f"The sources give no number {n} of vehicles.", "X1") for n in range(60)]
    held = await held_against_all(many, Corpus(stored, sources, set(), QUESTION, "en"), model, [])
    assert len(held.absences) == MAX_STATEMENTS
    assert held.notices == []


async def test_without_a_model_a_task_without_an_answer_is_held_against_what_was_read() -> None:
    state = await run(graph_over([PAGE]), "What did the quarry at Hollin earn, and how old are its cranes?")
    assert all(one["verdict"] == "holds" for one in state["absences"].values())


async def test_a_replacement_that_the_fresh_reader_does_not_find_is_taken_back() -> None:
    def reader(instruction: str) -> dict[str, Any]:
        told = re.findall(r"^(\d+)\. (.*)$", instruction, re.MULTILINE)
        return {"faults": [{"number": int(n), "verdict": "not_found"} for n, text in told if "128" in text]}

    text, state = await sections_of(writer(finding(), check=reader))
    assert ABSENT in text
    assert "wrong and replaced" not in state["report"]["markdown"]


@pytest.mark.parametrize("instead", ["Hollin Transit has two depots.", "Depots: two"], ids=["told", "quoted"])
async def test_a_replacement_that_does_not_give_what_was_missing_is_taken_back_though_its_passage_says_it(
    instead: str,
) -> None:
    def reader(instruction: str) -> dict[str, Any]:
        asked = re.findall(
            r"^(\d+)\. .*\{In place of “The sources give no fleet size\.”\}$", instruction, re.MULTILINE
        )
        return {"faults": [{"number": int(n), "verdict": "not_found"} for n in asked]}

    text, _ = await sections_of(writer(finding(instead), check=reader))
    assert ABSENT in text
    assert instead not in text


async def test_an_absence_that_no_word_list_knows_is_held_where_the_fresh_reader_names_it() -> None:
    def reader(instruction: str) -> dict[str, Any]:
        told = re.findall(r"^(\d+)\. (.*)$", instruction, re.MULTILINE)
        return {"faults": [], "missing": [int(n) for n, text in told if "in vain" in text]}

    said = "One looks in vain for the number of buses."
    text, _ = await sections_of(writer(finding(), said, check=reader))
    assert said not in text
    assert "128 buses" in text


async def test_where_the_model_gives_no_usable_answer_nothing_counts_as_held() -> None:
    model = FakeModel(answers={PROSE: lambda _: f"{TICKET} [S1.1] {ABSENT}"}, failing=["absence"])
    text, state = await sections_of(model)
    assert ABSENT in text
    assert "statements that something was not found: " not in state["report"]["markdown"]


async def test_a_point_judged_unmet_that_was_read_is_answered_and_not_listed_as_open() -> None:
    def absence(instruction: str) -> dict[str, Any]:
        lines = re.findall(r"^(\d+)\. Nothing was found .*buses", instruction, re.MULTILINE)
        found = passage_with("128 buses", instruction)
        instead = "Hollin Transit has 128 buses in service (2025)."
        return {"wrong": [{"number": int(n), "passage_ids": [found], "instead": instead} for n in lines]}

    model = writer(absence, "", judge=lambda _: {"items": [{"item_id": "K1", "met": False}]})
    text, state = await sections_of(model)
    assert "128 buses" in text
    assert state["still_open"] == []


async def test_in_a_window_of_eight_thousand_tokens_the_leaf_fits() -> None:
    model = FakeModel(
        window_tokens=8192, answers={PROSE: lambda _: f"{TICKET} [S1.1] {ABSENT}", "absence": finding()}
    )
    text, state = await sections_of(model)
    assert "128 buses" in text
    assert [one for one in state["notices"] if one["kind"] == "floor"] == []
