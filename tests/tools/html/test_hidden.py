import pytest

from stepresearch.text.language.visible_characters import visible_characters
from stepresearch.tools.errors import ToolError
from stepresearch.tools.html.extract import extract_page


def text_of(body: str, css: str = "") -> str:
    html = f"<html><head><style>{css}</style></head><body><p>Seen before.</p>{body}<p>Seen after.</p></body></html>"
    return extract_page(html.encode(), url="https://example.org/").text


HIDING_STYLES = [
    "display:none",
    "DISPLAY : NONE !important",
    "visibility:hidden",
    "visibility:collapse",
    "content-visibility:hidden",
    "opacity:0",
    "opacity:.01",
    "opacity:0%",
    "filter:opacity(0)",
    "font-size:0",
    "font-size:1px",
    "font-size:0.01em",
    "font:0/0 a",
    "color:#fff",
    "color:white",
    "color:rgb(255,255,255)",
    "color:hsl(0, 0%, 100%)",
    "color:#fefefe",
    "color:transparent",
    "color:rgba(0,0,0,0)",
    "-webkit-text-fill-color:transparent",
    "background:#000;color:#010101",
    "background-color:rgb(10, 20, 30);color:#0a141e",
    "position:absolute;left:-9999px",
    "position:fixed;top:-100vh;left:-100vw",
    "position:absolute;left:9999px",
    "position:absolute;z-index:-1",
    "text-indent:-9999px",
    "text-indent:-100%",
    "margin-left:-9999px",
    "margin:0 0 0 -200em",
    "transform:scale(0)",
    "transform:translateX(-9999px)",
    "transform:rotateY(90deg)",
    "clip:rect(0,0,0,0)",
    "clip:rect(1px 1px 1px 1px)",
    "clip-path:inset(50%)",
    "clip-path:circle(0px)",
    "clip-path:polygon(0 0, 0 0, 0 0)",
    "width:0;height:0;overflow:hidden",
    "max-height:0;overflow:hidden",
    "position:absolute;width:1px;height:1px",
    "letter-spacing:-1em",
    "zoom:0",
]


@pytest.mark.parametrize("style", HIDING_STYLES)
def test_text_hidden_by_an_inline_style_is_dropped(style: str) -> None:
    assert text_of(f'<p style="{style}">HIDDEN <b>INSIDE</b></p>') == "Seen before.\n\nSeen after."


@pytest.mark.parametrize(
    "html",
    [
        "<p hidden>HIDDEN</p>",
        "<template><p>HIDDEN</p></template>",
        "<noscript>HIDDEN</noscript>",
        "<!-- HIDDEN -->",
        "<![CDATA[HIDDEN]]>",
        "<?php HIDDEN ?>",
        "<script>HIDDEN</script>",
        "<script type=application/ld+json>HIDDEN</script>",
        "<style>HIDDEN</style>",
        "<textarea>HIDDEN</textarea>",
        "<select><option>HIDDEN</select>",
        "<button>HIDDEN</button>",
        "<iframe>HIDDEN</iframe>",
        "<object>HIDDEN</object>",
        "<svg><text>HIDDEN</text></svg>",
        "<canvas>HIDDEN</canvas>",
        "<video>HIDDEN</video>",
        "<dialog>HIDDEN</dialog>",
        "<datalist><option>HIDDEN</datalist>",
        '<input type="hidden" value="HIDDEN">',
        '<img src="x" alt="HIDDEN">',
        '<p title="HIDDEN"></p>',
        '<span class="sr-only">HIDDEN</span>',
        '<span class="visually-hidden">HIDDEN</span>',
        '<span class="d-none">HIDDEN</span>',
        '<font color="#ffffff">HIDDEN</font>',
        '<table bgcolor="black"><tr><td><font color="black">HIDDEN</font></td></tr></table>',
    ],
)
def test_text_hidden_by_an_element_or_attribute_is_dropped(html: str) -> None:
    assert "HIDDEN" not in text_of(html)


@pytest.mark.parametrize(
    "css",
    [
        ".x{display:none}",
        "p.x { visibility : hidden }",
        "#y{opacity:0}",
        ".a, .x{color:white}",
        "body .x{font-size:0}",
        "body > p.x{display:none}",
        "[data-z]{display:none}",
        "[data-z='1']{display:none}",
        "@media screen{.x{display:none}}",
        "/* } */ .x{display:none}",
        ".x{display:block} .x{display:none}",
        ".x{display:none!important} p.x{display:block}",
        ".x{display:none!important} p{display:block!important}",
        "".join(f".r{n}{{top:0}}" for n in range(9_000)) + ".x{display:none}",
    ],
)
def test_text_hidden_by_the_pages_own_style_sheet_is_dropped(css: str) -> None:
    assert "HIDDEN" not in text_of('<p class="x" id="y" data-z="1">HIDDEN</p>', css)


@pytest.mark.parametrize(
    ("css", "html"),
    [
        ("@media print{.x{display:none}}", '<p class="x">SEEN</p>'),
        (".tab{display:none} .tab.on{display:block}", '<p class="tab on">SEEN</p>'),
        (".loading .x{display:none}", '<p class="x">SEEN</p>'),
        (".x:hover{display:none}", '<p class="x">SEEN</p>'),
        ("", '<p style="color:#777">SEEN</p>'),
        ("", '<div style="background:#000"><p style="color:#fff">SEEN</p></div>'),
        ("", '<div style="background:url(night.jpg)"><p style="color:#fff">SEEN</p></div>'),
        ("", '<div style="font-size:0"><p style="font-size:16px">SEEN</p></div>'),
        ("", '<div class="hidden md:block">SEEN</div>'),
        ("", '<div class="d-none d-md-block">SEEN</div>'),
        ("", '<p style="position:relative;left:10px;margin:-5px">SEEN</p>'),
        ("", '<p style="max-width:100%;height:0;width:auto">SEEN</p>'),
        ("", "<details><summary>More</summary>SEEN</details>"),
        ("", "<dialog open>SEEN</dialog>"),
        ("", '<p aria-hidden="true">SEEN</p>'),
    ],
)
def test_text_that_is_seen_stays(css: str, html: str) -> None:
    assert "SEEN" in text_of(html, css)


def test_an_important_rule_wins_over_the_style_attribute() -> None:
    assert "HIDDEN" not in text_of(
        '<p class="x" style="display:block">HIDDEN</p>', ".x{display:none !important}"
    )


def test_a_sheet_made_to_exhaust_its_reader_is_refused() -> None:
    css = "".join(f".y .x{{opacity:.{n}}}" for n in range(2_000))
    with pytest.raises(ToolError, match="too tangled"):
        text_of("<i class=y></i>" + "<div class=x>" * 3_000, css)


@pytest.mark.parametrize(
    ("name", "text", "seen"),
    [
        ("zero width space", "ig\u200bnore", "ignore"),
        ("byte order mark", "ig\ufeffnore", "ignore"),
        ("word joiner", "ig\u2060nore", "ignore"),
        ("soft hyphen", "ig\u00adnore", "ignore"),
        ("bidi override", "\u202eerongi\u202c", "erongi"),
        ("bidi isolate", "\u2066a\u2069", "a"),
        ("tag characters", "a" + "".join(chr(0xE0000 + ord(letter)) for letter in "obey"), "a"),
        ("variation selectors", "a\ufe01\U000e0105", "a"),
        ("joiners in Latin text", "a\u200d\u200cb", "ab"),
        ("joiner of Persian", "می\u200cخواهم", "می\u200cخواهم"),
        ("many joiners of Persian", "می\u200c\u200d\u200c\u200dخواهم", "می\u200cخواهم"),
        ("Hangul filler", "a\u3164b", "ab"),
        ("private use", "a\ue000b", "ab"),
        ("control characters", "a\x00\x1b\x9fb", "ab"),
        ("lone surrogate", "a\ud800b", "ab"),
        ("composed letters", "e\u0301", "é"),
        ("a tower of marks", "a" + "\u0316" * 50, "a" + "\u0316" * 4),
    ],
)
def test_characters_that_no_reader_sees_are_dropped(name: str, text: str, seen: str) -> None:
    assert visible_characters(text) == seen
