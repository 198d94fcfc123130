"""The report as one HTML file: nothing is loaded from elsewhere, and nothing from a page can run."""

import base64
import hashlib
import re
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

from stepresearch.app.report.overview import NARROW, WIDE, overview
from stepresearch.app.report.telling import about, verification
from stepresearch.app.report.view import ReportView
from stepresearch.app.report.words import SIGNS

PAGE = "report.html.jinja"

_DATE = re.compile(r"(?<![\w-])(?:\d{4}-\d\d-\d\d|\d{8}-\d{6}-\w{4})(?![\w-])")
"""A date as ISO 8601 writes it, or the id of a run."""


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
    environment.filters["with_whole_dates"] = with_whole_dates
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


def with_whole_dates(text: str) -> Markup:
    """Return a text escaped, its dates marked so that no line ends within one: browsers break after a hyphen."""
    return Markup(_DATE.sub(r'<span class="whole">\g<0></span>', str(escape(text))))  # noqa: S704 - escaped


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
