"""Damaged documents that once crashed a parser, found by benchmarks/fuzz_documents.py and made small."""

import pytest

from stepresearch.tools.errors import ToolError
from stepresearch.tools.page import Page
from stepresearch.tools.parsing.file_kinds import EMAIL, HTML, MBOX, RTF, XML
from stepresearch.tools.parsing.parser import parse

PROSE = "The Brenholm bridge repair cost 49 million crowns in total, according to the page that was saved."
DEEP_KIND = f"Content-Type: {'(' * 400}text/plain"


def read(document: str, media_type: str) -> Page:
    return parse(document.encode(), media_type=media_type, url="https://example.org/a")


@pytest.mark.parametrize(
    "head",
    [
        "<head><x-y>",
        "<head><title>a</title><style><article></style><x-y class=post-content>",
        "<head><amp-x/></head>",
    ],
)
def test_an_unknown_element_in_the_head_hides_nothing_of_the_body(head: str) -> None:
    assert PROSE in read(f"<html>{head}<body><article><h1>Repair</h1><p>{PROSE}</p></article>", HTML).text


def test_half_a_character_in_xml_costs_that_character_alone() -> None:
    text = read("<r><p>It cost 49 million &#xD800;crowns.</p></r>", XML).text
    assert text.encode()
    assert "It cost 49 million" in text
    assert "crowns." in text


def test_an_email_whose_header_is_nested_without_end_is_refused_with_the_reason() -> None:
    with pytest.raises(ToolError, match="damaged"):
        read(f"From: a@a.example\n{DEEP_KIND}\n\n{PROSE}", EMAIL)


def test_a_damaged_email_costs_a_mailbox_that_email_alone() -> None:
    mails = [
        f"From a@a.example Tue Mar  3 10:00:00 2026\nFrom: a@a.example\nSubject: {kind[:3]}\n{kind}\n\n{PROSE}\n\n"
        for kind in ("X-A: b", DEEP_KIND)
    ]
    page = read("".join(mails), MBOX)
    assert page.text.count(PROSE) == 1
    assert page.unread == "1 of 2 e-mails are damaged and were not read."


def test_an_email_with_a_date_beyond_all_times_is_read_without_one() -> None:
    page = read(f"From: a@a.example\nDate: Tue, 3 Mar {'9' * 400} 10:00:00 +0000\n\n{PROSE}", EMAIL)
    assert PROSE in page.text
    assert page.published is None


def test_rich_text_with_a_character_beyond_all_numbers_is_refused_with_the_reason() -> None:
    with pytest.raises(ToolError, match="damaged"):
        read(rf"{{\rtf1\ansi {PROSE} \u{'9' * 40}?\par}}", RTF)
