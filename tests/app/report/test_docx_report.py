"""The report as a Word document, read back."""

from io import BytesIO
from typing import Any

import docx
import pytest
from doubles.finished import hostile, newer, written

from stepresearch.app.report.docx_report import docx_of
from stepresearch.app.report.view import view_of
from stepresearch.graph.result import ResearchResult


def read(result: ResearchResult) -> Any:
    return docx.Document(BytesIO(docx_of(view_of(result))))


def test_headings_are_headings(result: ResearchResult) -> None:
    document = read(result)
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert document.paragraphs[0].style.name == "Title"
    for name in ("Short answer", "Where sources disagree", "Key claims", "Sources", "Passages"):
        assert name in headings


def test_sources_are_a_numbered_list_of_links(result: ResearchResult) -> None:
    document = read(result)
    sources = [p for p in document.paragraphs if p.style.name == "List Number"]
    cited = view_of(result).cited
    assert [p.hyperlinks[0].text for p in sources] == [source.title for source in cited]
    assert [p.hyperlinks[0].url for p in sources] == [source.url for source in cited]


def test_each_citation_leads_to_the_note_with_its_passage(result: ResearchResult) -> None:
    document = read(result)
    anchors = [link.fragment for p in document.paragraphs for link in p.hyperlinks if link.fragment]
    marks = document.element.xpath("//w:bookmarkStart/@w:name")
    assert anchors
    assert set(anchors) <= set(marks)


def test_the_cited_words_are_highlighted(result: ResearchResult) -> None:
    lit = [run.text for p in read(result).paragraphs for run in p.runs if run.font.highlight_color]
    assert lit == [quoted.marked for one in view_of(result).evidence for quoted in one.passages]


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\ufffe"])
def test_texts_of_strangers_make_a_document_that_opens(result: ResearchResult, character: str) -> None:
    changed = hostile(result)
    for source in changed.state["sources"].values():
        source["title"] += character
    links = [link.url for p in read(changed).paragraphs for link in p.hyperlinks if link.url]
    urls = {source["url"] for source in result.state["sources"].values()}
    assert set(links) < urls


def test_claims_have_the_widest_column_under_a_head_that_is_repeated(result: ResearchResult) -> None:
    (table,) = (one for one in read(result).tables if one.cell(0, 0).text == "Claim")
    claim, verdict, support = (column.width for column in table.columns)
    assert claim > verdict + support
    assert [bool(row._tr.xpath("w:trPr/w:tblHeader")) for row in table.rows[:2]] == [True, False]


def test_a_side_of_a_disagreement_tells_its_source_and_date_and_whether_it_is_the_older(
    result: ResearchResult,
) -> None:
    changed = newer(result)
    (dispute,) = view_of(changed).disputes
    cells = [cell.text for cell in read(changed).tables[0].rows[0].cells]
    for cell, side in zip(cells, dispute.sides, strict=True):
        assert f"{side.quoted_from.title} · {side.quoted_from.published or 'undated'}" in cell
    assert ["older figure" in cell for cell in cells] == [False, True]


def test_a_citation_that_rests_on_a_disputed_claim_says_so(result: ResearchResult) -> None:
    told = written(result, "It cost 48 million euros [S3.1]. It is long [S1.1].")
    told.state["checks"] = {}
    links = [link.text for p in read(told).paragraphs for link in p.hyperlinks if link.fragment]
    assert ["Disputed" in text for text in links] == [True, False]


def test_passages_have_no_empty_lines(result: ResearchResult) -> None:
    gappy = written(result, "It is long [S1.1].")
    gappy.state["passages"]["S1.1"]["text"] = "One.\n\nIt is long.\n\n\nThree."
    (passage,) = (p.text for p in read(gappy).paragraphs if p.style.name == "Quote")
    assert passage == "One.\nIt is long.\nThree."
