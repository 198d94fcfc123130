"""What a page says about itself: title, author and date."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from stepresearch.text.language.visible_characters import visible_characters
from stepresearch.tools.css.matching import classes
from stepresearch.tools.html_tree import tags, text_start
from stepresearch.tools.page_dates import iso_date
from stepresearch.tools.page_published import find_date

_MAX_NAME_CHARS = 120
_MAX_LINKED_DATA_CHARS = 200_000
_MAX_LINKED_DATA_NODES = 2_000

_Metas = dict[str, list[str]]

_AUTHOR_METAS = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "citation_author",
    "dc.creator",
)
_PUBLISHED_METAS = [
    "article:published_time",
    "og:published_time",
    "datepublished",
    "citation_publication_date",
    "citation_date",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.date",
    "dc.date",
    "dcterms.created",
    "dc.date.created",
    "date",
]
_MODIFIED_METAS = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "last-modified",
)
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-](0[1-9]|1[0-2])(?:[/-](0[1-9]|[12]\d|3[01]))?(?=[/-]|$)")
_TITLE_SEPARATOR = re.compile(r"(?<!\s)\s+[|\u2013\u2014\u00b7\u00bb\u2022:-]+\s+")
_BY = re.compile(r"^\s*(written |posted |words )?(by|von|par|por)[:\s]\s*", re.IGNORECASE)
_AFTER_NAME = re.compile(
    r"(?<!\s)\s*([|\u00b7\u2022\n]|\d{1,2}[ /.]|(published|updated|posted|on)\b).*", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says about itself.

    Attributes:
        given_title: For sharing it elsewhere (og:title), without the site's name; empty where none.
        window_title: Of its title element, likewise.
        author: Person or body; of a saved file without one the site that it was saved from; else None.
        published: ISO date, else None.
    """

    given_title: str
    window_title: str
    author: str | None
    published: str | None


def page_facts(soup: BeautifulSoup, url: str) -> PageFacts:
    """Return the page's title, author and date from linked data, meta elements and what is written by the title."""
    elements = list(tags(soup))
    metas = _metas(elements)
    works = list(_linked_works(elements))
    given = next(iter(metas.get("og:title") or metas.get("twitter:title") or ()), "")
    window = next((_text(tag) for tag in elements if tag.name == "title"), "")
    return PageFacts(
        given_title=_without_site(given, metas),
        window_title=_without_site(window, metas),
        author=_author(elements, metas, works) or _site_of_file(window, metas, url),
        published=_published(elements, metas, works, url),
    )


def _author(elements: list[Tag], metas: _Metas, works: list[dict[str, Any]]) -> str | None:
    for work in works:
        if names := _names_in(work.get("author") or work.get("creator")):
            return ", ".join(names)
    for meta in _AUTHOR_METAS:
        named = [name for value in metas.get(meta, [])[:5] if (name := _as_name(value))]
        if named:
            return ", ".join(dict.fromkeys(named))
    byline = next((tag for tag in elements if _is_byline(tag)), None)
    return _as_name(_text(byline)) if byline else None


def _site_of_file(window: str, metas: _Metas, url: str) -> str | None:
    """Return whose site a saved page is from, which its address no longer tells: as it names it, or behind the title's bar."""
    if urlsplit(url).scheme in ("http", "https"):
        return None
    named = (metas.get("og:site_name") or [""])[0]
    _, bar, behind = window.rpartition(" | ")
    return _as_name(named or (behind if bar else ""))


def _published(elements: list[Tag], metas: _Metas, works: list[dict[str, Any]], url: str) -> str | None:
    """Return the date of publication: as stated, as written near the title, in the address; else of the last change."""
    stated = [work.get("datePublished") for work in works]
    stated += [value for name in _PUBLISHED_METAS for value in metas.get(name, [])]
    stated += _time_elements(elements)
    changed = [work.get("dateModified") for work in works]
    changed += [value for name in _MODIFIED_METAS for value in metas.get(name, [])]
    return (
        _first_date(stated) or find_date(_text_by_title(elements)) or _url_date(url) or _first_date(changed)
    )


def _linked_works(elements: list[Tag]) -> Iterator[dict[str, Any]]:
    """Yield the JSON-LD objects that describe a work, outermost first."""
    scripts = (tag for tag in elements if tag.name == "script" and tag.get("type") == "application/ld+json")
    for script in islice(scripts, 20):
        try:
            queue = [json.loads(script.get_text()[:_MAX_LINKED_DATA_CHARS], strict=False)]
        except (ValueError, RecursionError):
            continue
        for node in islice(queue, _MAX_LINKED_DATA_NODES):  # grows during iteration
            if isinstance(node, list):
                queue += node
            elif isinstance(node, dict):
                queue += (node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node)
                if "datePublished" in node or "dateModified" in node or "author" in node:
                    yield node


def _metas(elements: list[Tag]) -> _Metas:
    """Return the contents of the meta elements by their property or name in lower case."""
    metas: _Metas = {}
    for meta in islice((tag for tag in elements if tag.name == "meta"), 500):
        name = str(meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if content := _clean(str(meta.get("content", ""))):
            metas.setdefault(name, []).append(content)
    return metas


def _without_site(title: str, metas: _Metas) -> str:
    """Return `title` without a trailing `| Site`: the named site, or a short last part after a long first one."""
    parts = list(_TITLE_SEPARATOR.finditer(title))
    if not parts:
        return title
    head, tail = title[: parts[-1].start()], title[parts[-1].end() :]
    site = (metas.get("og:site_name") or metas.get("application-name") or [""])[0]
    is_site = tail.casefold() == site.casefold() if site else len(tail) < 30 and len(head) > len(tail)
    return head if is_site else title


def _names_in(value: object) -> list[str]:
    """Return the names in a JSON-LD author: a string, an object, or a list of either."""
    entries = value if isinstance(value, list) else [value]
    names = (entry.get("name") if isinstance(entry, dict) else entry for entry in entries[:5])
    return list(dict.fromkeys(name for raw in names if isinstance(raw, str) and (name := _as_name(raw))))


def _as_name(text: str) -> str | None:
    """Return `text` as a person or organisation, or None if it is an address, a handle or a sentence."""
    name = _AFTER_NAME.sub("", _BY.sub("", _clean(text))).strip(" ,;")
    if not name or "://" in name or name.startswith("@") or len(name) > _MAX_NAME_CHARS:
        return None
    return name


def _is_byline(element: Tag) -> bool:
    if element.name in {"body", "html", "head", "meta"}:
        return False
    if "author" in element.get_attribute_list("rel") or element.get("itemprop") == "author":
        return True
    return any(
        name.lower() in {"byline", "author", "author-name", "byline-name", "post-author"}
        for name in classes(element)
    )


def _time_elements(elements: list[Tag]) -> list[str]:
    """Return the dates of elements that are marked as the page's own, then that of the first `<time>`."""
    times = [tag for tag in elements if tag.name == "time"][:20]
    named = [tag for tag in elements if tag.get("itemprop") == "datePublished" and tag.name != "meta"][:3]
    named += [tag for tag in times if tag.has_attr("pubdate") or "published" in " ".join(classes(tag))]
    own = (tag for tag in times if tag.find_parent(["footer", "aside", "nav"]) is None)
    return [str(tag.get("datetime") or tag.get("content") or _text(tag)) for tag in (*named, *islice(own, 1))]


def _text_by_title(elements: list[Tag]) -> str:
    """Return the lines after the first heading, or the page's first ones: where dates are written."""
    start = next((tag for tag in elements if tag.name == "h1"), None)
    start = start or next((tag for tag in elements if tag.name == "body"), None)
    strings = islice((node for node in start.next_elements if isinstance(node, str)), 60) if start else ()
    return "\n\n".join(line for line in map(_clean, strings) if line)


def _first_date(values: list[Any]) -> str | None:
    return next(
        (found for value in values if isinstance(value, str) and (found := iso_date(value[:60]))), None
    )


def _url_date(url: str) -> str | None:
    match = _URL_DATE.search(urlsplit(url).path)
    return "-".join(part for part in match.groups() if part) if match else None


def _text(element: Tag) -> str:
    return _clean("".join(text_start(element)))[:500]


def _clean(text: str) -> str:
    return " ".join(visible_characters(text[:4_000]).split())
