import asyncio
import io
import os
import zipfile
from pathlib import Path

import pytest
from docx import Document
from fpdf import FPDF

from stepresearch.tools.documents.engine import Documents
from stepresearch.tools.errors import ConfigError, ToolError


async def urls(documents: Documents, query: str) -> list[str]:
    return [hit.url for hit in await documents.search(query, max_results=10)]


async def skipped(documents: Documents) -> dict[str, str]:
    return dict((await documents.refresh()).skipped)


async def test_a_hit_names_the_file_its_title_its_date_and_the_passage(folder: Path) -> None:
    (hit,) = await Documents(folder).search("How much does it rain in Rome?", max_results=5)

    assert (hit.url, hit.title, hit.published) == (
        (folder / "rain.md").as_uri(),
        "Rain in Rome",
        "2024-05-03",
    )
    assert "It rains 800 mm a year" in hit.snippet
    assert (hit.engine, hit.rank) == ("documents", 1)


async def test_read_gives_the_page_with_its_path_in_the_folder(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "oats.txt").write_text("Oats\n\nOats are grown in the north.")
    page = await Documents(folder).read((folder / "sub" / "oats.txt").as_uri())

    assert (page.title, page.text, page.site) == (
        "Oats",
        "Oats\n\nOats are grown in the north.",
        "sub/oats.txt",
    )


async def test_every_format_is_found(folder: Path) -> None:
    (folder / "a.html").write_text(
        "<html><body><h1>Barley</h1><p>Barley is brewed in the south.</p></body></html>"
    )
    document = Document()
    document.add_paragraph("Barley in a Word file.")
    document.save(str(folder / "b.docx"))
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica")
    pdf.cell(text="Barley in a PDF file.")
    (folder / "c.pdf").write_bytes(bytes(pdf.output()))

    assert {url.rpartition("/")[2] for url in await urls(Documents(folder), "barley")} == {
        "a.html",
        "b.docx",
        "c.pdf",
    }


async def test_chinese_and_japanese_words_are_found_inside_sentences(folder: Path) -> None:
    (folder / "zh.txt").write_text("北京大学的研究人员发布了一份关于气候变化的报告。")
    (folder / "ja.md").write_text("# 首都\n\n日本の首都は東京です。")
    documents = Documents(folder)

    assert (await urls(documents, "气候变化的影响是什么？"))[0] == (folder / "zh.txt").as_uri()
    assert await urls(documents, "東京") == [(folder / "ja.md").as_uri()]


async def test_thai_words_are_found_inside_sentences(folder: Path) -> None:
    (folder / "th.txt").write_text("กรุงเทพมหานครเป็นเมืองหลวงของประเทศไทย")

    assert await urls(Documents(folder), "เมืองหลวง") == [(folder / "th.txt").as_uri()]


async def test_words_in_the_title_count_more_than_words_in_the_text(folder: Path) -> None:
    filler = " ".join(f"word{n}" for n in range(60))
    (folder / "text.txt").write_text(f"Notes\n\nMaize is named once here. {filler}")
    (folder / "title.txt").write_text(f"Maize\n\nA crop of the Americas is described. {filler}")

    assert [url.rpartition("/")[2] for url in await urls(Documents(folder), "maize")] == [
        "title.txt",
        "text.txt",
    ]


async def test_a_long_document_is_found_by_one_passage_and_shown_with_it(folder: Path) -> None:
    filler = "\n\n".join(
        f"Paragraph {n} is about something else altogether, as the others are. " * 5 for n in range(200)
    )
    (folder / "long.txt").write_text(f"{filler}\n\nThe zeppelin landed at noon.\n\n{filler}")
    (hit,) = await Documents(folder).search("When did the zeppelin land?", max_results=5)

    assert "The zeppelin landed at noon." in hit.snippet
    assert len(hit.snippet) <= 500


@pytest.mark.parametrize(
    "query",
    [
        '"rome',
        "rome OR",
        "title:rome",
        "rome*",
        "NEAR(rome rain",
        "rome) --",
        "-rome",
        "rome^ AND NOT",
        "rome'",
    ],
)
async def test_no_query_is_search_syntax(folder: Path, query: str) -> None:
    assert (folder / "rain.md").as_uri() in await urls(Documents(folder), query)


@pytest.mark.parametrize("query", ["", "???", "zyzzyva"])
async def test_a_query_that_nothing_fits_has_no_hits(folder: Path, query: str) -> None:
    assert await urls(Documents(folder), query) == []


async def test_a_query_of_stop_words_alone_searches_for_them(folder: Path) -> None:
    (folder / "band.txt").write_text("The Who\n\nThe Who are a band.")

    assert (await urls(Documents(folder), "the who"))[0] == (folder / "band.txt").as_uri()


async def test_refresh_takes_up_new_changed_and_removed_files(folder: Path) -> None:
    documents = Documents(folder)
    before = await documents.cache_key()
    (folder / "rain.md").write_text("# Snow in Rome\n\nIt snows now and then.")
    (folder / "oats.txt").write_text("Oats grow.")
    (folder / "wheat.txt").unlink()
    report = await documents.refresh()

    assert (report.documents, report.parsed, report.removed) == (2, 2, 1)
    assert await urls(documents, "rain wheat") == []
    assert len(await urls(documents, "snow oats")) == 2
    assert await documents.cache_key() != before


async def test_what_is_unchanged_is_not_parsed_again(folder: Path) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    documents = Documents(folder)
    first = await documents.refresh()
    key = await documents.cache_key()
    os.utime(folder / "rain.md")
    second = await documents.refresh()

    assert (first.parsed, second.parsed) == (3, 0)
    assert first.skipped == second.skipped
    assert await documents.cache_key() == key


async def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no-such.*Give a folder that exists"):
        await Documents(tmp_path / "no-such").search("x", max_results=1)


async def test_a_folder_without_documents_says_which_are_read(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x")

    with pytest.raises(ConfigError, match=r"Read are Markdown, .* and any other file whose content is text"):
        await Documents(tmp_path).search("x", max_results=1)


async def test_a_folder_of_unusable_documents_says_why_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"no pdf")

    with pytest.raises(ConfigError, match=r"a\.pdf: The PDF is damaged"):
        await Documents(tmp_path).search("x", max_results=1)


async def test_a_single_file_can_be_given_for_a_folder(folder: Path) -> None:
    documents = Documents(folder / "rain.md")

    assert await urls(documents, "rain wheat") == [(folder / "rain.md").as_uri()]


async def test_every_file_that_cannot_be_searched_gives_a_reason(folder: Path) -> None:
    with zipfile.ZipFile(folder / "archive.docx", "w") as archive:
        archive.writestr("a.txt", "hello")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "empty.md").write_bytes(b"")
    (folder / "old.doc").write_bytes(b"x")
    (folder / "book.epub").write_bytes(b"x")
    (folder / "book.mobi").write_bytes(b"x")
    with (folder / "huge.txt").open("wb") as huge:
        huge.truncate(300_000_000)
    os.mkfifo(folder / "pipe.txt")
    reasons = await skipped(Documents(folder))

    assert "not a Word file" in reasons["archive.docx"]
    assert "binary data" in reasons["binary.txt"]
    assert "holds no text" in reasons["empty.md"]
    assert "Save it as .docx" in reasons["old.doc"]
    assert "not an e-book file" in reasons["book.epub"]
    assert "Convert it to .epub" in reasons["book.mobi"]
    assert "It has 300,000,000 bytes; at most 20,000,000 are read." in reasons["huge.txt"]
    assert "pipe, socket or device" in reasons["pipe.txt"]
    assert len(reasons) == 8


async def test_hidden_and_installed_files_are_passed_over_in_silence(folder: Path) -> None:
    for name in (".git", "node_modules", ".venv"):
        (folder / name).mkdir()
        (folder / name / "zeppelin.md").write_text("zeppelin")
    (folder / ".zeppelin.md").write_text("zeppelin")
    documents = Documents(folder)

    assert await urls(documents, "zeppelin") == []
    assert await skipped(documents) == {}


async def test_links_are_not_followed_and_those_out_of_the_folder_are_named(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret.txt").write_text("zeppelin")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "up").symlink_to(tmp_path)
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "around").symlink_to(folder)
    documents = Documents(folder)
    reasons = await skipped(documents)

    assert await urls(documents, "zeppelin") == []
    assert {name: "link out of the folder" in reason for name, reason in reasons.items()} == {
        "loop": False,
        "out.txt": True,
        "up": True,
    }


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
async def test_a_file_that_may_not_be_read_is_skipped_and_tried_again(folder: Path) -> None:
    (folder / "wheat.txt").chmod(0)
    documents = Documents(folder)
    reasons = await skipped(documents)
    (folder / "wheat.txt").chmod(0o600)

    assert "Permission denied" in reasons["wheat.txt"]
    assert await skipped(documents) == {}


async def test_a_name_that_is_not_utf8_is_searched_and_read(folder: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt"))
    path.write_text("A zeppelin landed")  # noqa: ASYNC240 - a test has the loop to itself
    documents = Documents(folder)
    (url,) = await urls(documents, "zeppelin")

    assert (await documents.read(url)).site == "caf�.txt"


@pytest.mark.parametrize(
    "name", ["../secret.txt", "sub/../../secret.txt", ".hidden.txt", "%2e%2e/secret.txt"]
)
async def test_read_answers_for_indexed_files_alone(folder: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (folder / ".hidden.txt").write_text("secret")

    with pytest.raises(ToolError, match="is not an indexed document"):
        await Documents(folder).read(f"{folder.as_uri()}/{name}")


async def test_searches_at_once_index_the_folder_once(folder: Path) -> None:
    documents = Documents(folder)
    answers = await asyncio.gather(*(documents.search("rain", max_results=3) for _ in range(8)))

    assert all(answer == answers[0] for answer in answers)
    assert (await documents.refresh()).parsed == 0


def test_one_object_serves_several_event_loops(folder: Path) -> None:
    documents = Documents(folder)

    async def both() -> int:
        return sum(map(len, await asyncio.gather(urls(documents, "rain"), urls(documents, "wheat"))))

    assert [asyncio.run(both()) for _ in range(2)] == [2, 2]


async def test_nothing_blocks_the_event_loop(folder: Path, tmp_path: Path) -> None:
    from blockbuster import BlockBuster

    buffer = io.BytesIO()
    document = Document()
    document.add_paragraph("Barley")
    document.save(buffer)
    (folder / "b.docx").write_bytes(buffer.getvalue())
    documents = Documents(folder, index_path=tmp_path / "index.db")
    guard = BlockBuster()
    guard.activate()
    try:
        hits = await documents.search("rain barley", max_results=5)
        pages = [await documents.read(hit.url) for hit in hits]
        await documents.cache_key()
        await documents.aclose()
    finally:
        guard.deactivate()

    assert len(pages) == 2
