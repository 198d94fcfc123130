"""Limits bind, and what is left for the report is not spent on searching."""

from typing import Any

import pytest
from doubles.research import PAGES, graph_over, notices, run

from stepresearch.tools.llm.fake import FakeModel
from stepresearch.tools.page import Page
from stepresearch.tools.search.fake import FakeEngine, FakePages

MANY = [
    Page(
        f"https://site{number}.example/",
        f"Brenna bridge, part {number}",
        f"The Brenna bridge, part {number}, cost {number + 10} million euros and opened in {1990 + number}.",
    )
    for number in range(20)
]


def unresting() -> FakeModel:
    """A model that always wants to search on."""
    asked = iter(range(12, 1000))
    searching = lambda _: {"settled_ids": [], "queries": [f"Brenna part {next(asked)}"], "enough": False}  # noqa: E731 - one line says it
    return FakeModel(answers={"reflect": searching})


def written(state: dict[str, Any]) -> bool:
    return any(section["by"] == "model" for section in state["sections"].values())


async def test_no_more_pages_are_read_than_allowed() -> None:
    reader = FakePages(MANY)
    state = await run(graph_over(MANY, reader=reader, model=unresting()), max_sources=5, max_rounds=8)
    assert len(reader.read_urls) == len(state["sources"]) == 5
    assert "the limit of 5 pages" in " ".join(notices(state, "limit"))


async def test_the_report_says_how_many_of_the_pages_found_were_left_unread() -> None:
    graph = graph_over(MANY, engine=FakeEngine(MANY[:7]), model=unresting())
    state = await run(graph, max_sources=5, max_rounds=8)
    assert "Of the pages found, 2 were not read." in state["report"]["markdown"]


async def test_no_more_rounds_are_run_than_allowed() -> None:
    state = await run(graph_over(MANY, model=unresting()), max_rounds=2)
    assert (
        max(query["round"] for query in state["queries"].values()) <= 3
    )  # and once to settle what verify found
    assert state["report"]["status"] == "complete"


async def test_the_limit_of_calls_ends_searching_and_leaves_the_report_its_share() -> None:
    model = unresting()
    state = await run(graph_over(MANY, model=model), max_calls=20, max_rounds=10)
    assert "the part of 20 model calls" in " ".join(notices(state, "limit"))
    assert written(state)
    assert state["report"]["status"] == "complete"


async def test_the_limit_of_tokens_ends_searching_and_leaves_the_report_its_share() -> None:
    state = await run(graph_over(MANY, model=unresting()), max_tokens=24_000, max_rounds=10)
    assert "tokens that is meant for searching" in " ".join(notices(state, "limit"))
    assert written(state)


async def test_the_limit_of_price_ends_searching_and_leaves_the_report_its_share() -> None:
    graph = graph_over(MANY, model=unresting(), price_prompt=1.0, price_completion=2.0)
    state = await run(graph, max_price=0.012, max_rounds=10)
    assert "in price" in " ".join(notices(state, "limit"))
    assert written(state)


async def test_the_limit_of_time_ends_searching() -> None:
    state = await run(graph_over(MANY, model=unresting()), max_minutes=1e-6, max_rounds=10)
    assert "the time limit" in " ".join(notices(state, "limit"))
    assert state["report"]["status"] == "complete"


@pytest.mark.parametrize("max_calls", [1, 2, 5])
async def test_a_limit_too_small_for_a_written_report_gives_the_one_of_the_rules(max_calls: int) -> None:
    model = FakeModel()
    state = await run(graph_over(PAGES, model=model), max_calls=max_calls)
    assert state["report"]["status"] == "complete"
    assert "limit" in {notice["kind"] for notice in state["notices"]}


async def test_no_query_is_searched_twice_and_no_page_read_twice() -> None:
    engine, reader = FakeEngine(MANY), FakePages(MANY)
    await run(graph_over(engine=engine, reader=reader, model=unresting()), max_rounds=6)
    assert len(engine.asked) == len(set(engine.asked))
    assert len(reader.read_urls) == len(set(reader.read_urls))
