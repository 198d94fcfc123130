"""Whole runs in which the model says anything at all of how statements relate, or the papers are of no common shape."""

from itertools import combinations
from typing import Any

import pytest
from doubles.research import PAGES, graph_over, run

from stepresearch.nodes.locale.labels import MAX_TOLD
from stepresearch.tools.llm.fake import FakeModel
from stepresearch.tools.page import Page

LIKE = [
    Page(
        f"https://site{number}.example/",
        "Brenna bridge",
        f"The Brenna bridge cost {41 + number % 2} million euros by the account of 2019, says reader {number}.",
    )
    for number in range(8)
]


def saying(relation: str, *, name: str = "cost") -> FakeModel:
    """A model that says one thing of every two statements that it is asked about."""
    numbers = [str(number) for number in range(1, 9)]
    pairs: list[dict[str, Any]] = [
        {"a": a, "b": b, "relation": relation, "name": name} for a, b in combinations(numbers, 2)
    ]
    return FakeModel(answers={"verify": lambda _: {"pairs": pairs[:10]}})


@pytest.mark.parametrize(
    "relation",
    ["different_things", "same_value", "contradiction", "a_earlier", "b_planned", "a_superseded", "a_from_b"],
)
async def test_a_model_that_says_one_thing_of_everything_gets_a_sane_report(relation: str) -> None:
    state = await run(graph_over(LIKE, model=saying(relation)))
    disputes = state["ledger"]["disagreements"]
    assert state["report"]["status"] == "complete"
    assert len(disputes) <= MAX_TOLD
    for dispute in disputes:
        values = [side["value"] for side in dispute["sides"]]
        assert len(set(values)) == len(values) >= 2
        assert all(values)


async def test_what_the_model_calls_a_contradiction_stands_in_the_report_under_its_name() -> None:
    model = FakeModel(
        answers={
            "verify": lambda _: {
                "pairs": [{"a": "1", "b": "2", "relation": "contradiction", "name": "price"}]
            }
        }
    )
    state = await run(graph_over([PAGES[0], PAGES[2]], model=model))
    told = state["report"]["markdown"].partition("## Where sources disagree")[2].partition("\n## ")[0]
    assert "**Price**" in told
    assert "41 million euros" in told
    assert "48 million euros" in told


async def test_what_the_model_calls_the_earlier_stands_under_what_changed() -> None:
    model = FakeModel(
        answers={
            "verify": lambda _: {"pairs": [{"a": "1", "b": "2", "relation": "a_earlier", "name": "price"}]}
        }
    )
    state = await run(graph_over([PAGES[0], PAGES[2]], model=model))
    told = state["report"]["markdown"]
    assert "## Where sources disagree" not in told
    assert "Price: " in told.partition("## What changed over time")[2]


async def test_a_wall_of_text_and_a_long_table_without_date_or_title_end_in_a_report() -> None:
    wall = "The Brenna bridge cost 41 million euros and " * 7_000
    rows = "\n".join(f"| part {n} of the Brenna bridge | {n} million euros |" for n in range(4_000))
    pages = [
        Page("https://wall.example/", "", wall),
        Page("https://table.example/", "", f"| Part | Cost |\n| --- | --- |\n{rows}"),
        PAGES[2],
    ]
    state = await run(graph_over(pages))
    assert state["report"]["status"] == "complete"
