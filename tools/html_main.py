"""Where the main text of a page is."""

import re
from itertools import islice

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from stepresearch.tools.css_rules import classes
from stepresearch.tools.html_tree import tags, topmost

_FRAME_TAGS = frozenset({"nav", "footer", "aside", "script", "menu", "head", "link", "meta"})
_FRAME_ROLES = frozenset(
    [
        "navigation",
        "banner",
        "contentinfo",
        "complementary",
        "search",
        "dialog",
        "alertdialog",
        "menu",
        "menubar",
        "toolbar",
        "tablist",
        "tooltip",
    ]
)
_FRAME_WORDS = frozenset(
    [
        "nav",
        "navbar",
        "navigation",
        "navbox",
        "menu",
        "footer",
        "sidebar",
        "breadcrumb",
        "breadcrumbs",
        "cookie",
        "cookies",
        "consent",
        "gdpr",
        "newsletter",
        "subscribe",
        "subscription",
        "signup",
        "share",
        "sharing",
        "social",
        "related",
        "recommended",
        "recommendations",
        "comments",
        "disqus",
        "promo",
        "advert",
        "advertisement",
        "ads",
        "banner",
        "popup",
        "modal",
        "overlay",
        "toolbar",
        "pagination",
        "pager",
        "skip",
        "skiplink",
        "masthead",
        "widget",
        "toc",
        "sponsored",
        "outbrain",
        "taboola",
        "onetrust",
        "catlinks",
        "metadata",
        "printfooter",
        "siteheader",
    ]
)
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
# A frame that holds this share of the page's text is no frame, whatever it is called.
_FRAME_SHARE = 0.5
_MAIN_SHARE = 0.3
_ARTICLE_SHARE = 0.5
_LINK_SHARE = 0.75

_Sizes = dict[int, tuple[int, int]]


def drop_boilerplate(soup: BeautifulSoup) -> None:
    """Take navigation, footers, banners, forms and lists of links out of `soup`, unless they hold most of it."""
    sizes = _sizes(soup)
    total = sizes[id(soup)][0]
    for element in list(topmost(soup, lambda tag: _is_frame(tag, sizes, total))):
        element.extract()


def main_element(soup: BeautifulSoup) -> Tag:
    """Return the element that holds the main text: the smallest that says so and has enough of the text."""
    sizes = _sizes(soup)
    total = sizes[id(soup)][0]
    best: Tag = soup.body or soup
    for element in filter(_says_main, tags(soup)):
        length = sizes[id(element)][0]
        holds_enough = length >= _MAIN_SHARE * total and (
            length >= 0.8 * sizes[id(best)][0] or best.name == "body"
        )
        if holds_enough and _stands_alone(element, sizes):
            best = element
    return best


def _says_main(element: Tag) -> bool:
    if element.name in {"main", "article"} or element.get("role") in {"main", "article"}:
        return True
    return element.get("itemprop") == "articleBody" or not _MAIN_NAMES.isdisjoint(_names(element))


def _stands_alone(element: Tag, sizes: _Sizes) -> bool:
    """Say whether the element is not one article among several of a list page."""
    if element.name != "article" or not element.parent:
        return True
    return sizes[id(element)][0] >= _ARTICLE_SHARE * sizes[id(element.parent)][0]


def _is_frame(element: Tag, sizes: _Sizes, total: int) -> bool:
    length, linked = sizes[id(element)]
    if element.name in {"html", "body", "main", "head"}:
        return element.name == "head"
    if length > _FRAME_SHARE * total:
        return element.name in _FRAME_TAGS and linked > _LINK_SHARE * length
    if element.name in _FRAME_TAGS or element.name == "form" or element.get("role") in _FRAME_ROLES:
        return True
    if element.name == "header":
        return (
            not any(node.name in {"h1", "h2"} for node in islice(tags(element), 100))
            or linked > _FRAME_SHARE * length
        )
    if not _FRAME_WORDS.isdisjoint(_name_words(element)):
        return element.name not in {"article", "h1", "h2", "a", "span", "p", "td", "th", "tr", "tbody"}
    return element.name in {"ul", "ol", "div", "section", "table"} and _is_link_list(length, linked)


def _is_link_list(length: int, linked: int) -> bool:
    """Say whether a block is links with hardly a word between them; short ones may be a headline."""
    return length > 60 and linked > _LINK_SHARE * length


def _names(element: Tag) -> list[str]:
    return [name.lower() for name in (str(element.get("id", "")), *classes(element)[:20]) if name]


def _name_words(element: Tag) -> set[str]:
    """Return the words of the element's id and classes: `siteFooter-links` has site, footer and links."""
    names = (str(element.get("id", ""))[:100], *classes(element)[:20])
    return {word.lower() for name in names for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name[:100])}


def _sizes(soup: BeautifulSoup) -> _Sizes:
    """Return for each element how many characters of text it holds, and how many of them in links.

    One pass without recursion: elements come before what they hold, so sums run backwards.
    """
    elements: list[Tag] = [soup]
    sizes: dict[int, tuple[int, int]] = {}
    for element in elements:  # grows while it is read
        elements += (node for node in element.contents if isinstance(node, Tag))
        own = sum(len(node.strip()) for node in element.contents if isinstance(node, NavigableString))
        sizes[id(element)] = (own, 0)
    for element in reversed(elements):
        length, linked = sizes[id(element)]
        linked = length if element.name == "a" else linked
        sizes[id(element)] = (length, linked)
        if element.parent and element is not soup:
            parent_length, parent_linked = sizes[id(element.parent)]
            sizes[id(element.parent)] = (parent_length + length, parent_linked + linked)
    return sizes
