"""What a finished report claims is held against the pages as stored."""

import re
from typing import Any

import pytest
from doubles.research import PAGES, QUESTION, graph_over, lengthened, notices, run
from langgraph.store.memory import InMemoryStore

from stepresearch.graph import Options
from stepresearch.tools.archive import Archive
from stepresearch.tools.llm.chat_model import ChatModel
from stepresearch.tools.llm.fake import PROSE, FakeModel
from stepresearch.tools.search.fake import FakeEngine, FakePages

LINK = re.compile(r"\[\[(\d+)\]\]\(([^)]+)\)")
models = pytest.mark.parametrize("model", [None, FakeModel()], ids=["floors", "model"])


async def quotations_hold(state: dict[str, Any], store: InMemoryStore) -> bool:
    """Whether each passage is the stored page at its place, and each quotation stands in its passage."""
    archive = Archive(store)
    for passage in state["passages"].values():
        page = await archive.page(state["sources"][passage["source_id"]]["page_key"])
        if page is None or page.text[passage["start"] : passage["end"]] != passage["text"]:
            return False
    findings = state["findings"].values()
    return all(one["quote"] in state["passages"][one["passage_ids"][0]]["text"] for one in findings)


@models
async def test_every_link_leads_to_a_page_that_was_read(model: ChatModel | None) -> None:
    reader = FakePages(PAGES)
    state = await run(graph_over(reader=reader, model=model))
    links = LINK.findall(state["report"]["markdown"])
    assert len(links) >= 3
    assert {url for _, url in links} <= set(reader.read_urls)


@models
async def test_every_number_is_that_of_its_source(model: ChatModel | None) -> None:
    state = await run(graph_over(model=model))
    urls = {c["number"]: state["sources"][c["source_id"]]["url"] for c in state["report"]["citations"]}
    found = LINK.findall(state["report"]["markdown"])
    assert {int(number): url for number, url in found} == urls


@models
async def test_every_quotation_stands_in_the_stored_page_at_its_place(model: ChatModel | None) -> None:
    store = InMemoryStore()
    state = await run(graph_over(model=model, store=store))
    assert len(state["findings"]) >= 3
    assert await quotations_hold(state, store)


@models
async def test_every_cited_sentence_was_checked(model: ChatModel | None) -> None:
    state = await run(graph_over(model=model))
    assert {one["section_id"] for one in state["checks"].values()} >= {"summary", "X1"}
    assert {one["verdict"] for one in state["checks"].values()} == {"supported"}


@models
async def test_the_figure_on_which_sources_disagree_is_shown_with_both_values(
    model: ChatModel | None,
) -> None:
    markdown = (await run(graph_over(model=model)))["report"]["markdown"]
    shown = markdown.partition("## Where sources disagree")[2]
    assert "41 million euros" in shown
    assert "48 million euros" in shown


@models
async def test_the_same_question_over_the_same_pages_gets_the_same_report(model: ChatModel | None) -> None:
    first, second = [await run(graph_over(model=model)) for _ in range(2)]
    assert first["report"] == second["report"]


async def test_an_id_that_was_never_shown_is_dropped_and_the_report_says_so() -> None:
    model = FakeModel(
        answers={PROSE: lambda _: "The bridge cost 41 million euros. [S9.9] It opened in 2019. [S1.1]"}
    )
    state = await run(graph_over(model=model))
    assert "S9.9" in notices(state, "citation")[0]
    assert "[S9.9]" not in state["report"]["markdown"].partition("## Notes")[0]


@pytest.mark.parametrize(
    "said", ["It cost 77 million euros. [S1.1]", "It cost [S1.1] 77 million euros [S1.1]."]
)
async def test_a_sentence_that_its_passage_does_not_hold_carries_a_mark_and_the_report_says_why(
    said: str,
) -> None:
    state = await run(graph_over(model=FakeModel(answers={PROSE: lambda _: f"{said} It has two lanes."})))
    (line, *_) = [line for line in state["report"]["markdown"].splitlines() if "77 million" in line]
    assert re.search(r"77 million euros[^⚠]* ⚠\. It has two lanes\.$", line)
    assert "the passage does not hold '77 million euros'" in notices(state, "citation")[0]


async def test_a_wrong_figure_in_the_short_answer_carries_a_mark() -> None:
    said = {"sentences": [{"text": "It cost 77 million euros.", "passage_ids": ["S1.1"]}]}
    state = await run(graph_over(model=FakeModel(answers={"summarize": lambda _: said})))
    assert "⚠" in state["report"]["markdown"].partition("## Short answer")[2].partition("\n## ")[0]


async def test_a_link_that_the_model_writes_itself_never_becomes_one() -> None:
    said = "See [here](https://evil.example/x) or https://evil.example/y. [S1.1] ![](https://evil.example/z)"
    markdown = (await run(graph_over(model=FakeModel(answers={PROSE: lambda _: said}))))["report"]["markdown"]
    assert "](https://evil" not in markdown
    assert re.search(r"(?<!\\)https://evil", markdown.replace("https\\:", "")) is None


async def test_a_model_that_writes_in_the_place_of_rules_is_not_called_extractive() -> None:
    floors, written = await run(graph_over()), await run(graph_over(model=FakeModel()))
    assert "Extractive report" in floors["report"]["markdown"]
    assert "Extractive report" not in written["report"]["markdown"]


async def test_the_language_of_the_question_is_that_of_the_report() -> None:
    state = await run(graph_over(), "布伦纳 Brenna bridge 花费多少？")
    assert state["brief"]["language"] == "zh"
    assert "## 来源" in state["report"]["markdown"]


async def test_page_texts_are_in_the_store_and_not_in_the_state() -> None:
    long = [lengthened(page, 1000) for page in PAGES]
    state = await graph_over(long).ainvoke({"question": QUESTION}, context=Options())
    assert len(str(state)) < 60_000 < sum(len(page.text) for page in long)


async def test_delivered_text_saves_the_fetch() -> None:
    long = [lengthened(page, 20) for page in PAGES]
    reader = FakePages(long)
    state = await run(graph_over(engine=FakeEngine(long, delivers_text=True), reader=reader))
    assert (reader.read_urls, state["report"]["status"]) == ([], "complete")


async def test_the_report_says_which_model_wrote_it_and_nothing_of_one_where_rules_did() -> None:
    by_model = await run(graph_over(model=FakeModel()))
    by_rule = await run(graph_over())
    assert f"*Written on {by_model['today']} with fake.*" in by_model["report"]["markdown"]
    assert "*Written on" not in by_rule["report"]["markdown"]
