"""The report as PDF, read back."""

import shutil
from io import BytesIO
from pathlib import Path

import pytest
import reportlab
from doubles.chromium import PROGRAM
from doubles.command_line import CommandLine
from doubles.finished import hostile, written
from pypdf import PdfReader

from stepresearch.app.report.pdf_report import can_make_pdf, pdf_of
from stepresearch.app.report.pdf_typeset import marked_up, typeset
from stepresearch.app.report.view import view_of
from stepresearch.graph.result import ResearchResult


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def links_of(pdf: bytes) -> set[str]:
    notes = [note.get_object() for page in PdfReader(BytesIO(pdf)).pages for note in page.get("/Annots", [])]
    return {note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", {})}


def test_reportlab_sets_all_parts_of_a_report(result: ResearchResult) -> None:
    told = text_of(typeset(view_of(result)))
    for part in ("Short answer", "Where sources disagree", "Key claims", "Sources", "Passages", "41 million"):
        assert part in told


def test_reportlab_links_each_source_and_nothing_else(result: ResearchResult) -> None:
    urls = {source["url"] for source in result.state["sources"].values()}
    assert links_of(typeset(view_of(result))) == urls
    assert links_of(typeset(view_of(hostile(result)))) < urls


def test_reportlab_sets_lists_tables_and_chinese(result: ResearchResult) -> None:
    text = "渡轮耗资4790万欧元 [S1.1].\n\n1. one\n   - inner\n\n| a | b |\n| - | - |\n| cell | |\n\n> said"
    told = text_of(typeset(view_of(written(result, text))))
    for part in ("渡轮耗资", "4790", "inner", "cell", "said"):
        assert part in told


def test_what_no_font_holds_keeps_its_letters() -> None:
    assert marked_up("Dvořák & café") == "Dvorák &amp; café"
    assert marked_up("🌉") == "?"


def test_there_is_always_a_way_in_the_development_environment() -> None:
    assert can_make_pdf()


@pytest.mark.skipif(PROGRAM is None, reason="Chromium is not installed")
def test_a_browser_prints_the_report_where_there_is_one(result: ResearchResult) -> None:
    pdf = pdf_of(view_of(result))
    assert "Skia" in PdfReader(BytesIO(pdf)).metadata["/Producer"]
    assert "Where sources disagree" in text_of(pdf)


@pytest.mark.skipif(shutil.which("fc-list") is None, reason="fontconfig is not installed")
def test_a_chinese_report_is_legible_on_a_machine_without_a_chinese_font(
    commands: CommandLine, tmp_path: Path
) -> None:
    latin = Path(reportlab.__file__).parent / "fonts"
    (tmp_path / "fonts.conf").write_text(f"<fontconfig><dir>{latin}</dir></fontconfig>", encoding="utf-8")
    bare = CommandLine(commands.folder, {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf")})
    assert bare.ask("--language", "zh", "--out", "report.pdf").returncode == 0
    pdf = PdfReader(commands.folder / "report.pdf")
    fonts = {font["/BaseFont"] for page in pdf.pages for font in page["/Resources"]["/Font"].values()}
    assert "/STSong-Light" in fonts
