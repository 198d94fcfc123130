"""A page of Markdown as one HTML file: nothing is loaded from elsewhere, and nothing in it runs."""

import base64
import hashlib
from html import escape
from importlib.resources import files

from markdown_it import MarkdownIt


def html_page(markdown: str, *, title: str, pictures: str = "") -> str:
    """Return Markdown as a self-contained HTML page.

    HTML inside the Markdown is shown as text. The content security policy lets nothing load and nothing run.

    Args:
        markdown: The page.
        title: Of the window.
        pictures: SVG of our own, put behind the first heading.
    """
    style = files("stepresearch.evals").joinpath("page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    body = str(MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown))
    head, heading, rest = body.partition("</h1>\n")
    body = f"{head}{heading}{pictures}{rest}" if heading else f"{pictures}{body}"
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        f'<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )
