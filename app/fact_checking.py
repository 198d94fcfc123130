"""What the command `fact` does, once its arguments are read."""

import json
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from stepresearch.app.delivery import tell
from stepresearch.app.eval_options import JudgeOptions
from stepresearch.app.eval_progress import EvalProgress
from stepresearch.app.evaluating import check_endings, write_texts
from stepresearch.app.judging import judge_of
from stepresearch.app.stopping import Stopped, StopSignals
from stepresearch.evals.fact.checking import FactResult, check_report
from stepresearch.evals.fact.page import as_json, as_markdown
from stepresearch.evals.fact.pages import ArchivedPages, FolderPages, Pages
from stepresearch.evals.judge_model import JudgeRecord
from stepresearch.evals.page import html_page
from stepresearch.evals.tasks.records import read_text
from stepresearch.graph.checkpoints import open_store
from stepresearch.graph.run_store import Runs
from stepresearch.tools.archive import Archive
from stepresearch.tools.errors import ConfigError
from stepresearch.tools.settings import load_settings
from stepresearch.tools.toolbox import Toolbox

Found = tuple[list[FactResult], JudgeRecord, str]


def check_facts(
    signals: StopSignals,
    judge: JudgeOptions,
    reports: Sequence[Path],
    pages: Path | None,
    outputs: Sequence[Path],
) -> None:
    """Check the citations of reports against stored pages, and print the result.

    Args:
        signals: Handled since the process began.
        judge: Who checks.
        reports: Markdown files.
        pages: Folder of pages; None takes what our own runs have read.
        outputs: Files for the result.

    Raises:
        ConfigError: A report, the pages or the judge cannot be used.
    """
    check_endings(outputs)
    texts = {path.name: read_text(path) for path in reports}
    try:
        found = signals.run(_checked(judge, texts, pages))
    except Stopped:
        tell("Stopped. All answers that came in are kept: the same command goes on.")
        raise
    page = as_markdown(*found)
    forms = {
        ".json": json.dumps(as_json(*found), ensure_ascii=False, indent=1) + "\n",
        ".md": page,
        ".html": html_page(page, title="Citations"),
    }
    write_texts({path: forms[path.suffix.lower()] for path in outputs})
    sys.stdout.write(page)


async def _checked(judge: JudgeOptions, texts: dict[str, str], folder: Path | None) -> Found:
    settings = load_settings()
    data_folder = Toolbox(settings).data_folder()
    async with judge_of(judge, settings, data_folder) as opened, _pages(folder, data_folder) as pages:
        results = [
            await check_report(
                opened.judge.calls, name, text, pages, on_checked=EvalProgress(f"citations of {name}")
            )
            for name, text in texts.items()
        ]
        return results, opened.record, opened.trust


@asynccontextmanager
async def _pages(folder: Path | None, data_folder: Path) -> AsyncIterator[Pages]:
    if folder is not None:
        yield FolderPages(folder)
        return
    path = Runs(data_folder).store_path
    if not path.is_file():
        raise ConfigError(
            f"No run has read a page yet: {str(path)!r} is not there.",
            hint="Give a folder of pages with --pages.",
        )
    async with open_store(path) as store:
        yield ArchivedPages(Archive(store))
