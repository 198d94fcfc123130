import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepresearch.tools.urls import canonical_url, host, page_key, registrable_domain


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://Example.COM", "http://example.com/"),
        ("https://example.com:443/a", "https://example.com/a"),
        ("https://example.com:8443/a", "https://example.com:8443/a"),
        ("http://user:secret@example.com/a", "http://example.com/a"),
        ("https://example.com./a", "https://example.com/a"),
        ("https://example.com/a#part", "https://example.com/a"),
        ("https://example.com/a#:~:text=words", "https://example.com/a"),
        ("https://example.com/#!/route", "https://example.com/#!/route"),
        ("https://example.com/a/../b/./c", "https://example.com/b/c"),
        ("https://example.com/%7Ejane/%e6%a1%a5", "https://example.com/~jane/%E6%A1%A5"),
        ("https://example.com/桥", "https://example.com/%E6%A1%A5"),
        ("https://example.com/a?utm_source=x&id=7&fbclid=y&UTM_Medium=z", "https://example.com/a?id=7"),
        ("https://example.com/a?b=2&a=1&a=0", "https://example.com/a?b=2&a=1&a=0"),
        ("https://example.com/a/?gclid=1", "https://example.com/a/"),
        ("http://[::1]:80/a", "http://[::1]/a"),
        (" https://example.com/a\n", "https://example.com/a"),
        ("file:///home/Jane/My notes.md#2", "file:///home/Jane/My notes.md#2"),
        ("http://[broken", "http://[broken"),
        ("http://example.com:99999/", "http://example.com:99999/"),
        ("mailto:jane@example.com", "mailto:jane@example.com"),
    ],
)
def test_a_page_has_one_spelling(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


@given(
    st.one_of(
        st.text(max_size=60),
        st.builds(
            lambda scheme, name, rest: f"{scheme}://{name}/{rest}",
            st.sampled_from(["http", "HTTPS"]),
            st.sampled_from(["a.org", "A.ORG:80", "u@a.org", "[::1]", "a.org..", "bücher.de"]),
            st.text(alphabet="ab/.%2Ff7E?&=#!utm_x ü桥\\", max_size=40),
        ),
    )
)
def test_making_an_address_canonical_twice_changes_nothing(url: str) -> None:
    once = canonical_url(url)
    assert canonical_url(once) == once


@pytest.mark.parametrize(
    "url",
    [
        "http://example.co.uk/story",
        "https://www.example.co.uk/story/",
        "https://m.example.co.uk/story",
        "https://amp.example.co.uk/story/amp/",
        "https://example.co.uk/story?amp=1",
        "https://example.co.uk/story/index.html",
    ],
)
def test_faces_of_one_page_share_a_key(url: str) -> None:
    assert page_key(url) == page_key("https://example.co.uk/story")


def test_different_pages_have_different_keys() -> None:
    urls = [
        "https://a.org/x",
        "https://a.org/y",
        "https://b.org/x",
        "https://a.org/x?id=1",
        "https://a.org/amplifier",
    ]
    urls += ["https://m.org/x", "https://a.org/X", "file:///a.org/x", "https://a.org:8443/x"]
    assert len({page_key(url) for url in urls}) == len(urls)


@pytest.mark.parametrize(
    ("url", "name", "domain"),
    [
        ("https://www.news.bbc.co.uk/a", "news.bbc.co.uk", "bbc.co.uk"),
        ("https://Example.com:8080", "example.com", "example.com"),
        ("http://93.184.216.34/a", "93.184.216.34", "93.184.216.34"),
        ("http://localhost/a", "localhost", "localhost"),
        ("file:///home/a.md", "", ""),
        ("http://[broken", "", ""),
    ],
)
def test_a_page_belongs_to_a_host_and_to_a_registered_domain(url: str, name: str, domain: str) -> None:
    assert (host(url), registrable_domain(url)) == (name, domain)
