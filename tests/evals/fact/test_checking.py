import json
from pathlib import Path
from typing import Any

import pytest
from doubles.model_server import Request, Scripted, spoken
from langgraph.store.memory import InMemoryStore

from stepresearch.evals.fact.checking import Support, check_report
from stepresearch.evals.fact.page import as_json, as_markdown
from stepresearch.evals.fact.pages import ArchivedPages, FolderPages
from stepresearch.evals.judge_model import JudgeRecord
from stepresearch.tools.archive import Archive
from stepresearch.tools.errors import ConfigError
from stepresearch.tools.page import Page

URL = "https://board.example/accounts"
PAGE = "Accounts of the board.\n\nThe bridge cost 41 million euros. The board thanks the engineers.\n"
REPORT = (
    f"The bridge cost 41 million euros [1]({URL}). The bridge opened in May 2019, a year late [1]({URL}). "
    "The toll is three euros for each crossing [2](https://gone.example/toll).\n"
)


def checker(request: Request) -> Scripted:
    """Support what stands on the page word for word."""
    prompt = request["messages"][1]["content"]
    page, _, asked = prompt.partition("END PAGE")
    statement = asked.split("Does the page support this statement?\n\n")[1].split("\n\n")[0]
    is_there = statement in page
    verdict = {
        "verdict": "supported" if is_there else "unsupported",
        "quotation": statement if is_there else "",
    }
    return spoken(json.dumps({"reason": "By rule.", **verdict}))


class Held:
    async def text(self, url: str) -> str | None:
        return PAGE if url == URL else None


async def test_each_citation_is_supported_unsupported_or_unknown(open_judge: Any) -> None:
    async with open_judge() as (judge, server):
        server._answer = checker
        found = await check_report(judge.calls, "report.md", REPORT, Held())
    assert [one.support for one in found.checked] == [Support.SUPPORTED, Support.UNSUPPORTED, Support.UNKNOWN]
    assert (found.accuracy, found.effective) == (0.5, 1)


async def test_the_statements_on_a_page_are_asked_with_the_page_in_front(open_judge: Any) -> None:
    async with open_judge() as (judge, server):
        server._answer = checker
        await check_report(judge.calls, "report.md", REPORT, Held())
    first, second = (request["messages"][1]["content"] for request in server.requests)
    end = first.index("END PAGE")
    assert first[:end] == second[:end]


async def test_support_that_the_page_does_not_have_is_asked_again_and_then_none(open_judge: Any) -> None:
    def liar(_request: Request) -> Scripted:
        answer = {"reason": "It says so.", "quotation": "The toll was abolished.", "verdict": "supported"}
        return spoken(json.dumps(answer))

    async with open_judge() as (judge, server):
        server._answer = liar
        found = await check_report(judge.calls, "r", f"The bridge cost 41 million euros [1]({URL}).", Held())
    assert found.checked[0].support is Support.UNSUPPORTED
    assert len(server.requests) == 2


async def test_a_judge_without_a_usable_answer_leaves_citations_unknown(open_judge: Any) -> None:
    async with open_judge() as (judge, server):
        server._answer = lambda _request: spoken("no")
        found = await check_report(judge.calls, "report.md", REPORT, Held())
    assert found.accuracy is None
    assert found.count(Support.UNKNOWN) == 3


async def test_a_page_longer_than_the_window_is_read_in_parts(open_judge: Any) -> None:
    filler = "\n\n".join(f"Paragraph {n} tells of other things in the valley and beyond." for n in range(800))

    class Long:
        async def text(self, _url: str) -> str | None:
            return f"{filler}\n\n{PAGE}"

    async with open_judge(window=8192) as (judge, server):
        server._answer = checker
        found = await check_report(judge.calls, "r", f"The bridge cost 41 million euros [1]({URL}).", Long())
    assert found.checked[0].support is Support.SUPPORTED
    assert len(server.requests) > 1


async def test_a_folder_gives_pages_whatever_the_form_of_their_address(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE)
    (tmp_path / "pages.json").write_text(json.dumps({URL: "a.txt"}))
    pages = FolderPages(tmp_path)
    assert await pages.text("http://www.board.example/accounts/") == PAGE
    assert await pages.text("https://board.example/other") is None


@pytest.mark.parametrize(
    ("index", "told"),
    [
        ("[]", "must be an object"),
        ('{"https://a.example": "../../etc/passwd"}', "outside"),
        ("{", "is no JSON"),
    ],
)
def test_a_folder_that_cannot_be_used_is_told(index: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "pages.json").write_text(index)
    with pytest.raises(ConfigError, match=told):
        FolderPages(tmp_path)


async def test_what_our_own_runs_have_read_is_at_hand() -> None:
    archive = Archive(InMemoryStore())
    await archive.keep_page(Page(url=URL, title="Accounts", text=PAGE))
    pages = ArchivedPages(archive)
    assert await pages.text(URL) == PAGE
    assert await pages.text("https://gone.example/") is None


async def test_the_page_shows_what_each_citation_was_found_to_be(open_judge: Any) -> None:
    record = JudgeRecord("double", "http://localhost/v1", 0.0, 1, True, "abc", "0")
    async with open_judge() as (judge, server):
        server._answer = checker
        found = await check_report(judge.calls, "report.md", REPORT, Held())
    page = as_markdown([found], record, "passes all gates")
    assert page.startswith("# Citations: accuracy 50.0%, 1.0 effective a report")
    assert "| The toll is three euros for each crossing. |" in page
    assert as_json([found], record, "")["accuracy"] == 0.5
