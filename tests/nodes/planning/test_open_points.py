"""Points of the checklist that nothing shown speaks of are searched for once, before the report is written."""

import json
from typing import Any

from doubles.research import graph_over, run

from stepresearch.tools.llm.fake import FakeModel
from stepresearch.tools.page import Page

QUESTION = "What did the Brenna bridge cost?"
PAGES = [
    Page("https://a.example/", "Brenna bridge", "The Brenna bridge cost 41 million euros in 2019."),
    Page(
        "https://b.example/", "Tolls in Norr", "Since 2021 the toll of the Brenna bridge is 3 euros a lorry."
    ),
]


def model_with(open_ids: list[str], kind: str = "implied") -> FakeModel:
    """A model that wants the toll told and finds these points open."""
    draft: dict[str, Any] = {"implied": [], "must_not": []} | {kind: ["The toll for a lorry"]}
    reflection = {"settled_ids": ["T1"], "open_ids": open_ids, "queries": [], "enough": True}
    return FakeModel(
        answers={
            "plan": lambda _: {"tasks": [{"question": QUESTION, "queries": ["Brenna bridge cost"]}]},
            "checklist": lambda _: draft,
            "reflect": lambda _: reflection,
            "verify": lambda _: {"verdicts": [], "queries": []},
        }
    )


async def searched(model: FakeModel) -> list[str]:
    state = await run(graph_over(PAGES, model=model), QUESTION)
    assert json.dumps(state["open_points"])
    return [
        query["text"]
        for query in state["queries"].values()
        if query["why"].startswith("a point of the checklist")
    ]


async def test_a_point_that_the_model_finds_open_is_searched_for_once_though_it_calls_it_enough() -> None:
    found = await searched(model_with(["K2"]))
    assert len(found) == 1
    assert "toll" in found[0]


async def test_where_no_point_is_open_none_is_searched_for() -> None:
    assert await searched(model_with([])) == []


async def test_what_must_not_be_there_is_never_searched_for() -> None:
    assert await searched(model_with(["K2"], kind="must_not")) == []


async def test_an_id_that_no_point_has_is_ignored() -> None:
    assert await searched(model_with(["K99", "T1"])) == []
