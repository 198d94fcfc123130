"""The report as one HTML file: nothing is loaded from elsewhere, and nothing from a page can run."""

import base64
import hashlib
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from stepresearch.app.report.overview import NARROW, WIDE, overview
from stepresearch.app.report.telling import about, verification
from stepresearch.app.report.view import ReportView
from stepresearch.app.report.words import SIGNS

PAGE = "report.html.jinja"


def html_of(view: ReportView) -> str:
    """Return the report as a self-contained HTML page.

    Every text is escaped by the template engine. The content security policy (W3C CSP Level 3) lets run and
    style only what has the hashes of our own script and stylesheet.
    """
    style, script = _file("report.css"), _file("report.js")
    environment = Environment(
        loader=DictLoader({name: _file(name) for name in (PAGE, "parts.html.jinja")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pictures = [picture for frame in (WIDE, NARROW) if (picture := overview(view, frame))]
    return environment.get_template(PAGE).render(
        view=view,
        words=view.words,
        signs=SIGNS,
        about=about,
        verification=verification,
        pictures=pictures,
        policy=_policy(style, script),
        style=Markup(style),  # noqa: S704 - our own file, which no text of a page enters
        script=Markup(script),  # noqa: S704 - the same
    )


def _policy(style: str, script: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_hash(script)}'",
            f"style-src '{_hash(style)}'",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
        )
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _file(name: str) -> str:
    return files("stepresearch.app.report").joinpath(name).read_text(encoding="utf-8")
