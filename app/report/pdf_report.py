"""The report as PDF: printed by a Chromium that is installed, else set by ReportLab, which is an extra."""

import os
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

from stepresearch.app.report.view import ReportView
from stepresearch.tools.errors import ConfigError

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-extensions",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
"""The page asks for nothing; the last flag keeps the browser itself from asking."""

PRINT_TIMEOUT_S = 60
MISSING = "A PDF needs Chromium, or ReportLab: pip install 'stepresearch[pdf]'"


def can_make_pdf() -> bool:
    """Return whether a PDF can be made on this machine."""
    return _browser() is not None or find_spec("reportlab") is not None


def pdf_of(view: ReportView) -> bytes:
    """Return the report as the bytes of a PDF.

    Raises:
        ConfigError: There is neither a browser that prints nor ReportLab.
    """
    can_typeset = find_spec("reportlab") is not None
    browser = None if can_typeset and view.language == "zh" and _lacks_chinese() else _browser()
    printed = _printed(view, browser) if browser else None
    if printed:
        return printed
    if not can_typeset:
        raise ConfigError("No PDF can be made on this machine.", hint=f"{MISSING}.")
    from stepresearch.app.report.pdf_typeset import typeset  # noqa: PLC0415 - heavy, and an extra

    return typeset(view)


def _browser() -> str | None:
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def _lacks_chinese() -> bool:
    """Return whether no font of this machine has Chinese: a browser would print boxes. Systems without fontconfig have one."""
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    listed = subprocess.run(  # noqa: S603 - a program by its own name
        [lister, ":lang=zh", "family"], capture_output=True, check=False
    )
    return listed.returncode == 0 and not listed.stdout.strip()


def _printed(view: ReportView, browser: str) -> bytes | None:
    """The HTML report as a browser prints it, None where it does not: browsers without a display can fail in many ways."""
    from stepresearch.app.report.html_report import html_of  # noqa: PLC0415 - start-up time

    with tempfile.TemporaryDirectory(prefix="stepresearch-", ignore_cleanup_errors=True) as folder:
        page, pdf = Path(folder) / "report.html", Path(folder) / "report.pdf"
        page.write_text(html_of(view), encoding="utf-8")
        # Chromium refuses to sandbox for root; the page runs nothing but our own script (its content policy).
        rooted = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        command = [browser, *FLAGS, *rooted, f"--user-data-dir={folder}/profile", f"--print-to-pdf={pdf}"]
        try:
            subprocess.run(  # noqa: S603 - a browser by its own name, and a page of ours
                [*command, page.as_uri()], capture_output=True, timeout=PRINT_TIMEOUT_S, check=True
            )
            return pdf.read_bytes()
        except (OSError, subprocess.SubprocessError):
            return None
