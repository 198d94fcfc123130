"""The main text of an HTML page, as a reader sees it.

Import this lazily: Beautiful Soup costs 0.1 s and 10 MB.
"""

import re
from itertools import islice

from bs4 import BeautifulSoup

from stepresearch.tools.html.blocks import block_text
from stepresearch.tools.html.charset import decode_html
from stepresearch.tools.html.hidden import drop_hidden
from stepresearch.tools.html.main_content import main_element
from stepresearch.tools.html.metadata import page_facts
from stepresearch.tools.html.page_frame import drop_boilerplate
from stepresearch.tools.page import Page
from stepresearch.tools.page_dates import title_date
from stepresearch.tools.page_published import find_date
from stepresearch.tools.urls import host

# 3 MB and 100,000 tags parse in about 10 s at worst; the longest Wikipedia articles have 2 MB and 40,000 tags.
_MAX_BYTES = 3_000_000
_MAX_TAGS = 100_000
_IN_HEAD = frozenset({"base", "link", "meta", "noscript", "object", "script", "style", "template", "title"})
"""What lxml leaves in a head with good reason: WHATWG HTML, 13.2.6.4.4, and `object` of HTML 4."""


def extract_page(html: bytes, *, url: str, charset: str | None = None) -> Page:
    """Return the page's main text with its title, author and date; text is empty where it has none.

    Navigation, footers, banners, forms and everything a reader cannot see are left out. Anything past the
    first 3 MB or 100,000 tags is not read. CPU only, seconds on a hostile page: not for the event loop.

    Args:
        html: The document's bytes, decompressed.
        url: Its canonical address.
        charset: As declared by the server, if at all.

    Raises:
        ToolError: The page's style sheets are designed to exhaust the parser.
    """
    # The leading tag keeps Beautiful Soup from warning about XML prologues and bare addresses.
    soup = BeautifulSoup("<html>" + _first_tags(decode_html(html[:_MAX_BYTES], charset)), "lxml")
    _end_head(soup)
    hard_to_see = drop_hidden(soup)
    facts = page_facts(soup, url)
    drop_boilerplate(soup)
    text = block_text(main_element(soup))
    title = facts.given_title or _first_heading(text) or facts.window_title
    # Below the text of a web page there are dates of other pages.
    own_date = find_date(text, title=title) if url.startswith("file:") else title_date(title)
    return Page(
        url=url,
        title=title,
        text=text,
        published=facts.published or own_date,
        author=facts.author,
        site=host(url),
        hard_to_see=hard_to_see,
    )


def _end_head(soup: BeautifulSoup) -> None:
    """Move what may not stand in the head behind it, as browsers do: lxml leaves unknown elements there, with all that follows."""
    head = soup.head
    if head is None:
        return
    strays = [tag for tag in head.find_all(recursive=False) if tag.name not in _IN_HEAD]
    for stray in reversed(strays):
        head.insert_after(stray)


def _first_heading(text: str) -> str:
    """Return the main text's first-level heading; one in a menu bar names the site."""
    match = re.search(r"^# (.+)", text, re.MULTILINE)
    return match[1] if match else ""


def _first_tags(text: str) -> str:
    """Return `text` truncated at the tag limit: a hostile page may be nothing but tags."""
    cut = next(islice(re.finditer("<", text), _MAX_TAGS, None), None)
    return text[: cut.start()] if cut else text
