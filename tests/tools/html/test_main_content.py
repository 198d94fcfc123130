"""Which part of a page is its main text, on kinds of pages that are no news."""

import pytest

from stepresearch.tools.html.extract import extract_page

PROSE = "The bridge opened in May and carried two trams an hour across the river all summer long. "
NAV = "<nav><ul>" + "".join(f"<li><a href=/{n}>Section {n}</a></li>" for n in range(12)) + "</ul></nav>"
FOOTER = "<footer><p>Imprint, privacy, terms of use.</p></footer>"


def text_of(body: str, head: str = "") -> str:
    html = f"<!doctype html><html><head>{head}</head><body>{NAV}{body}{FOOTER}</body></html>"
    return extract_page(html.encode(), url="https://www.example.org/story").text


@pytest.mark.parametrize(
    "name",
    [
        "content-with-sidebar-wrp",
        "modal-enabled",
        "elementor-widget",
        "pagination-first",
        "no-social",
        "has-related",
        "newsletter-layout",
        "ads-on comments-open",
    ],
)
def test_prose_stays_whatever_its_box_is_called(name: str) -> None:
    text = text_of(f"<div class='{name}'><h1>Story</h1><p>{PROSE * 3}</p><p>{PROSE * 3}</p></div>")
    assert text.count("two trams") == 6


def test_what_scripts_say_is_no_text_of_the_page() -> None:
    linked_data = f'<script type="application/ld+json">{{"articleBody": "{PROSE * 60}"}}</script>'
    text = text_of(f"{linked_data}<div class=wide><p>{PROSE * 3}</p></div><p>Weather: rain.</p>{linked_data}")
    assert text.count("two trams") == 3


def test_teasers_are_not_taken_for_the_article_they_stand_beside() -> None:
    teaser = f"<li><h3><a href=/t>Other news</a></h3><p>{PROSE * 2} More.</p></li>"
    story = f"<div><h1>Story</h1><p>{PROSE * 4}</p><p>{PROSE * 4} END OF STORY</p></div>"
    text = text_of(f"<div>{story}<div class=more><ul>{teaser * 4}</ul></div></div>")
    assert "END OF STORY" in text
    assert "Other news" not in text


def test_a_page_of_nothing_but_teasers_keeps_them() -> None:
    teaser = f"<li><h3><a href=/t>Other news</a></h3><p>{PROSE}</p></li>"
    assert text_of(f"<ul>{teaser * 5}</ul>").count("Other news") == 5


def test_comments_below_an_article_are_left_out_and_those_of_a_short_post_stay() -> None:
    comments = f"<section id=comments><h2>Comments</h2>{f'<p>Reader: {PROSE}</p>' * 20}</section>"
    article = f"<article><h1>Story</h1><p>{PROSE * 8}</p></article>"
    assert "Reader" not in text_of(f"<div>{article}{comments}</div>")
    question = "<article><h1>How wide is it?</h1><p>I need to know how wide the bridge is.</p></article>"
    thread = text_of(f"<main>{question}{comments}</main>")
    assert thread.count("Reader") == 20
    assert "how wide the bridge is" in thread


def test_every_post_of_a_forum_thread_is_read() -> None:
    posts = "".join(
        f"<div class=post id=p{n}><div class=author><a href=/u{n}>user{n}</a></div><p>Answer {n}. {PROSE}</p></div>"
        for n in range(15)
    )
    text = text_of(f"<div class=topic><h1>Which tram?</h1>{posts}</div>")
    assert all(f"Answer {n}." in text for n in range(15))


def test_a_page_of_documentation_keeps_its_headings_code_and_lists() -> None:
    body = f"""<div class=sidebar><ul>{"<li><a href=/x>A chapter of it</a></li>" * 30}</ul></div>
    <div class=body role=main><section><h1>open()</h1><p>{PROSE}</p><pre>open(path, mode='r')</pre>
    <dl><dt>path</dt><dd>Where the file is.</dd><dt>mode</dt><dd>How it is opened.</dd></dl>
    <section><h2>Errors</h2><ul><li>FileNotFoundError</li><li>PermissionError</li></ul></section></section></div>"""
    text = text_of(body)
    for words in (
        "# open()",
        "open(path, mode='r')",
        "mode",
        "How it is opened.",
        "## Errors",
        "- PermissionError",
    ):
        assert words in text
    assert "A chapter of it" not in text


def test_an_official_notice_in_chinese_is_read_whole() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>第{n}号线</td><td>{n * 12}亿元</td></tr>" for n in range(1, 9))
    body = f"""<div class=wrap><div class=position>当前位置：<a href=/>首页</a> > <a href=/zc>政策</a></div>
    <div class=article-con><h1>关于印发轨道交通建设规划的通知</h1>
    <table class=head><tr><td>索 引 号</td><td>000014349/2024-00012</td></tr>
    <tr><td>发文机关</td><td>国务院办公厅</td></tr><tr><td>成文日期</td><td>2024年03月01日</td></tr></table>
    <p>各省、自治区、直辖市人民政府：</p><p>　　一、总体要求。坚持稳中求进，合理安排建设规模。</p>
    <p>　　二、重点任务。到2027年新增运营里程1200公里。</p><table>{rows}</table>
    <p style="text-align:right">国务院办公厅</p><p style="text-align:right">2024年3月1日</p></div></div>"""
    text = text_of(body)
    for words in (
        "索 引 号 | 000014349/2024-00012",
        "各省、自治区、直辖市人民政府",
        "1200公里",
        "8 | 第8号线 | 96亿元",
    ):
        assert words in text
    assert text.endswith("2024年3月1日")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            "<table>"
            + "".join(f"<tr><th>Year {n}</th><td>{n} trams</td></tr>" for n in range(40))
            + "</table>",
            "39 trams",
        ),
        (
            "<dl>" + "".join(f"<dt>Term {n}</dt><dd>Meaning {n}.</dd>" for n in range(40)) + "</dl>",
            "Meaning 39.",
        ),
        ("<ul>" + "".join(f"<li>Item {n}, in stock</li>" for n in range(40)) + "</ul>", "Item 39, in stock"),
        (
            "<ul>" + "".join(f"<li><a href=/{n}>Report number {n}</a></li>" for n in range(40)) + "</ul>",
            "number 39",
        ),
        ("<details><summary>Is it open?</summary><p>Yes, since May.</p></details>" * 5, "Yes, since May."),
        (
            f"<p>{PROSE}</p>" * 3 + "<h2>Costs</h2><table><tr><td>steel</td><td>4</td></tr></table>",
            "steel | 4",
        ),
        ("Just words.<br><br>And more words.", "And more words."),
    ],
    ids=["table", "definitions", "list", "links", "questions", "prose and table", "bare text"],
)
def test_a_page_without_an_article_keeps_its_content(body: str, words: str) -> None:
    assert words in text_of(f"<div id=page><h1>Alder Bridge</h1>{body}</div>")


def test_paragraphs_in_separate_boxes_are_one_article() -> None:
    boxes = "".join(
        f"<div class=row><div class=text><p>Part {n}. {PROSE * 2}</p></div></div>" for n in range(6)
    )
    text = text_of(f"<div class=story>{boxes}</div>")
    assert all(f"Part {n}." in text for n in range(6))
