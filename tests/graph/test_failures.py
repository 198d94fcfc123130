"""What a run does when searches, pages or the model fail: a report each time, which says so."""

import pytest
from doubles.research import PAGES, graph_over, lengthened, notices, run

from stepresearch.tools.errors import ConfigError, ToolError
from stepresearch.tools.llm.fake import PROSE, FakeModel
from stepresearch.tools.search.engine import SearchHit
from stepresearch.tools.search.fake import FakeEngine, FakePages

models = pytest.mark.parametrize("model", [None, FakeModel()], ids=["floors", "model"])


class DeadEngine:
    """Refuses every search."""

    name = "dead"

    async def cache_key(self) -> str:
        return "dead"

    async def search(self, query: str, *, max_results: int) -> list[SearchHit]:
        raise ToolError("The engine dead is not there.", hint="Choose another.")


@models
async def test_nothing_found_gives_a_report_that_says_so(model: FakeModel | None) -> None:
    report = (await run(graph_over([], model=model)))["report"]
    assert report["status"] == "nothing_found"
    assert "no search brought a page" in report["markdown"]
    assert report["citations"] == []


@models
async def test_when_every_search_fails_the_report_names_the_engine_and_its_words(
    model: FakeModel | None,
) -> None:
    state = await run(graph_over(engine=DeadEngine(), model=model))
    assert state["report"]["status"] == "nothing_found"
    assert notices(state, "search")
    assert "The engine dead is not there" in state["report"]["markdown"]


@models
async def test_a_page_that_fails_is_named_and_the_others_are_used(model: FakeModel | None) -> None:
    engine, reader = FakeEngine(PAGES), FakePages(PAGES[1:])
    state = await run(graph_over(engine=engine, reader=reader, model=model))
    assert state["report"]["status"] == "complete"
    assert PAGES[0].url in notices(state, "page")[0]
    assert PAGES[0].url not in {state["sources"][c["source_id"]]["url"] for c in state["report"]["citations"]}


@models
async def test_when_no_page_can_be_read_the_report_says_so(model: FakeModel | None) -> None:
    state = await run(graph_over(engine=FakeEngine(PAGES), reader=FakePages([]), model=model))
    assert state["report"]["status"] == "nothing_found"
    assert len(notices(state, "page")) == len(PAGES)


async def test_a_model_that_fails_everywhere_leaves_the_report_of_the_rules() -> None:
    names = [
        "clarify",
        "plan",
        "checklist",
        "reflect",
        "note",
        "verify",
        PROSE,
        "summarize",
        "judge",
        "check",
    ]
    failed = await run(graph_over(model=FakeModel(failing=names)))
    plain = await run(graph_over())
    assert failed["findings"] == plain["findings"]
    assert "Extractive report" in failed["report"]["markdown"]
    assert {n["node"] for n in failed["notices"]} >= {"plan", "reflect", "note", "section", "summarize"}


async def test_a_model_that_fails_in_the_plan_is_used_again_for_the_rest() -> None:
    model = FakeModel(failing=["plan"])
    state = await run(graph_over(model=model))
    assert "Extractive report" not in state["report"]["markdown"]
    assert [notice["node"] for notice in state["notices"]] == ["plan"]


@pytest.mark.parametrize("window_tokens", [32_768, 16_384, 8192])
async def test_a_window_of_any_size_gives_a_written_report_without_an_overflow(window_tokens: int) -> None:
    long = [lengthened(page, 300) for page in PAGES]
    model = FakeModel(window_tokens=window_tokens)
    state = await run(graph_over(long, model=model), max_rounds=4)
    assert state["notices"] == []
    assert "Extractive report" not in state["report"]["markdown"]


@pytest.mark.parametrize("question", ["", "  \n", "?!…", "x" * 4001])
async def test_a_question_that_cannot_be_researched_is_refused_before_anything_is_paid(question: str) -> None:
    engine, model = FakeEngine(PAGES), FakeModel()
    with pytest.raises(ConfigError):
        await run(graph_over(engine=engine, model=model), question)
    assert (engine.asked, model.asked) == ([], [])
