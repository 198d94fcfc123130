from dataclasses import dataclass, field

from stepresearch.tools.errors import ToolError
from stepresearch.tools.search.engine import SearchHit
from stepresearch.tools.search.fused import WebSearch


@dataclass
class Engine:
    """Answers every query with the same hits, or fails."""

    name: str
    hits: list[SearchHit] = field(default_factory=list)
    failure: str = ""

    async def cache_key(self) -> str:
        return ""

    async def search(self, query: str, *, max_results: int) -> list[SearchHit]:
        if self.failure:
            raise ToolError(self.failure)
        return self.hits[:max_results]


def engine(name: str, *urls: str) -> Engine:
    return Engine(
        name, [SearchHit(url, f"{name} {n}", f"{name} says {n}", name, n) for n, url in enumerate(urls, 1)]
    )


async def test_a_page_that_two_engines_find_comes_first() -> None:
    search = WebSearch([engine("a", "https://x.org/1", "https://x.org/2"), engine("b", "https://x.org/2")])
    hits = (await search.search("q", max_results=9)).hits
    assert [hit.url for hit in hits] == ["https://x.org/2", "https://x.org/1"]
    assert hits[0].score == 1 / 62 + 1 / 61
    assert hits[0].engines == ("b", "a")


async def test_what_no_reader_of_a_result_sees_is_dropped() -> None:
    hit = SearchHit("https://x.org/", "T\u202eitle", "S\U000e0041hort.", "a", 1, text="Te\x1bxt.")
    (found,) = (await WebSearch([Engine("a", [hit])]).search("q", max_results=9)).hits
    assert (found.title, found.snippet, found.text) == ("Title", "Short.", "Text.")


async def test_spellings_of_one_address_are_one_hit_that_keeps_what_each_engine_knows() -> None:
    first = SearchHit("https://x.org/a?utm_source=n", "", "Short.", "a", 1, text="The text.")
    second = SearchHit("http://www.x.org/a/", "Title", "Longer words.", "b", 2, published="2024-05-03")
    results = await WebSearch([Engine("a", [first]), Engine("b", [second])]).search("q", max_results=9)
    [hit] = results.hits
    assert (hit.url, hit.title, hit.snippet) == ("https://x.org/a", "Title", "Short. … Longer words.")
    assert (hit.published, hit.text, hit.engines) == ("2024-05-03", "The text.", ("a", "b"))


async def test_a_page_listed_twice_by_one_engine_counts_once() -> None:
    search = WebSearch([engine("a", "https://x.org/1", "https://x.org/2", "https://x.org/2#part")])
    assert [hit.score for hit in (await search.search("q", max_results=9)).hits] == [1 / 61, 1 / 62]


async def test_an_engine_that_fails_leaves_the_answers_of_the_others() -> None:
    results = await WebSearch([Engine("a", failure="busy"), engine("b", "https://x.org/1")]).search(
        "q", max_results=9
    )
    assert [hit.url for hit in results.hits] == ["https://x.org/1"]
    assert results.failures == [("a", "busy")]


async def test_engines_that_all_fail_are_told_without_an_error() -> None:
    results = await WebSearch([Engine("a", failure="busy"), Engine("b", failure="gone")]).search(
        "q", max_results=9
    )
    assert (results.hits, results.failures) == ([], [("a", "busy"), ("b", "gone")])


async def test_no_more_hits_come_than_were_asked_for_and_ties_keep_their_order() -> None:
    search = WebSearch([engine("a", "https://x.org/1", "https://x.org/2"), engine("b", "https://y.org/1")])
    assert [hit.url for hit in (await search.search("q", max_results=2)).hits] == [
        "https://x.org/1",
        "https://y.org/1",
    ]
