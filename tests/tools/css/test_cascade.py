"""What style sheets hide, by features of CSS; `benchmarks/hidden_text.py` has more of each kind."""

import pytest

from stepresearch.tools.html.extract import extract_page
from stepresearch.tools.page import Page

P = "<p class=a>SECRET</p>"
W = "<div class=w><p class=a>SECRET</p></div>"
LONG = "The bridge opened in May and carried two trams an hour across the river."


def page_of(css: str, html: str, head: str = "") -> Page:
    document = f"<!doctype html><html lang=en><head>{head}<style>{css}</style></head><body><p>Before.</p>{html}<p>After.</p>"
    return extract_page(document.encode(), url="https://example.org/")


@pytest.mark.parametrize(
    ("css", "html"),
    [
        (".a{display:var(--x,var(--y,none))}", P),
        (":root{--b:hidden;--a:var(--b)} .a{visibility:var(--a)}", P),
        ("@property --z{syntax:'*';inherits:true;initial-value:none} .a{display:var(--z)}", P),
        (".a{color:oklch(1 0 0)}", P),
        (".a{color:color-mix(in srgb, white 98%, black)}", P),
        (".a{color:rgb(from white r g b)}", P),
        (".a{color:light-dark(white, black)}", P),
        (".a{background:linear-gradient(#222,#222);color:#222}", P),
        (".a{background:currentcolor}", P),
        (".a\\:b{display:none}", "<p class='a:b'>SECRET</p>"),
        ("[data-x^='Q' i]{display:none}", "<p data-x=qrs>SECRET</p>"),
        (".w p:nth-of-type(odd){display:none}", "<div class=w><p>SECRET</p><p>x</p></div>"),
        (
            ".w>:nth-child(2 of .k){display:none}",
            "<div class=w><p class=k>x</p><b>x</b><p class=k>SECRET</p></div>",
        ),
        ("p:has(> em.k){display:none}", "<p><em class=k>SECRET</em></p>"),
        (".a:not(:hover){display:none}", P),
        ("h2.k + p ~ p{display:none}", "<h2 class=k>More</h2><p>x</p><p>SECRET</p>"),
        ("@layer one,two; @layer two{.a{display:none}} @layer one{p.a{display:block}}", P),
        ("@layer one{.a{display:none!important}} .a{display:block!important}", P),
        (".a{display:none;display:fubar}", P),
        (".a{left:-9999px;left:bogus;position:absolute}", P),
        (".w{color:#111; & .a{display:none}}", W),
        (".w{@media screen{.a{display:none}}}", W),
        ("@media (min-width:100px){@supports (display:grid){.a{display:none}}}", P),
        (".w{container-type:inline-size} @container (min-width:10px){.a{display:none}}", W),
        ("@scope (.w){.a{display:none}}", W),
        ("@import url('data:text/css,.a%7Bdisplay:none%7D');", P),
        ("<!-- .a{d\\69splay:n\\6fne} -->", P),
        ("", "<div popover>SECRET</div>"),
        ("", "<div><template shadowrootmode=open><p>x</p></template><p>SECRET</p></div>"),
        (".a{font-size:calc(10px - 10px)}", P),
        (".a{zoom:.01}", P),
        (".a{clip-path:polygon(0 0,0 0,0 0)}", P),
        (".a{mask-image:linear-gradient(transparent,transparent)}", P),
        (".a{rotate:y 90deg}", P),
        (".a{backface-visibility:hidden;transform:rotateX(180deg)}", P),
        (".a{filter:blur(30px)}", P),
        ("@keyframes k{to{opacity:0}} .a{animation:k .01s forwards}", P),
        (".w{opacity:.2} .a{opacity:.1}", W),
        (".a{position:fixed;bottom:150%}", P),
        ("", "<p bgcolor=black><font color='#fdfdfd'>SECRET</font></p>"),
        (".a{position:absolute;inset:-9999px auto auto -9999px}", P),
    ],
)
def test_text_that_a_browser_does_not_show_is_dropped(css: str, html: str) -> None:
    assert "SECRET" not in page_of(css, html).text


@pytest.mark.parametrize(
    ("css", "html"),
    [
        ("@media (max-width:300px){.a{display:none}}", P),
        ("@media not all{.a{display:none}}", P),
        ("@supports not (display:block){.a{display:none}}", P),
        ("@layer x{.a{display:none}} .a{display:block}", P),
        (".w{visibility:hidden} .a{visibility:visible}", W),
        (".w{font-size:0} .a{font-size:16px}", W),
        (".w>p:first-child{display:none}", "<div class=w><p>x</p><p>SECRET</p></div>"),
        (".a,:nonsense{display:none}", P),
        (".a::after{content:'x';display:none}", P),
        (".w{:not(.a){display:none}}", W),
        (":root{--d:block} .a{display:var(--d,none)}", P),
        (".a{--x:var(--x);display:var(--x)}", P),
        (".a{dis/**/play:none}", P),
        (".a{background:linear-gradient(red,blue);background-clip:text;color:transparent}", P),
        (".a{transform:translate(-50%);margin-left:50%}", P),
        (".a{opacity:0;animation:k 1s forwards} @keyframes k{to{opacity:1}}", P),
        (".a{position:absolute;left:2em;top:90em}", P),
    ],
)
def test_text_that_a_browser_shows_stays(css: str, html: str) -> None:
    assert "SECRET" in page_of(css, html).text


@pytest.mark.parametrize(
    ("css", "html"),
    [
        (".a{clip-path:url(#shape)}", f"<p class=a>{LONG}</p>"),
        (".a{left:calc(1px * foo(2));position:absolute}", f"<p class=a>{LONG}</p>"),
        (".a{color:contrast-color(white)}", f"<p class=a>{LONG}</p>"),
        (
            ".w{position:relative} .c{position:absolute;inset:0;background:#fff}",
            f"<div class=w><p>{LONG}</p><div class=c></div></div>",
        ),
    ],
    ids=["clip path elsewhere", "unknown function", "colour chosen by the browser", "covered"],
)
def test_a_passage_whose_look_cannot_be_told_is_left_out_and_counted(css: str, html: str) -> None:
    page = page_of(css, html)
    assert "two trams" not in page.text
    assert page.hard_to_see == 1


def test_what_a_sheet_that_is_not_read_may_show_is_left_out_and_counted() -> None:
    head = "<link rel=stylesheet href=/site.css>"
    assert page_of("", f"<p style='color:#fff'>{LONG}</p>", head).hard_to_see == 1
    assert page_of("", f"<div aria-hidden=true><p>{LONG}</p></div>", head).hard_to_see == 1
    assert page_of("", f"<p>{LONG}</p>", head).hard_to_see == 0


def test_what_is_certainly_hidden_is_not_counted() -> None:
    assert page_of(".a{display:none}", f"<p class=a>{LONG}</p>").hard_to_see == 0


@pytest.mark.parametrize(
    "css",
    [
        ".a{--x:" + "var(--x)" * 20_000 + ";display:var(--x)}",
        "".join(f".a{{--v{n}:var(--v{n - 1})var(--v{n - 1})}}" for n in range(1, 60))
        + ".a{--v0:none;display:var(--v59)}",
        ".a" + ":not(.b" * 2_000 + ")" * 2_000 + "{display:none}",
        ".a" + ":has(.b" * 2_000 + ")" * 2_000 + "{display:none}",
        ".a" + " .a" * 5_000 + "{display:none}",
        ".a{width:" + "calc(" * 5_000 + "1px" + ")" * 5_000 + "}",
        ".a{" * 5_000,
        "@media screen{" * 5_000 + ".a{display:none}",
        "@media " + "(" * 5_000 + "width" + ")" * 5_000 + "{.a{display:none}}",
        ".a{color:" + "color-mix(in srgb," * 3_000 + "}",
        ".a{transform:" + "rotate(" * 5_000 + "}",
    ],
    ids=[
        "itself",
        "doubling",
        "not",
        "has",
        "descendants",
        "calc",
        "nested",
        "media",
        "brackets",
        "mix",
        "turns",
    ],
)
def test_a_sheet_made_to_exhaust_its_reader_ends(css: str) -> None:
    assert "Before." in page_of(css, P * 20).text
