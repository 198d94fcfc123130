"""Which pages are read: told by whole runs over many pages, since what counts is what was chosen."""

from pathlib import Path
from typing import cast

import pytest
from doubles.research import graph_over, run

from stepresearch.nodes.select import Pooled, worth_reading
from stepresearch.nodes.state.schema import Query, ResearchState
from stepresearch.nodes.state.tasks import Hit
from stepresearch.tools.page import Page
from stepresearch.tools.search.fake import FakePages

MANY = [
    Page(
        f"https://s{number}.example/",
        f"Bridge of Brenna, volume {number}",
        f"Volume {number}: the bridge of Brenna cost {number + 10} million euros and was built by Norr{number} AG.",
    )
    for number in range(30)
]
QUESTION = "What did the bridge of Brenna cost?"

BLOG, OFFICE = (
    Page(
        url,
        "The bridge of Brenna",
        f"The Brenna bridge cost {cost} million euros by the account of 2019. {more}",
    )
    for url, cost, more in (
        ("https://notes.blog.example/", 48, "I cross the bridge every day on my bicycle."),
        ("https://roads.gov.example/", 41, "Its piers stand on granite."),
    )
)


async def test_no_page_is_chosen_twice_over_all_rounds() -> None:
    state = await run(graph_over(MANY), QUESTION, max_rounds=4, max_sources=20)
    urls = [source["url"] for source in state["sources"].values()]
    assert len(urls) == len(set(urls)) > 8


async def test_the_first_round_leaves_pages_for_the_later_ones() -> None:
    state = await run(graph_over(MANY), QUESTION, max_rounds=3, max_sources=10)
    first = [source for source in state["sources"].values() if source["round"] == 1]
    assert 0 < len(first) <= 6
    assert len(state["sources"]) <= 10


async def test_a_single_round_may_use_all_pages() -> None:
    state = await run(graph_over(MANY), QUESTION, max_rounds=1, max_sources=10)
    assert len([source for source in state["sources"].values() if source["round"] == 1]) == 10


async def test_the_same_answers_choose_the_same_pages_in_the_same_order() -> None:
    first, second = [await run(graph_over(MANY), QUESTION, max_sources=8) for _ in range(2)]
    assert [s["url"] for s in first["sources"].values()] == [s["url"] for s in second["sources"].values()]


async def test_ids_count_on_in_the_order_of_choosing() -> None:
    state = await run(graph_over(MANY), QUESTION, max_rounds=3, max_sources=12)
    assert list(state["sources"]) == [f"S{n}" for n in range(1, len(state["sources"]) + 1)]


@pytest.mark.parametrize(
    ("query", "title", "excerpt", "is_met"),
    [
        (
            "North Quay",
            "The Tide Table: café on the North Quay",
            "Porridge with salt, said the North Quay.",
            False,
        ),
        ("North Quay", "North Quay, Merrowick", "The quay was built in 1890.", True),
        ("Little Brown Stein", "Beer stein", "A stein is a beer mug.", True),
        ("Rebels Sam Boyd Stadium Whitney Nevada", "Sam Kelly", "An actor, known for comedies.", False),
        ("Rebels Sam Boyd Stadium Whitney Nevada", "A day out", "Sam Boyd gave the stadium its name.", True),
        ("strategy 2022 cost", "Menu", "Prices include the cost of service.", False),
        ("Kestrel", "Merrowick - Wikipedia, the free encyclopedia", "The Kestrel sails there.", False),
    ],
)
def test_a_page_meets_a_query_by_its_title_or_by_a_part_of_a_longer_one(
    query: str, title: str, excerpt: str, is_met: bool
) -> None:
    hit = Hit(url="u", title=title, snippet=excerpt, published=None, engines=[], delivered_key=None)
    item = Pooled(hit, "other")
    item.found_by(Query(query_id="Q1", text=query), hit, 0)
    assert item.is_met is is_met


async def test_a_page_that_a_mere_word_found_and_that_says_nothing_of_what_is_asked_is_not_read() -> None:
    song = Page(
        "https://song.example/",
        "Amen, a song of the summer",
        "The singer of Norr1 wrote this song on an island with drums, flutes and a choir of forty voices.",
    )
    state = await run(graph_over([*MANY[:6], song]), QUESTION, max_rounds=3)
    assert "Norr1 AG" in {query["text"] for query in state["queries"].values()}
    assert song.url not in {source["url"] for source in state["sources"].values()}


LONG_QUESTION = (
    "Should the council of Norr approve more money for the ferry programme? What was delivered of ships, chargers, batteries "
    "and grid connection, what did the strategy promise in diesel saved, fares, noise and reliability, how much was spent by "
    "contract, grant, loan and reserve, which risks remain in schedule, weather, staff and suppliers, and who objects?"
)


@pytest.mark.parametrize(
    ("said", "is_read"),
    [
        (
            "In our class project we painted ferries with paper batteries on the playground wall for the parents",
            False,
        ),
        (
            "The newsletter tells of ferries, batteries, chargers, diesel, fares and noise to parents in Norr",
            True,
        ),
    ],
)
def test_of_a_question_about_much_a_page_must_say_more_than_the_words_that_all_pages_there_share(
    said: str, is_read: bool
) -> None:
    hit = Hit(url="u", title="Winter", snippet=said, published=None, engines=[], delivered_key=None)
    item = Pooled(hit, "other")
    item.found_by(Query(query_id="Q1", text="parents who object to ships after dark"), hit, 0)
    state = {"question": LONG_QUESTION, "plan": {"tasks": [], "checklist": []}, "sources": {"S1": {}}}
    found = worth_reading([item], cast(ResearchState, state))
    assert (item.is_met, bool(found)) == (False, is_read)


async def test_a_page_in_another_script_that_a_name_found_is_read() -> None:
    chinese = Page(
        "https://zh.example/",
        "布伦纳大桥（Brenna）",
        "布伦纳大桥（Brenna）由诺尔公司（Norr AG）建造，耗资四千一百万欧元。",
    )
    english = Page(
        "https://en.example/", "Report on the works of the year",
        "By the end of the year the works of Norr AG had taken 41 million euros of the budget that was given to them.",
    )  # fmt: skip
    state = await run(graph_over([chinese, english]), "布伦纳大桥花了多少钱？", max_rounds=3)
    assert {source["url"] for source in state["sources"].values()} == {chinese.url, english.url}


async def test_every_chosen_page_is_read_or_named_as_failed() -> None:
    state = await run(graph_over(MANY, reader=FakePages(MANY[::2])), QUESTION, max_sources=10)
    assert {source["status"] for source in state["sources"].values()} <= {"read", "failed"}


async def test_of_two_pages_that_are_nearly_equal_the_official_one_is_read_first() -> None:
    for pages in ([BLOG, OFFICE], [OFFICE, BLOG]):
        state = await run(graph_over(pages), QUESTION, max_sources=1)
        assert [source["url"] for source in state["sources"].values()] == [OFFICE.url]


async def test_a_blog_that_disagrees_with_an_office_is_read_and_its_figure_told() -> None:
    state = await run(graph_over([BLOG, OFFICE]), QUESTION)
    kinds = {source["url"]: source["authority"] for source in state["sources"].values()}
    assert kinds == {OFFICE.url: "government", BLOG.url: "user"}
    (dispute,) = state["ledger"]["disagreements"]
    assert dispute["resolution"] == "open"
    assert {side["value"] for side in dispute["sides"]} == {"48 million euros", "41 million euros"}


async def test_a_list_of_the_users_own_decides_which_page_is_the_official_one(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('government = ["notes.blog.example"]\nuser = ["roads.gov.example"]')
    graph = graph_over([OFFICE, BLOG], authority=tmp_path / "own.toml")
    state = await run(graph, QUESTION, max_sources=1)
    assert [source["url"] for source in state["sources"].values()] == [BLOG.url]
