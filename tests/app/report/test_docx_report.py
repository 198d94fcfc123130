"""The report as a Word document, read back."""

from io import BytesIO
from typing import Any

import docx
import pytest
from doubles.finished import hostile

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
