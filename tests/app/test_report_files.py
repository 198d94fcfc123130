"""`--out` in all its forms, and the claims of a run."""

import json
from io import BytesIO

import docx
from doubles.command_line import CommandLine
from pypdf import PdfReader


def test_the_ending_of_a_name_decides_the_form(commands: CommandLine) -> None:
    names = ["r.md", "r.HTML", "r.json", "r.docx", "r.pdf"]
    done = commands.ask(*(part for name in names for part in ("--out", name)))
    assert [
        line.removeprefix("Written to ") for line in done.stderr.splitlines() if "Written" in line
    ] == names
    content = {name: (commands.folder / name).read_bytes() for name in names}
    assert content["r.md"].decode() == done.stdout
    assert content["r.HTML"].startswith(b"<!doctype html>")
    assert json.loads(content["r.json"])["report"]["markdown"] == done.stdout
    assert "Alder Bridge" in docx.Document(BytesIO(content["r.docx"])).paragraphs[0].text
    assert "Alder Bridge" in PdfReader(BytesIO(content["r.pdf"])).pages[0].extract_text()


def test_show_makes_the_same_page_again(commands: CommandLine) -> None:
    commands.ask("--out", "first.html")
    commands.run("show", commands.run_ids()[0], "--out", "again.html")
    assert (commands.folder / "again.html").read_bytes() == (commands.folder / "first.html").read_bytes()


def test_a_run_that_found_nothing_has_a_page_that_says_so(commands: CommandLine) -> None:
    commands.ask("--out", "r.html", "--out", "r.docx", question="Zygomorphic xylophones?")
    assert "Nothing on this question was found" in (commands.folder / "r.html").read_text(encoding="utf-8")
    assert (commands.folder / "r.docx").stat().st_size


def test_claims_are_listed_with_verdict_support_and_quotations(commands: CommandLine) -> None:
    commands.ask()
    (run_id,) = commands.run_ids()
    claims = json.loads(commands.run("show", run_id, "--json").stdout)["ledger"]["claims"]
    lines = commands.run("show", run_id, "--claims").stdout.splitlines()
    assert [line.split()[0] for line in lines if line[:1] == "C"] == [claim["claim_id"] for claim in claims]
    assert all("independent source" in line for line in lines if line[:1] == "C")
    assert any("“The Alder Bridge cost 4.9 million crowns, an auditor said.” [S" in line for line in lines)
