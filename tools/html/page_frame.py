"""What surrounds the main text of a page: navigation, banners, comments, teasers of other pages."""

import re
from collections.abc import Callable
from itertools import islice

from bs4 import BeautifulSoup
from bs4.element import Tag

from stepresearch.tools.css.matching import classes
from stepresearch.tools.html.text_density import Measure, Measures, measures
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
_COMMENTS = frozenset(
    [
        "comments",
        "comment-list",
        "comment-respond",
        "commentlist",
        "comments-area",
        "comments-list",
        "comments-section",
        "comments-wrapper",
        "article-comments",
        "post-comments",
        "disqus_thread",
        "respond",
    ]
)
_ARTICLE_NAMES = frozenset(
    [
        "article-body",
        "articlebody",
        "article-content",
        "post-content",
        "entry-content",
        "post-body",
        "story-body",
    ]
)
_HEADLINES = frozenset({"h2", "h3", "h4", "h5", "h6"})
# An element that holds more of the page's prose is no frame: what its tag or role says, its class, its list of links.
_TAG_SHARE = 0.3
_CLASS_SHARE = 0.2
_TEASERS_SHARE = 0.6
_LINK_SHARE = 0.75
LITTLE_PROSE = 300
"""A page with fewer bytes of prose is a list or table, which is then its content."""
# In bytes: of an article that stands apart from its comments, and the most that a teaser says.
_ARTICLE_PROSE = 500
_TEASER_PROSE = 420


def drop_boilerplate(soup: BeautifulSoup) -> None:
    """Remove scripts and the main text's surroundings from `soup`, but nothing that holds much of its prose."""
    _drop(soup, lambda tag: tag.name == "script")
    measured = measures(soup)
    whole = measured[id(soup)]
    has_article = any(_says_article(tag) and measured[id(tag)].prose > _ARTICLE_PROSE for tag in tags(soup))

    def surrounds(element: Tag) -> bool:
        own = measured[id(element)]
        return (
            _is_frame(element, own, whole)
            or (has_article and is_comments(element) and whole.prose - own.prose >= _ARTICLE_PROSE)
            or (own.prose <= _TEASERS_SHARE * whole.prose and _is_teasers(element, measured))
        )

    _drop(soup, surrounds)


def is_comments(element: Tag) -> bool:
    """Say whether the element is marked as reader comments."""
    return element.name not in {"html", "body", "a", "span", "p"} and not _COMMENTS.isdisjoint(names(element))


def names(element: Tag) -> list[str]:
    """Return the element's id and classes in lower case."""
    return [name.lower() for name in (str(element.get("id", "")), *classes(element)[:20]) if name]


def _drop(soup: BeautifulSoup, wanted: Callable[[Tag], bool]) -> None:
    for element in list(topmost(soup, wanted)):
        element.extract()


def _says_article(element: Tag) -> bool:
    if element.name == "article" or element.get("itemprop") == "articleBody":
        return True
    return not _ARTICLE_NAMES.isdisjoint(names(element))


def _is_frame(element: Tag, own: Measure, whole: Measure) -> bool:
    if element.name in {"html", "body", "main"} or own.prose > _TAG_SHARE * whole.prose:
        return False
    if element.name in {"ul", "ol", "div", "section", "table"} and _is_link_list(own):
        return whole.prose >= LITTLE_PROSE
    if element.name in _FRAME_TAGS or element.name == "form" or element.get("role") in _FRAME_ROLES:
        return True
    if element.name == "header":
        titled = any(node.name in {"h1", "h2"} for node in islice(tags(element), 100))
        return not titled or own.linked > 0.5 * own.length
    if own.prose > _CLASS_SHARE * whole.prose or _FRAME_WORDS.isdisjoint(_name_words(element)):
        return False
    return element.name not in {"article", "h1", "h2", "a", "span", "p", "td", "th", "tr", "tbody"}


def _is_link_list(measure: Measure) -> bool:
    """Say whether a block is almost only links; short ones may be a headline."""
    return measure.length > 60 and measure.linked > _LINK_SHARE * measure.length


def _is_teasers(element: Tag, measured: Measures) -> bool:
    """Say whether the element lists other pages, each with a linked headline and a few words."""
    if element.name not in {"ul", "ol", "div", "section"}:
        return False
    items = [node for node in element.contents if isinstance(node, Tag) and measured[id(node)].length > 20]
    return len(items) >= 3 and sum(_is_teaser(item, measured) for item in items) >= 0.75 * len(items)


def _is_teaser(item: Tag, measured: Measures) -> bool:
    if item.name not in {"li", "div", "article", "section", "a"} or measured[id(item)].prose > _TEASER_PROSE:
        return False
    headline = next((node for node in islice(tags(item), 40) if node.name in _HEADLINES), None)
    if item.name == "a" or headline is None:
        return item.name == "a"
    is_in_link = headline.parent is not None and headline.parent.name == "a"
    return is_in_link or any(node.name == "a" for node in islice(tags(headline), 5))


def _name_words(element: Tag) -> set[str]:
    """Return the words of the element's id and classes: `siteFooter-links` has site, footer and links."""
    parts = (str(element.get("id", ""))[:100], *classes(element)[:20])
    return {word.lower() for part in parts for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", part[:100])}
