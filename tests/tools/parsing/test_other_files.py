import io
import json
import re
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from stepresearch.tools.documents.files import grouped, list_files
from stepresearch.tools.errors import ToolError
from stepresearch.tools.page import Page
from stepresearch.tools.parsing.file_kinds import KINDS, MEDIA_TYPES, UNKNOWN, UNREAD
from stepresearch.tools.parsing.parser import parse


def read(data: bytes | str, ending: str) -> Page:
    content = data.encode() if isinstance(data, str) else data
    return parse(content, media_type=MEDIA_TYPES.get(ending, UNKNOWN), url=f"file:///costs{ending}")


def zipped(**parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


OPEN_DOCUMENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body>%s</office:body>'
    "</office:document-content>"
)


def test_no_kind_of_file_is_both_read_and_refused() -> None:
    assert not MEDIA_TYPES.keys() & UNREAD.keys()


def test_the_readme_names_each_kind_that_is_read() -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text()
    assert [name for name in KINDS if name not in readme] == []


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        ("item,cost_million\nCrane,7.3\nFerry,2.0\n", ".csv"),
        ("item;cost_million\nCrane;7.3\nFerry;2.0\n", ".csv"),
        ("item\tcost_million\nCrane\t7.3\nFerry\t2.0\n", ".tsv"),
        ('{"item": "Crane", "cost_million": 7.3}\n{"item": "Ferry", "cost_million": "2.0"}\n', ".jsonl"),
    ],
)
def test_each_value_of_a_table_keeps_the_name_of_its_column(data: str, ending: str) -> None:
    rows = [line for line in read(data, ending).text.splitlines() if line]
    assert rows == ["item: Crane | cost million: 7.3", "item: Ferry | cost million: 2.0"]


def test_a_table_without_a_head_stays_as_it_is() -> None:
    assert read("Crane,7.3\nFerry,2.0\n", ".csv").text == "Crane | 7.3\nFerry | 2.0"


def test_values_of_json_keep_the_path_to_them() -> None:
    data = json.dumps({"harbour": {"crane": {"cost_million": 7.3}, "open": True}})
    assert read(data, ".json").text == "harbour › crane › cost million: 7.3 | harbour › open: yes"


def test_what_is_only_nearly_json_is_read_as_it_stands() -> None:
    assert read("{'crane': 7.3,}", ".json").text == "{'crane': 7.3,}"


def test_json_nested_without_end_does_no_harm() -> None:
    text = "[" * 100_000
    assert read(text, ".json").text == text


def test_an_email_is_read_with_its_head_and_names_its_attachments() -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Clerk <clerk@a.example>", "The crane"
    mail["Date"] = "Tue, 3 Mar 2026 10:00:00 +0000"
    mail.set_content("The crane cost 7.3 million crowns.")
    mail.add_alternative("<p>The crane cost 7.3 million crowns.</p>", subtype="html")
    mail.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="bill.pdf")
    page = read(mail.as_bytes(), ".eml")

    assert (page.title, page.published, page.author) == ("The crane", "2026-03-03", "Clerk <clerk@a.example>")
    assert page.text.count("The crane cost 7.3 million crowns.") == 1
    assert "bill.pdf" in page.unread


def test_each_email_of_a_mailbox_is_read_under_its_subject() -> None:
    mails = [
        f"From a@a.example Tue Mar  3 10:00:0{n} 2026\nFrom: a@a.example\nSubject: {topic}\n\n{topic} is paid.\n\n"
        for n, topic in enumerate(["Crane", "Ferry"])
    ]
    text = read("".join(mails), ".mbox").text
    assert re.findall(r"## (\w+)|(\w+) is paid", text) == [
        ("Crane", ""),
        ("", "Crane"),
        ("Ferry", ""),
        ("", "Ferry"),
    ]


def test_a_notebook_is_read_with_its_code_and_what_that_printed() -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# Cost\n", "of the crane"]},
        {"cell_type": "code", "source": "print(7.3)", "outputs": [{"text": ["7.3\n"]}]},
    ]
    text = read(json.dumps({"cells": cells}), ".ipynb").text
    assert [part in text for part in ("# Cost", "of the crane", "print(7.3)", "```\n7.3")] == [True] * 4


def test_an_open_document_text_keeps_headings_lists_and_tables() -> None:
    cells = "".join(
        f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in ("Crane", "7.3")
    )
    body = (
        '<office:text><text:h text:outline-level="2">Costs</text:h><text:p>All <text:span>paid</text:span>.</text:p>'
        "<text:tracked-changes><text:p>Deleted.</text:p></text:tracked-changes>"
        "<text:list><text:list-item><text:p>Hook</text:p></text:list-item></text:list>"
        f"<table:table><table:table-row>{cells}</table:table-row></table:table></office:text>"
    )
    page = read(zipped(**{"content.xml": OPEN_DOCUMENT % body}), ".odt")
    assert page.text == "## Costs\n\nAll paid.\n\n- Hook\n\nCrane | 7.3"


def test_chapters_of_an_ebook_are_read_in_the_order_of_its_spine() -> None:
    package = (
        '<package><metadata><title>Cranes</title></metadata><manifest><item id="a" href="a.xhtml"/>'
        '<item id="b" href="b.xhtml"/></manifest><spine><itemref idref="b"/><itemref idref="a"/></spine></package>'
    )
    chapter = (
        "<html><body><p>Of the %s crane of the harbour, much has been told in this book.</p></body></html>"
    )
    book = zipped(
        **{
            "META-INF/container.xml": '<container><rootfile full-path="E/p.opf"/></container>',
            "E/p.opf": package,
            "E/a.xhtml": chapter % "second",
            "E/b.xhtml": chapter % "first",
        }
    )
    page = read(book, ".epub")
    assert page.title == "Cranes"
    assert page.text.index("first crane") < page.text.index("second crane")


def test_rich_text_and_xml_are_read_without_their_marks() -> None:
    assert (
        read(r"{\rtf1\ansi The crane cost {\b 7.3} million.\par}", ".rtf").text
        == "The crane cost 7.3 million."
    )
    assert (
        read("<r><a>The crane</a><!-- x --><b>7.3 million</b></r>", ".xml").text == "The crane\n\n7.3 million"
    )


def test_entities_of_xml_open_no_files() -> None:
    data = '<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]><r>The crane &e;</r>'
    assert "root:" not in read(data, ".xml").text


def test_a_file_of_an_unknown_kind_is_read_if_it_is_text() -> None:
    assert read("The crane cost 7.3 million.", ".xyz").text == "The crane cost 7.3 million."
    with pytest.raises(ToolError, match="binary data"):
        read(bytes(range(256)) * 8, ".xyz")


def test_a_file_that_is_not_read_says_why(tmp_path: Path) -> None:
    for name in ("photo.JPG", "~$report.docx", "old.doc"):
        (tmp_path / name).write_bytes(b"x")
    skipped = dict(list_files(tmp_path, max_file_bytes=10).skipped)

    assert skipped["photo.JPG"].startswith("Pictures are not read")
    assert "Save it as .docx" in skipped["old.doc"]
    assert "has a document open" in skipped["~$report.docx"]


def test_many_files_skipped_for_one_reason_are_told_in_one_line() -> None:
    many = [(f"photo-{number}.jpg", "Pictures are not read.") for number in range(1204)]

    assert grouped([*many, ("a.doc", "Save it.")]) == [
        ("1,204 files ending in .jpg", "Pictures are not read."),
        ("a.doc", "Save it."),
    ]


def test_a_spreadsheet_or_document_that_unpacks_to_too_much_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(10):
            archive.writestr(f"{number}.xml", bytes(21_000_000))
    for ending in (".odt", ".pptx", ".epub"):
        with pytest.raises(ToolError, match="unpacks to 210,000,000 bytes"):
            read(buffer.getvalue(), ending)
