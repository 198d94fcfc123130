"""The HTML report in a real browser."""

import asyncio
import re
from itertools import pairwise
from pathlib import Path

import pytest
from doubles.chromium import Tab
from doubles.finished import hostile, many_claims, newer, written
from doubles.web_server import running_web_server
from pypdf import PdfReader

from stepresearch.app.report.html_report import html_of
from stepresearch.app.report.view import view_of
from stepresearch.graph.result import ResearchResult

PANEL = "!document.getElementById('panel').hidden"
MARKED = "document.querySelector('#panel mark').textContent"
CONTENTS = "document.querySelector('.contents').getBoundingClientRect()"
END_OF_ANSWER = "document.querySelector('.summary').getBoundingClientRect().bottom"
SECOND_SECTION = "document.querySelectorAll('section.prose')[1].getBoundingClientRect().top"
ENTER, SPACE, ESCAPE = ("Enter", 13, "\r"), (" ", 32, " "), ("Escape", 27)


def page_of(result: ResearchResult, folder: Path) -> Path:
    page = folder / "report.html"
    page.write_text(html_of(view_of(result)), encoding="utf-8")
    return page


@pytest.fixture
def page(result: ResearchResult, tmp_path: Path) -> Path:
    return page_of(result, tmp_path)


def test_a_report_asks_for_nothing_but_itself_and_the_console_stays_empty(tab: Tab, page: Path) -> None:
    tab.requests.clear()
    tab.complaints.clear()
    tab.open(page)
    tab.click(".cite")
    assert set(tab.requests) == {page.as_uri()}
    assert tab.complaints == []


def test_no_line_ends_within_a_date_or_before_a_citation(
    tab: Tab, result: ResearchResult, tmp_path: Path
) -> None:
    text = "\n\n".join(f"{'渡轮' * filled}“{'a' * filled}.” [S1.1] *2026-06-18*" for filled in range(1, 20))
    chinese = written(result, text)
    chinese.state["brief"] = {**chinese.state["brief"], "language": "zh"}
    tab.open(page_of(chinese, tmp_path), width=360)
    pieces = tab.evaluate(
        "[...document.querySelectorAll('.prose .whole')].map(date => date.getClientRects().length)"
    )
    assert len(pieces) >= 19
    assert set(pieces) == {1}
    leads = "cite => cite.getBoundingClientRect().left < cite.closest('p').getBoundingClientRect().left + 5"
    assert not tab.evaluate(f"[...document.querySelectorAll('.cite')].some({leads})")


@pytest.mark.parametrize("width", [360, 800, 1400])
def test_no_width_needs_scrolling_sideways(
    tab: Tab, result: ResearchResult, tmp_path: Path, width: int
) -> None:
    long_word = written(result, f"{'Brenna' * 60} and `{'code' * 60}` [S1.1].")
    for shown in (result, long_word, hostile(result)):
        tab.open(page_of(shown, tmp_path), width=width)
        tab.click(".cite")
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_click_opens_the_passage_with_the_cited_sentence_marked(tab: Tab, page: Path) -> None:
    tab.open(page)
    assert not tab.evaluate(PANEL)
    tab.click(".cite")
    assert tab.evaluate(PANEL)
    quoted = tab.evaluate(MARKED)
    assert quoted
    assert quoted in tab.evaluate("document.querySelector('.prose').innerText")
    assert tab.evaluate("document.querySelector('.cite').ariaExpanded") == "true"
    tab.click(".cite")
    assert not tab.evaluate(PANEL)


@pytest.mark.parametrize("key", [ENTER, SPACE], ids=["enter", "space"])
def test_a_key_opens_the_passage_and_escape_leads_back(
    tab: Tab, page: Path, key: tuple[str, int, str]
) -> None:
    tab.open(page)
    tab.evaluate("document.querySelector('.cite').focus()")
    tab.press(*key)
    assert tab.evaluate(PANEL)
    assert tab.evaluate("document.activeElement.id") == "panel-title"
    tab.press(*ESCAPE)
    assert not tab.evaluate(PANEL)
    assert tab.evaluate("document.activeElement.id") == "cite-1"


def test_the_longest_verdict_leaves_the_buttons_of_the_panel_in_sight(
    tab: Tab, result: ResearchResult, tmp_path: Path
) -> None:
    tab.open(page_of(written(result, "The bridge is long [S1.1].", "not_found"), tmp_path), width=360)
    tab.click(".cite")
    assert "Not found" in tab.evaluate("document.getElementById('panel-title').innerText")
    assert tab.evaluate("document.getElementById('close').getBoundingClientRect().right <= innerWidth")
    tab.click("#close")
    assert not tab.evaluate(PANEL)


def test_the_panel_leads_from_citation_to_citation(tab: Tab, page: Path) -> None:
    tab.open(page)
    tab.click(".cite")
    for button, expanded in (("#next", "cite-2"), ("#next", "cite-3"), ("#previous", "cite-2")):
        tab.click(button)
        assert tab.evaluate("document.querySelector('[aria-expanded=true]').id") == expanded


def test_without_script_a_citation_leads_to_its_note(tab: Tab, page: Path) -> None:
    tab.open(page, script=False)
    tab.click(".cite")
    printed = " ".join(sheet.extract_text() for sheet in PdfReader(_saved(tab, page)).pages)
    assert tab.evaluate("location.hash") == "#note-1"
    assert tab.evaluate("document.querySelector(':target').getBoundingClientRect().top < innerHeight")
    assert "Passages" in printed


@pytest.mark.parametrize("width", [390, 800])
def test_on_a_narrow_screen_the_short_answer_comes_before_the_contents(
    tab: Tab, page: Path, width: int
) -> None:
    tab.open(page, width=width)
    assert tab.evaluate(f"{END_OF_ANSWER} <= {CONTENTS}.top")
    assert tab.evaluate(f"{CONTENTS}.bottom <= {SECOND_SECTION}")


def test_on_a_wide_screen_the_contents_stand_beside_the_short_answer(tab: Tab, page: Path) -> None:
    tab.open(page)
    assert tab.evaluate(f"{CONTENTS}.top < {END_OF_ANSWER}")
    assert tab.evaluate("document.querySelector('.summary').getBoundingClientRect().right") < tab.evaluate(
        f"{CONTENTS}.left"
    )


def test_a_disagreement_tells_which_figure_is_the_older_one(
    tab: Tab, result: ResearchResult, tmp_path: Path
) -> None:
    tab.open(page_of(newer(result), tmp_path))
    values = tab.evaluate("[...document.querySelectorAll('.side .value')].map(value => value.innerText)")
    assert ["older figure" in value for value in values] == [False, True]


def test_the_narrow_picture_says_which_question_each_of_its_labels_is(
    tab: Tab, page: Path, result: ResearchResult
) -> None:
    tab.open(page, width=390)
    told = " ".join(tab.evaluate("document.querySelector('.asked').innerText").split())
    asked = {claim.task_id: view_of(result).tasks[claim.task_id] for claim in view_of(result).claims}
    assert all(f"{task_id} {question}" in told for task_id, question in asked.items())
    tab.open(page)
    assert not tab.evaluate("document.querySelector('.asked').checkVisibility()")


@pytest.mark.parametrize("is_open", [False, True], ids=["closed", "open"])
def test_print_shows_the_other_claims_where_they_were_opened(
    tab: Tab, result: ResearchResult, tmp_path: Path, is_open: bool
) -> None:
    page = page_of(many_claims(result), tmp_path)
    tab.open(page)
    if is_open:
        tab.click("summary")
    printed = " ".join(sheet.extract_text() for sheet in PdfReader(_saved(tab, page)).pages)
    assert ("more claims of the ledger" in printed) == is_open
    assert ("Claim number 30." in printed) == is_open


def test_printed_pages_are_numbered(tab: Tab, page: Path) -> None:
    tab.open(page)
    sheets = PdfReader(_saved(tab, page)).pages
    assert len(sheets) > 1
    for number, sheet in enumerate(sheets, 1):
        assert f"{number} / {len(sheets)}" in sheet.extract_text()


def test_print_shows_all_passages_and_key_claims(tab: Tab, page: Path) -> None:
    tab.open(page)
    printed = " ".join(sheet.extract_text() for sheet in PdfReader(_saved(tab, page)).pages)
    assert "Passages" in printed
    assert "Contents" not in printed
    assert " ".join(printed.split()).count("41 million euros") > 2


def test_texts_of_strangers_stay_texts(tab: Tab, result: ResearchResult, tmp_path: Path) -> None:
    page = page_of(hostile(result), tmp_path)
    tab.requests.clear()
    tab.complaints.clear()
    tab.open(page)
    tab.click(".cite")
    assert tab.evaluate("window.hacked") is None
    assert tab.evaluate("document.querySelectorAll('img, iframe, object, form, base, link').length") == 0
    assert tab.evaluate("document.querySelectorAll('script').length") == 1
    assert tab.evaluate("document.querySelectorAll('style').length") == 1
    assert set(tab.requests) == {page.as_uri()}
    assert tab.complaints == []


def test_only_sources_and_places_in_the_page_are_linked(
    tab: Tab, result: ResearchResult, tmp_path: Path
) -> None:
    tab.open(page_of(hostile(result), tmp_path))
    targets = set(tab.evaluate("[...document.links].map(link => link.getAttribute('href'))"))
    urls = {source["url"] for source in result.state["sources"].values()}
    assert {target for target in targets if not target.startswith("#")} < urls


SLIPPED = (
    "<script>window.hacked = 1</script><img src='{url}/x.png' onerror='window.hacked = 1'>"
    "<style>main {{ display: none }}</style><link rel=stylesheet href='{url}/x.css'><iframe src='{url}/x.html'></iframe>"
)


async def test_the_policy_stops_what_would_slip_through_the_escaping(
    tab: Tab, result: ResearchResult, tmp_path: Path
) -> None:
    page = page_of(result, tmp_path)
    html = page.read_text(encoding="utf-8")
    async with running_web_server() as server:
        page.write_text(html.replace("</main>", SLIPPED.format(url=server.url)), encoding="utf-8")
        await asyncio.to_thread(tab.open, page)
        assert await asyncio.to_thread(tab.evaluate, "window.hacked") is None
        style = "getComputedStyle(document.querySelector('main')).display"
        assert await asyncio.to_thread(tab.evaluate, style) == "block"
        assert server.paths == []
        # The same page without its policy does all that, so that the test could fail.
        open_to_all = re.sub("<meta http-equiv=[^>]*>", "", page.read_text(encoding="utf-8"))
        page.write_text(open_to_all, encoding="utf-8")
        await asyncio.to_thread(tab.open, page)
        assert await asyncio.to_thread(tab.evaluate, "window.hacked") == 1
        assert server.paths


def test_headings_go_down_by_one_and_every_landmark_has_a_name(tab: Tab, page: Path) -> None:
    tab.open(page)
    levels = tab.evaluate(
        "[...document.querySelectorAll('h1, h2, h3, h4')].filter(h => h.checkVisibility()).map(h => +h.tagName[1])"
    )
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    unnamed = "[...document.querySelectorAll('nav, section, aside, article.note')].filter(e => !e.ariaLabel && !document.getElementById(e.getAttribute('aria-labelledby')))"
    assert tab.evaluate(f"{unnamed}.length") == 0
    assert tab.evaluate(
        "new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size"
    ) == tab.evaluate("document.querySelectorAll('[id]').length")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_words_stand_out_from_their_ground(tab: Tab, page: Path, dark: bool) -> None:
    tab.open(page, dark=dark)
    pairs = tab.evaluate(
        "(style => ['ink', 'soft', 'link', 'good', 'fair', 'bad', 'torn', 'past'].flatMap(ink =>"
        " ['paper', 'raised'].map(ground => [ink, ground].map(name => style.getPropertyValue('--' + name).trim()))))"
        "(getComputedStyle(document.documentElement))"
    )
    assert all(contrast(ink, ground) >= 4.5 for ink, ground in pairs)


def contrast(ink: str, ground: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2, relative luminance)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dim = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _saved(tab: Tab, page: Path) -> Path:
    pdf = page.with_suffix(".pdf")
    pdf.write_bytes(tab.printed())
    return pdf
