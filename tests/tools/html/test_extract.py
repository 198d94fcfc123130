import pytest

from stepresearch.tools.html.extract import extract_page

URL = "https://www.example.org/story"
PROSE = "The bridge opened in May and carried two trams an hour across the river all summer long. "


def text_of(body: str, head: str = "") -> str:
    html = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    return extract_page(html.encode(), url=URL).text


def test_headings_paragraphs_lists_and_tables_keep_their_form() -> None:
    body = """<h1>Alder Bridge</h1><p>First <b>bold</b> words.<br>Next line.</p><h2>Costs</h2>
    <ul><li>steel<ul><li>beams</li></ul></li><li><p>stone</p></li></ul><ol><li>one<li>two</ol>
    <table><tr><th>Year</th><th>Trams</th></tr><tr><td>2023</td><td>1 200</td></tr></table><p>End.</p>"""
    assert text_of(body) == (
        "# Alder Bridge\n\nFirst bold words.\nNext line.\n\n## Costs\n\n- steel\n  - beams\n- stone\n\n"
        "1. one\n2. two\n\nYear | Trams\n2023 | 1 200\n\nEnd."
    )


def test_only_headings_begin_with_hashes() -> None:
    assert text_of("<p># not one</p><pre># nor\n  this</pre>") == " # not one\n\n # nor\n  this"


def test_a_table_that_only_lays_out_the_page_becomes_paragraphs() -> None:
    body = f"<table><tr><td>Menu of today</td><td><p>{PROSE * 8}</p><p>Second.</p></td></tr></table>"
    assert "|" not in text_of(body)
    assert text_of(body).endswith("\n\nSecond.")


def test_a_footnote_mark_is_not_glued_to_its_sentence() -> None:
    assert text_of('<p>It cost 4 million.<sup><a href="#n">[12]</a></sup> Then 10<sup>6</sup>.</p>') == (
        "It cost 4 million. Then 106."
    )


@pytest.mark.parametrize(
    "frame",
    [
        "<nav>FRAME</nav>",
        "<footer>FRAME</footer>",
        "<aside>FRAME</aside>",
        "<header><a href=/>FRAME</a></header>",
        "<form><label>FRAME</label><input></form>",
        "<script>var a = 'FRAME'</script>",
        '<div class="cookie-banner">FRAME</div>',
        '<div id="onetrust-consent-sdk">FRAME</div>',
        '<div class="siteNavigation">FRAME</div>',
        '<section class="related-posts">FRAME</section>',
        '<div role="contentinfo">FRAME</div>',
        '<ul class="breadcrumbs"><li>FRAME</li></ul>',
        "<div>" + '<a href="/x">FRAME and a long link text</a>' * 6 + "</div>",
    ],
)
def test_what_frames_the_text_is_left_out(frame: str) -> None:
    text = text_of(f"{frame}<main><h1>Story</h1><p>{PROSE * 20}</p></main>{frame}")
    assert "FRAME" not in text
    assert "two trams" in text


def test_a_page_wrapped_in_a_form_or_a_misnamed_box_keeps_its_text() -> None:
    assert "two trams" in text_of(f'<form><div class="has-sidebar menu"><p>{PROSE * 20}</p></div></form>')


def test_of_several_articles_of_a_list_page_all_are_read() -> None:
    text = text_of("".join(f"<article><h2>Item {n}</h2><p>{PROSE * 3}</p></article>" for n in range(4)))
    assert all(f"## Item {n}" in text for n in range(4))


def test_the_main_element_is_preferred_to_what_surrounds_it() -> None:
    text = text_of(f"<div><p>Weather: rain.</p></div><article><p>{PROSE * 20}</p></article>")
    assert "Weather" not in text


@pytest.mark.parametrize(
    ("label", "html"),
    [
        ("utf-8", "<p>Brücke über Łódź 桥</p>".encode()),
        ("windows-1252", "<p>“Brücke” – 5 €</p>".encode("cp1252")),
        ("iso-8859-1", "<p>“Brücke”</p>".encode("cp1252")),
        ("gb2312", "<p>大桥于五月开放镕</p>".encode("gb18030")),
        ("shift_jis", "<p>橋が開通した</p>".encode("cp932")),
        ("koi8-r", "<p>Мост открыт</p>".encode("koi8-r")),
        ("windows-1251", "<p>Мост открыт</p>".encode("cp1251")),
        ("euc-kr", "<p>다리가 열렸다</p>".encode("cp949")),
    ],
)
def test_the_encoding_is_taken_from_the_server_or_the_meta_element(label: str, html: bytes) -> None:
    by_server = extract_page(html, url=URL, charset=label).text
    by_meta = extract_page(b"<meta charset=" + label.encode() + b">" + html, url=URL).text
    assert by_server == by_meta
    assert "�" not in by_server
    assert by_server.encode("utf-8")[:3] not in (b"", b"\xc3\x83\xc2")


def test_a_byte_order_mark_wins_over_what_the_server_says() -> None:
    assert extract_page("\ufeff<p>Brücke</p>".encode("utf-16-le"), url=URL, charset="utf-8").text == "Brücke"


def test_an_encoding_that_does_not_fit_or_exist_is_passed_over() -> None:
    html = "<p>Łódź, die Brücke über den Fluß</p>".encode()
    for wrong in ("no-such-charset", "punycode", "unicode_escape", "ascii\x00", "utf-16"):
        assert extract_page(html, url=URL, charset=wrong).text == "Łódź, die Brücke über den Fluß"


def test_an_undeclared_encoding_is_detected() -> None:
    russian = "<p>" + "Мост через реку открыли в мае, и трамваи пошли каждые полчаса. " * 20 + "</p>"
    assert "Мост через реку" in extract_page(russian.encode("cp1251"), url=URL).text


@pytest.mark.parametrize(
    "html",
    [
        b"",
        b"plain words",
        b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body>x</body></html>",
        b"http://example.org/a",
        b"\x00\x01<p>x",
        b"<p>\xed\xa0\x80",
        b"<!--",
        b"<![CDATA[x]]>",
        b"<",
    ],
)
def test_odd_documents_give_a_page_without_a_warning(html: bytes) -> None:
    assert extract_page(html, url=URL).url == URL


_MANY = 60_000


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<div>" * _MANY + "x", id="deep"),
        pytest.param("<table><tr><td>" * (_MANY // 3), id="tables in tables"),
        pytest.param("<ul><li>" * (_MANY // 2), id="lists in lists"),
        pytest.param("<sup><header><article>" * (_MANY // 3), id="articles in articles"),
        pytest.param("<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x", id="100,000 attributes"),
        pytest.param("<table>" + "<tr><td>a<td>b" * 20_000, id="long table"),
        pytest.param(
            "<script type=application/ld+json>" + "[" * 100_000 + "</script>x", id="deep linked data"
        ),
        pytest.param("<p style='" + "transform:translate(" * 50_000 + "'>x", id="long style"),
        pytest.param("<style>" + "a{" * 100_000 + "</style>x", id="deep style sheet"),
        pytest.param("<p class='" + "aB " * 300_000 + "'>x", id="many classes"),
        pytest.param("<p>a" + "\u0301" * 500_000, id="stacked marks"),
        pytest.param("<title>" + " - a" * 300_000, id="long title"),
    ],
)
def test_a_hostile_page_ends(html: str) -> None:
    # Linear time is a few seconds; quadratic time meets the timeout of every test.
    assert extract_page(html.encode(), url=URL).url == URL


def test_what_lies_past_the_limits_is_not_read() -> None:
    assert "LAST" not in text_of("<p>a</p>" + "<br>" * 100_001 + "LAST")
    assert "LAST" not in text_of(f"<p>{'a ' * 1_500_000}LAST</p>")
