from typing import Any

import pytest
from doubles.research import PAGES, lengthened, settings
from langgraph.runtime import Runtime
from langgraph.store.memory import InMemoryStore

from stepresearch.nodes.read import MAX_PASSAGES, best_passages, read
from stepresearch.nodes.state.options import Options
from stepresearch.nodes.state.schema import Source
from stepresearch.nodes.state.tasks import ReadTask
from stepresearch.tools.page import Page
from stepresearch.tools.search.fake import FakePages
from stepresearch.tools.toolbox import Toolbox

WANTED = ["What did the Brenna bridge cost?"]


def task(url: str, **members: Any) -> ReadTask:
    source = Source(source_id="S3", url=url, title="As found", status="chosen", site="x.example", **members)
    return ReadTask(source=source, wanted=WANTED, options=Options().model_dump(), started_s=1.0)


async def updated(given: ReadTask, *pages: Page) -> tuple[dict[str, Any], FakePages]:
    reader = FakePages(pages)
    toolbox = Toolbox(settings(), reader=reader)
    return dict(await read(given, Runtime(store=InMemoryStore()), toolbox=toolbox)), reader


async def test_a_page_is_described_by_itself_and_its_passages_lie_where_they_say() -> None:
    update, _ = await updated(task(PAGES[0].url), PAGES[0])
    source = update["sources"]["S3"]
    assert (source["status"], source["title"], source["published"]) == ("read", PAGES[0].title, "2020-01-02")
    for passage in update["passages"].values():
        assert PAGES[0].text[passage["start"] : passage["end"]] == passage["text"]
        assert passage["passage_id"].startswith("S3.")


async def test_a_page_that_cannot_be_read_becomes_a_notice_that_names_it() -> None:
    update, _ = await updated(task("https://gone.example/"))
    assert update["sources"]["S3"]["status"] == "failed"
    assert "https://gone.example/" in update["notices"][0]["text"]
    assert "passages" not in update


async def test_a_page_without_a_title_keeps_the_one_it_was_found_under() -> None:
    update, _ = await updated(
        task("https://a.example/"), Page("https://a.example/", "", "The bridge is old.")
    )
    assert update["sources"]["S3"]["title"] == "As found"


async def test_a_page_stored_before_is_not_fetched_again() -> None:
    store, reader = InMemoryStore(), FakePages(PAGES)
    toolbox = Toolbox(settings(), reader=reader)
    for _ in range(2):
        await read(task(PAGES[0].url), Runtime(store=store), toolbox=toolbox)
    assert reader.read_urls == [PAGES[0].url]


@pytest.mark.parametrize("sentences", [0, 400])
def test_the_first_passage_and_the_best_ones_are_kept_in_page_order(sentences: int) -> None:
    page = lengthened(PAGES[0], sentences)
    text = (
        f"An opening that says what this is about.\n\n{page.text}\n\nThe Brenna bridge cost 41 million euros."
    )
    passages = best_passages(Page(page.url, page.title, text), "S1", WANTED)
    starts = [passage["start"] for passage in passages]
    assert starts == sorted(starts)
    assert starts[0] == 0
    assert len(passages) <= MAX_PASSAGES
    assert any("41 million" in passage["text"] for passage in passages)


def test_an_id_says_the_place_of_a_passage_in_its_page() -> None:
    page = lengthened(PAGES[0], 400)
    first = best_passages(page, "S1", WANTED)
    again = best_passages(page, "S1", ["Something else: harbour and granite"])
    same = {p["passage_id"]: p["text"] for p in first}.items() & {
        p["passage_id"]: p["text"] for p in again
    }.items()
    assert ("S1.1", first[0]["text"]) in same
