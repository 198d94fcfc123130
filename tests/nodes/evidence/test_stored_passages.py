"""All passages of the pages that a run has read."""

from langgraph.store.memory import InMemoryStore

from stepresearch.nodes.evidence.stored_passages import StoredPassages, passages_of, stored_passages
from stepresearch.nodes.state.schema import Source
from stepresearch.tools.archive import Archive
from stepresearch.tools.page import Page

FLEET = "The company runs 46 buses on nine lines. " * 20
DEPOT = "The depot at Lund was built in 1998. " * 20


def test_a_passage_is_the_slice_of_the_page_that_it_says() -> None:
    text = f"# Fleet\n\n{FLEET}\n\n# Depot\n\n{DEPOT}"
    records = passages_of(text, "S4")
    assert records[0]["passage_id"] == "S4.1"
    assert all(one["text"] == text[one["start"] : one["end"]] for one in records)


def test_the_best_passages_share_most_with_what_is_wanted() -> None:
    stored = StoredPassages([*passages_of(FLEET, "S1"), *passages_of(DEPOT, "S2")], {})
    assert [one["source_id"] for one in stored.best(["When was the depot built?"], count=1)] == ["S2"]


def test_a_passage_is_found_by_the_title_that_it_stands_under() -> None:
    stored = StoredPassages(
        [*passages_of("It was founded in 1998.", "S1"), *passages_of("It closed in 2004.", "S2")],
        {"S1": "Harbour museum", "S2": "Town mill"},
    )
    assert [one["source_id"] for one in stored.best(["the town mill"], count=5)] == ["S2"]


def test_what_is_left_out_is_not_among_the_best() -> None:
    stored = StoredPassages(passages_of(DEPOT, "S2"), {})
    assert stored.best(["depot"], count=5, without=set(stored.records)) == []


async def test_passages_that_no_step_kept_are_read_from_the_store() -> None:
    archive = Archive(InMemoryStore())
    page = Page(url="https://a.example/", title="Fleet", text=f"# Fleet\n\n{FLEET}\n\n# Depot\n\n{DEPOT}")
    source = Source(source_id="S1", status="read", title="Fleet", page_key=await archive.keep_page(page))
    stored = await stored_passages({"S1": source}, archive, {})
    assert {one["heading"] for one in stored.records.values()} == {"Fleet", "Depot"}
