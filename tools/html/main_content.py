"""Where the main text of a page is."""

from itertools import islice

from bs4 import BeautifulSoup
from bs4.element import Tag

from stepresearch.tools.html.page_frame import LITTLE_PROSE, is_comments, names
from stepresearch.tools.html.text_density import Measures, measures
from stepresearch.tools.html_tree import tags

_MAIN_NAMES = frozenset(
    [
        "content",
        "main-content",
        "maincontent",
        "mw-content-text",
        "article-body",
        "articlebody",
        "article-content",
        "post-content",
        "entry-content",
        "post-body",
        "story-body",
        "page-content",
        "body-content",
        "markdown-body",
        "main",
    ]
)
_BOXES = frozenset({"div", "section", "article", "main", "form", "center"})
# Shares of prose. The main text is where nearly all of the page's is, or most of it in an element that claims to be main.
_MAIN_SHARE = 0.85
_CLAIMED_SHARE = 0.5
_ARTICLE_SHARE = 0.5
# In bytes: of an article before which no other one counts as the page's first.
_ARTICLE_PROSE = 300


def main_element(soup: BeautifulSoup) -> Tag:
    """Return the smallest element that claims to be main and has most of the prose, or that has nearly all of it."""
    measured = measures(soup)
    total = measured[id(soup)].prose
    best: Tag = soup.body or soup
    for element in filter(_says_main, tags(soup)):
        prose = measured[id(element)].prose
        holds_enough = prose >= _CLAIMED_SHARE * total and (
            prose >= 0.8 * measured[id(best)].prose or best.name == "body"
        )
        if holds_enough and _stands_alone(element, measured):
            best = element
    return _innermost(best, measured)


def _says_main(element: Tag) -> bool:
    if element.name in {"main", "article"} or element.get("role") in {"main", "article"}:
        return True
    return element.get("itemprop") == "articleBody" or not _MAIN_NAMES.isdisjoint(names(element))


def _stands_alone(element: Tag, measured: Measures) -> bool:
    """Say whether the element is not one article among several of a list page, nor listed below another one."""
    if element.name != "article" or not element.parent:
        return True
    before = (node for node in islice(element.previous_siblings, 50) if isinstance(node, Tag))
    if any(node.name == "article" and measured[id(node)].prose > _ARTICLE_PROSE for node in before):
        return False
    return measured[id(element)].prose >= _ARTICLE_SHARE * measured[id(element.parent)].prose


def _innermost(element: Tag, measured: Measures) -> Tag:
    """Go inwards for as long as a single child holds nearly all of the prose; not from a post into its comments."""
    while measured[id(element)].prose >= LITTLE_PROSE:
        wanted = _MAIN_SHARE * measured[id(element)].prose
        boxes = (node for node in element.contents if isinstance(node, Tag) and node.name in _BOXES)
        rich = next((box for box in boxes if measured[id(box)].prose >= wanted), None)
        if rich is None or is_comments(rich):
            break
        element = rich
    return element
