import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import yaml
from doubles.command_line import COMMAND, DOCUMENTS, CommandLine
from doubles.judge import JudgeDouble
from doubles.model_server import ModelServer, spoken
from doubles.probes import ENTRIES

from stepresearch.app.exits import Exit
from stepresearch.graph.run_store import Runs
from stepresearch.nodes.state.options import Options

REPORT = "# The bridge\n\nThe Alder Bridge cost 4.2 million crowns. It opened in May 2024. It is the best bridge of all.\n"
RUBRIC = """
prompt: What did the Alder Bridge cost?
rubric:
  - {id: cost, text: 'The report names "4.2 million crowns".', weight: 3, axis: Facts}
  - {id: toll, text: 'The report names "a toll of two crowns".', weight: 1, axis: Facts}
  - {id: praise, text: 'The report calls it "the best bridge of all".', weight: 2, kind: negative, axis: Tone}
  - {id: short, text: At most 800 words., weight: 1, axis: Form, measure: {kind: length, at_most: 800}}
"""


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with ModelServer(JudgeDouble(), window=32_768) as server:
        yield server


@pytest.fixture
def line(tmp_path: Path, server: ModelServer) -> CommandLine:
    tasks, reports, documents = tmp_path / "tasks", tmp_path / "reports", tmp_path / "documents"
    for folder in (tasks, reports, documents):
        folder.mkdir()
    for name, text in DOCUMENTS.items():
        (documents / name).write_text(text)
    (tmp_path / "report.md").write_text(REPORT)
    for name in ("one", "two"):
        (tasks / f"{name}.yaml").write_text(RUBRIC)
        (reports / f"{name}.md").write_text(f"{REPORT}\nReport {name}.\n")
    return CommandLine(tmp_path, {"STEPRESEARCH_JUDGE_URL": server.base_url})


async def test_a_report_is_judged_by_the_rubric_of_a_file(line: CommandLine) -> None:
    done = await asyncio.to_thread(
        line.run, "judge", "report.md", "--rubric", "tasks/one.yaml", "--out", "r.html", "--out", "r.json"
    )
    assert done.returncode == Exit.REPORT, done.stderr
    assert "# report.md: 40.0" in done.stdout
    assert "“The Alder Bridge cost 4.2 million crowns” | By rule." in done.stdout
    result = json.loads((line.folder / "r.json").read_text())
    assert result["score"]["value"] == pytest.approx((3 - 2 + 1) / 5)
    assert result["judge"]["model"] == "tiny-32b"
    page = (line.folder / "r.html").read_text()
    assert "<table>" in page
    assert "<script" not in page


async def test_a_report_judged_before_costs_nothing_again(line: CommandLine, server: ModelServer) -> None:
    for _ in range(2):
        done = await asyncio.to_thread(line.run, "judge", "report.md", "--rubric", "tasks/one.yaml", "--json")
        assert done.returncode == Exit.REPORT, done.stderr
    assert len(server.requests) == 3
    assert json.loads(done.stdout)["spent"]["calls"] == 0


async def test_a_set_is_judged_over_stored_reports_into_a_folder(line: CommandLine) -> None:
    arguments = ("eval", "own", "--data", "tasks", "--reports", "reports", "--out", "result")
    done = await asyncio.to_thread(line.run, *arguments)
    assert done.returncode == Exit.REPORT, done.stderr
    assert "95 % interval" in done.stdout
    result = json.loads((line.folder / "result" / "result.json").read_text())
    assert [task["score"]["value"] for task in result["tasks"]] == pytest.approx([0.4, 0.4])
    assert {path.name for path in (line.folder / "result").iterdir()} == {
        "result.json",
        "result.md",
        "result.html",
    }
    again = await asyncio.to_thread(line.run, *arguments)
    assert again.returncode == Exit.CONFIGURATION
    assert "--resume" in again.stderr
    resumed = await asyncio.to_thread(line.run, *arguments, "--resume")
    assert resumed.returncode == Exit.REPORT
    assert "0 calls" in resumed.stdout


async def test_the_agent_writes_the_reports_that_are_not_there(line: CommandLine) -> None:
    done = await asyncio.to_thread(
        line.run, "eval", "own", "--data", "tasks", "--docs", "documents", "--limit", "1", "--out", "result"
    )
    assert done.returncode == Exit.REPORT, done.stderr
    reports = line.folder / "result" / "reports"
    assert "4.2 million crowns" in (reports / "one.md").read_text()
    assert json.loads((reports / "one.usage.json").read_text())["sources"] > 0
    assert not (reports / "two.md").exists()


async def test_a_report_that_was_being_written_is_gone_on_with(line: CommandLine) -> None:
    runs = Runs(line.data)
    record = runs.create("What did the Alder Bridge cost?", Options(docs=str(line.documents)).model_dump())
    reports = line.folder / "result" / "reports"
    reports.mkdir(parents=True)
    (reports / "one.run").write_text(record.run_id)
    done = await asyncio.to_thread(
        line.run, "eval", "own", "--data", "tasks", "--docs", "documents", "--limit", "1", "--out", "result"
    )
    assert done.returncode == Exit.REPORT, done.stderr
    assert json.loads((reports / "one.usage.json").read_text())["run_id"] == record.run_id
    assert line.run_ids() == [record.run_id]
    assert not (reports / "one.run").exists()


async def test_an_evaluation_that_was_killed_goes_on_where_it_was(
    line: CommandLine, server: ModelServer
) -> None:
    arguments = ("eval", "own", "--data", "tasks", "--reports", "reports", "--out", "result")
    double = JudgeDouble()
    killed = asyncio.Event()

    def kill_at_the_third(request: dict[str, object]) -> object:
        if len(server.requests) == 3:
            process.kill()
            killed.set()
        return double(request)

    server._answer = kill_at_the_third  # type: ignore[assignment] # - the double's answer, with a side effect
    process = await asyncio.create_subprocess_exec(
        *COMMAND,
        *arguments,
        cwd=line.folder,
        env=line.environment,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    await process.wait()
    assert killed.is_set()
    done = await asyncio.to_thread(line.run, *arguments)
    assert done.returncode == Exit.REPORT, done.stderr
    asked = [json.dumps(request["messages"]) for request in server.requests]
    assert len(set(asked)) == 6
    assert (line.folder / "result" / "result.json").exists()


async def test_the_citations_of_a_report_are_checked_against_what_our_runs_have_read(
    line: CommandLine, server: ModelServer
) -> None:
    written = await asyncio.to_thread(line.ask, "--no-input", "--no-model", "--out", "own.md")
    assert written.returncode == Exit.REPORT, written.stderr
    server._answer = lambda _request: spoken('{"reason": "r", "quotation": "", "verdict": "unsupported"}')
    done = await asyncio.to_thread(line.run, "fact", "own.md", "--out", "fact.json")
    assert done.returncode == Exit.REPORT, done.stderr
    assert json.loads((line.folder / "fact.json").read_text())["reports"][0]["name"] == "own.md"


async def test_citations_are_checked_against_a_folder_of_pages(
    line: CommandLine, server: ModelServer
) -> None:
    pages = line.folder / "pages"
    pages.mkdir()
    (pages / "a.txt").write_text("The Alder Bridge cost 4.2 million crowns in the end.\n")
    (pages / "pages.json").write_text('{"https://council.example/a": "a.txt"}')
    (line.folder / "cited.md").write_text(
        "The bridge cost 4.2 million crowns [1](https://council.example/a).\n"
    )
    said = {"reason": "It does.", "quotation": "cost 4.2 million crowns", "verdict": "supported"}
    server._answer = lambda _request: spoken(json.dumps(said))
    done = await asyncio.to_thread(line.run, "fact", "cited.md", "--pages", "pages")
    assert done.returncode == Exit.REPORT, done.stderr
    assert "accuracy 100.0%, 1.0 effective a report" in done.stdout


async def test_two_systems_are_compared_into_a_page(line: CommandLine) -> None:
    other = line.folder / "other"
    other.mkdir()
    for name in ("one", "two"):
        (other / f"{name}.md").write_text("Nothing is known of the bridge.\n")
    done = await asyncio.to_thread(
        line.run, "compare", "reports", "other", "--data", "tasks", "--out", "page"
    )
    assert done.returncode == Exit.REPORT, done.stderr
    assert "## Between two systems" in done.stdout
    assert {path.name for path in (line.folder / "page").iterdir()} == {
        "comparison.html",
        "comparison.json",
        "comparison.md",
    }
    assert "<svg" in (line.folder / "page" / "comparison.html").read_text()


async def test_a_judge_is_held_against_its_gates_and_its_later_scores_say_so(
    line: CommandLine, server: ModelServer
) -> None:
    probes = line.folder / "probes"
    probes.mkdir()
    for name, entry in ENTRIES.items():
        (probes / f"{name}.yaml").write_text(yaml.safe_dump(entry))
    server._answer = JudgeDouble(pair_rule=lambda _sides: "left")
    gates = ("eval", "reliability", "--data", "probes", "--tampers", "4", "--out", "gates")
    done = await asyncio.to_thread(line.run, *gates, "--second", server.base_url)
    assert done.returncode == Exit.REPORT, done.stderr
    assert "FAIL  swap of sides" in done.stderr
    assert "fails 1 of 14 gates: swap of sides" in done.stdout
    assert "Krippendorff" in done.stdout
    assert (line.folder / "gates" / "reliability.html").exists()
    judged = await asyncio.to_thread(line.run, "judge", "report.md", "--rubric", "tasks/one.yaml")
    assert "fails 1 of 14 gates" in judged.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("judge", "report.md", "--rubric", "none.yaml"), "none.yaml"),
        (("judge", "none.md", "--rubric", "tasks/one.yaml"), "none.md"),
        (("judge", "report.md", "--rubric", "tasks/one.yaml", "--out", "r.docx"), "r.docx"),
        (("judge", "report.md", "--rubric", "tasks/one.yaml", "--max-price", "1"), "--prices"),
        (("eval", "mine", "--data", "tasks"), "There is no set 'mine'"),
        (("eval", "own", "--data", "nowhere"), "does not exist"),
        (("eval", "own"), "--data"),
        (("compare", "reports", "--data", "tasks"), "at least two"),
        (("compare", "reports", "tasks", "--data", "tasks"), "has no report"),
        (("compare", "reports", "--data", "tasks", "--system-prices", "x=y.yaml"), "name no system"),
        (("compare", "reports", "reports", "--data", "tasks"), "named twice"),
        (("eval", "reliability", "--data", "tasks"), "tasks"),
        (("eval", "own", "--data", "tasks", "--reports", "documents"), "has no report"),
    ],
)
async def test_what_cannot_be_judged_is_told_before_anything_is_paid(
    line: CommandLine, server: ModelServer, arguments: tuple[str, ...], told: str
) -> None:
    done = await asyncio.to_thread(line.run, *arguments)
    assert done.returncode == Exit.CONFIGURATION
    assert told in done.stderr
    assert server.requests == []


async def test_without_a_judge_the_command_says_how_to_name_one(line: CommandLine) -> None:
    line.settings.pop("STEPRESEARCH_JUDGE_URL")
    done = await asyncio.to_thread(line.run, "judge", "report.md", "--rubric", "tasks/one.yaml")
    assert done.returncode == Exit.CONFIGURATION
    assert "--judge URL" in done.stderr


async def test_a_report_cannot_put_html_into_the_page(line: CommandLine) -> None:
    (line.folder / "report.md").write_text(
        "The Alder Bridge cost 4.2 million crowns <script>alert(1)</script>.\n"
    )
    done = await asyncio.to_thread(
        line.run, "judge", "report.md", "--rubric", "tasks/one.yaml", "--out", "r.html"
    )
    assert done.returncode == Exit.REPORT, done.stderr
    page = (line.folder / "r.html").read_text()
    assert "<script" not in page
    assert "default-src 'none'" in page
