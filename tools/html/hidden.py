"""Removal of page content that no reader sees."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import PageElement, PreformattedString, Tag

from stepresearch.tools.css.cascade import Styles, Variables
from stepresearch.tools.css.ink import Ink
from stepresearch.tools.css.invisible import covers, hides_element, is_hard_to_see
from stepresearch.tools.css.matching import classes
from stepresearch.tools.css.shorthands import Declarations
from stepresearch.tools.html_tree import tags, text_start

_UNSEEN_TAGS = frozenset(
    [
        "style",
        "template",
        "noscript",
        "noframes",
        "noembed",
        "iframe",
        "object",
        "embed",
        "applet",
        "svg",
        "canvas",
        "audio",
        "video",
        "map",
        "datalist",
        "select",
        "option",
        "optgroup",
        "textarea",
        "button",
        "input",
        "progress",
        "meter",
        "rp",
        "rt",
        "dialog",
        "portal",
        "annotation",
        "annotation-xml",
    ]
)
# What the widespread style sheets call "for screen readers only" or "not shown".
_UNSEEN_CLASSES = frozenset(
    [
        "sr-only",
        "visually-hidden",
        "visuallyhidden",
        "screen-reader-text",
        "screen-reader-only",
        "screenreader",
        "a11y-hidden",
        "hidden",
        "d-none",
        "invisible",
        "is-hidden",
        "hide",
        "hide-text",
        "display-none",
        "u-hidden",
        "u-visually-hidden",
        "element-invisible",
        "noprint",
        "mw-empty-elt",
        "mw-editsection",
    ]
)
# Bootstrap's `d-none d-md-block` and Tailwind's `hidden md:flex` are seen on a wide screen.
_SHOWN_WHEN_WIDE = re.compile(
    r"d-(sm|md|lg|xl|xxl)-(?!none)\w+|(sm|md|lg|xl|2xl):(block|flex|grid|inline|table|contents).*"
)
# In UTF-8. Anything shorter is a button label or an icon name, not worth reporting.
_MIN_PASSAGE_BYTES = 60


def drop_hidden(soup: BeautifulSoup) -> int:
    """Remove from `soup` everything a reader would not see, except JSON-LD scripts, which hold facts.

    Hidden by tag, attribute, class, inline style or the page's own style sheets. External sheets are not
    read; colours are compared with white if no background is set.

    Returns:
        Number of passages removed although a reader may see them, because their look cannot be determined.

    Raises:
        ToolError: The page's style sheets are designed to exhaust the parser.
    """
    walk = _Walk(soup)
    hidden = list(walk.hidden())
    for node in hidden:
        node.extract()
    return sum(_is_passage(node) for node in walk.hard_to_see)


class _Walk:
    """One pass over a page, with its own stack, since pages nest deeper than Python may."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self.hard_to_see: list[PageElement] = []
        self._soup = soup
        self._styles = Styles(soup)
        self._has_unread_sheets = any(_is_unread_sheet(tag) for tag in tags(soup))

    def hidden(self) -> Iterator[PageElement]:
        """Yield the topmost hidden nodes."""
        stack: list[tuple[Tag, Ink]] = [(self._soup, Ink(variables=self._styles.initial))]
        while stack:
            parent, ink = stack.pop()
            for node, inner in self._children(parent, ink):
                if inner is None:
                    yield node
                elif isinstance(node, Tag):
                    stack.append((node, inner))

    def _children(self, parent: Tag, ink: Ink) -> list[tuple[PageElement, Ink | None]]:
        """Return the children of `parent`, each with its ink, None if unseen."""
        shadow = _shadow_root(parent)
        if shadow is not None:
            has_slot = any(tag.name == "slot" for tag in tags(shadow))
            return [(node, ink if node is shadow or has_slot else None) for node in parent.contents]
        seen: list[tuple[PageElement, Ink | None]] = []
        covered = 0
        for node in parent.contents:
            if isinstance(node, Tag):
                style, variables = self._styles.style(node, ink.variables)
                if ink.is_positioned and covers(style):
                    covered = len(seen)
                seen.append((node, self._inside(node, style, ink, variables)))
            else:
                seen.append((node, ink if self._is_seen(node, ink) else None))
        self.hard_to_see += [node for node, inner in seen[:covered] if inner]
        return [(node, None) for node, _ in seen[:covered]] + seen[covered:]

    def _inside(self, element: Tag, style: Declarations, ink: Ink, variables: Variables) -> Ink | None:
        if _is_hidden(element, style):
            return None
        inner = ink.inside(element, style, variables)
        if style and hides_element(style, inner.font_px):
            return None
        # Hidden from screen readers only; but what a sheet that was not read hides from eyes bears the mark too.
        is_for_eyes = str(element.get("aria-hidden", "")).strip().lower() == "true"
        doubtful = is_for_eyes and self._has_unread_sheets
        if doubtful or (style and is_hard_to_see(style)):
            self.hard_to_see.append(element)
            return None
        return inner

    def _is_seen(self, text: PageElement, ink: Ink) -> bool:
        if isinstance(text, PreformattedString):
            return False
        if not ink.is_unseen and not ink.is_hard_to_see:
            return True
        if ink.is_hard_to_see or (ink.is_assumed and self._has_unread_sheets and ink.is_unseen_by_colour):
            self.hard_to_see.append(text)
        return False


def _is_hidden(element: Tag, style: Declarations) -> bool:
    attributes = element.attrs
    if element.name in _UNSEEN_TAGS:
        return not (element.name == "dialog" and "open" in attributes)
    if element.name == "script":
        return attributes.get("type") != "application/ld+json"
    if "hidden" in attributes or ("popover" in attributes and style.get("display", "none") == "none"):
        return True
    names = classes(element)
    return not _UNSEEN_CLASSES.isdisjoint(names) and not any(
        _SHOWN_WHEN_WIDE.fullmatch(name) for name in names
    )


def _shadow_root(element: Tag) -> Tag | None:
    """Return the template that a browser shows instead of the element's content."""
    for node in element.contents:
        if isinstance(node, Tag) and node.name == "template" and "shadowrootmode" in node.attrs:
            return node
    return None


def _is_unread_sheet(element: Tag) -> bool:
    if element.name != "link" or "stylesheet" not in element.get_attribute_list("rel"):
        return False
    return not str(element.get("href", "")).lstrip().lower().startswith("data:")


def _is_passage(node: PageElement) -> bool:
    text = " ".join(text_start(node)) if isinstance(node, Tag) else str(node)
    return len(" ".join(text.split()).encode(errors="replace")) >= _MIN_PASSAGE_BYTES
