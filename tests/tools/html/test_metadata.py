import pytest

from stepresearch.tools.html.extract import extract_page
from stepresearch.tools.page import Page


def page_of(head: str = "", body: str = "<p>Words.</p>", url: str = "https://www.example.org/a") -> Page:
    return extract_page(f"<html><head>{head}</head><body>{body}</body></html>".encode(), url=url)


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ('<meta property="og:title" content="From og">', "<h1>Heading</h1>", "From og"),
        ("<title>Site title | Site</title>", "<h1>The <i>heading</i></h1>", "The heading"),
        ("<title>A long title of a story | Daily News</title>", "", "A long title of a story"),
        (
            '<title>Costs - the town</title><meta property="og:site_name" content="Other">',
            "",
            "Costs - the town",
        ),
        (
            '<meta property="og:title" content="Story - News"><meta property="og:site_name" content="News">',
            "",
            "Story",
        ),
        ("<title>A&amp;B\u200b</title>", "", "A&B"),
        ("<title>Real</title>", '<h1 style="display:none">HIDDEN</h1>', "Real"),
        ("", "", ""),
        (
            "<title>Lints - The Book</title>",
            '<div class="menu-bar"><h1>The Book</h1></div><main><h1>Lints</h1></main>',
            "Lints",
        ),
    ],
)
def test_the_title_is_what_the_page_calls_itself(head: str, body: str, title: str) -> None:
    assert page_of(head, body).title == title


@pytest.mark.parametrize(
    ("head", "body", "author"),
    [
        ('<meta name="author" content="By Jane Roe">', "", "Jane Roe"),
        ('<meta property="article:author" content="https://example.org/jane">', "", None),
        ('<script type="application/ld+json">{"author": [{"name": "A B"}, "C D"]}</script>', "", "A B, C D"),
        ('<script type="application/ld+json">{"@graph": [{"author": {"name": "A B"}}]}</script>', "", "A B"),
        (
            '<script type="application/ld+json">{broken</script>',
            '<p class="byline">By Jane Roe | 3 May</p>',
            "Jane Roe",
        ),
        ("", '<a rel="author" href="/j">Jane Roe</a>', "Jane Roe"),
        (
            '<meta name="citation_author" content="Roe, J."><meta name="citation_author" content="Doe, K.">',
            "",
            "Roe, J., Doe, K.",
        ),
        ("", "", None),
    ],
)
def test_the_author_is_found(head: str, body: str, author: str | None) -> None:
    assert page_of(head, body).author == author


@pytest.mark.parametrize(
    ("head", "author"),
    [
        (
            '<title>Costs | Town</title><meta property="og:site_name" content="Norr Harbour Trust">',
            "Norr Harbour Trust",
        ),
        ("<title>Your questions answered | Norr Harbour Trust</title>", "Norr Harbour Trust"),
        ('<title>Costs | Norr Trust</title><meta name="author" content="Jane Roe">', "Jane Roe"),
        ("<title>The cable - and who pays</title>", None),
    ],
)
def test_a_saved_page_without_an_author_is_of_the_site_it_was_saved_from(
    head: str, author: str | None
) -> None:
    assert page_of(head, url="file:///docs/faq.html").author == author


def test_a_page_on_the_web_has_its_site_in_its_address_and_not_for_an_author() -> None:
    assert page_of("<title>Costs | Norr Harbour Trust</title>").author is None


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        (
            '<script type="application/ld+json">{"datePublished": "2024-05-03T08:00:00Z", "dateModified": "2025-01-01"}</script>',
            "",
            "2024-05-03",
        ),
        ('<script type="application/ld+json">[{"dateModified": "2025-01"}]</script>', "", "2025-01"),
        ('<meta property="article:published_time" content="2024-05-03T08:00:00+02:00">', "", "2024-05-03"),
        ('<meta name="DC.date.issued" content="2024">', "", "2024"),
        ("", '<h1>Story</h1><time datetime="2024-05-03">yesterday</time>', "2024-05-03"),
        ("", '<footer><time datetime="2026-01-01">now</time></footer>', None),
        ("", "<h1>Story</h1><p>Published: 3 May 2024</p>", "2024-05-03"),
        ("", "<p>In 1970 it opened.</p>", None),
    ],
)
def test_the_date_is_that_of_publication_where_one_is_known(
    head: str, body: str, published: str | None
) -> None:
    assert page_of(head, body).published == published


def test_a_date_in_the_address_is_better_than_none() -> None:
    assert page_of(url="https://example.org/2024/05/03/story").published == "2024-05-03"


def test_the_site_is_the_host_people_know() -> None:
    assert page_of().site == "example.org"
