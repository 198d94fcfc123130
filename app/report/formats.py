"""The kinds of report file, by the ending of a name. Each is made from a finished run; Markdown is kept with it."""

import json
from collections.abc import Callable

from stepresearch.graph.result import ResearchResult


def json_file(result: ResearchResult) -> bytes:
    """Return the whole run, its ledger and checks with it, as JSON."""
    return json_text(result).encode()


def json_text(result: ResearchResult) -> str:
    """Return the whole run as indented JSON."""
    return json.dumps(result.as_json(), ensure_ascii=False, indent=2, default=str) + "\n"


def html_file(result: ResearchResult) -> bytes:
    """Return the report as one self-contained page."""
    from stepresearch.app.report.html_report import html_of  # noqa: PLC0415 - start-up time
    from stepresearch.app.report.view import view_of  # noqa: PLC0415 - the same

    return html_of(view_of(result)).encode()


def docx_file(result: ResearchResult) -> bytes:
    """Return the report as a Word document."""
    from stepresearch.app.report.docx_report import docx_of  # noqa: PLC0415 - start-up time
    from stepresearch.app.report.view import view_of  # noqa: PLC0415 - the same

    return docx_of(view_of(result))


def pdf_file(result: ResearchResult) -> bytes:
    """Return the report as PDF."""
    from stepresearch.app.report.pdf_report import pdf_of  # noqa: PLC0415 - start-up time
    from stepresearch.app.report.view import view_of  # noqa: PLC0415 - the same

    return pdf_of(view_of(result))


FORMATS: dict[str, Callable[[ResearchResult], bytes]] = {
    ".html": html_file,
    ".htm": html_file,
    ".json": json_file,
    ".docx": docx_file,
    ".pdf": pdf_file,
}

MARKDOWN = (".md", ".markdown")
ENDINGS = (*MARKDOWN, *FORMATS)
