"""What a page holds and no reader sees."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from stepresearch.tools.css_invisible import (
    WHITE,
    Colour,
    Declarations,
    background,
    colour,
    hides_element,
    is_tiny,
    is_unseen,
)
from stepresearch.tools.css_rules import StyleSheet, classes

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


@dataclass(frozen=True, slots=True)
class _Ink:
    """What text inherits: its colour, what it stands on, and whether it is large enough to read."""

    text: Colour = (0, 0, 0, 1)
    paper: Colour | None = WHITE
    tiny: bool = False

    def inherited(self, style: Declarations) -> "_Ink":
        """Return what text inside an element of `style` looks like."""
        if not style:
            return self
        paper = background(style)
        if paper is None and (
            "background" in style or "background-image" in style or "background-color" in style
        ):
            named_only = colour(style.get("background-color", style.get("background"))) is None
            paper = None if named_only else self.paper
        elif paper is None or paper[3] < 0.1:
            paper = self.paper
        ink = colour(style.get("-webkit-text-fill-color")) or colour(style.get("color")) or self.text
        tiny = is_tiny(style["font-size"]) if "font-size" in style else self.tiny
        return _Ink(ink, paper, tiny or bool(re.match(r"(?:\S+ )*0(px|em|%)?/", style.get("font", ""))))

    @property
    def is_unseen(self) -> bool:
        return self.tiny or is_unseen(self.text, self.paper)


def drop_hidden(soup: BeautifulSoup) -> None:
    """Take out of `soup` all that a reader of the page would not see; JSON-LD scripts stay, they are facts.

    Hidden by tag, attribute, class, inline style or the page's own style sheets. External sheets are not
    read; colours are compared with a white page where no background is named.
    """
    sheet = StyleSheet("\n".join(style.get_text() for style in soup.find_all("style")))
    for node in list(_hidden_nodes(soup, sheet)):
        node.extract()


def _hidden_nodes(soup: BeautifulSoup, sheet: StyleSheet) -> Iterator[Tag | NavigableString]:
    """Yield the topmost hidden nodes; a loop with its own stack, since pages nest deeper than Python may."""
    stack: list[tuple[Tag, _Ink]] = [(soup, _Ink())]
    while stack:
        parent, ink = stack.pop()
        for node in parent.contents:
            if isinstance(node, Tag):
                style = sheet.style(node)
                if _is_hidden(node, style):
                    yield node
                else:
                    stack.append((node, _own_ink(node, ink).inherited(style)))
            elif isinstance(node, NavigableString) and (
                isinstance(node, PreformattedString) or ink.is_unseen
            ):
                yield node


def _is_hidden(element: Tag, style: Declarations) -> bool:
    attributes = element.attrs
    if element.name in _UNSEEN_TAGS:
        return not (element.name == "dialog" and "open" in attributes)
    if element.name == "script":
        return attributes.get("type") != "application/ld+json"
    if "hidden" in attributes or str(attributes.get("aria-hidden", "")).strip().lower() == "true":
        return True
    names = classes(element)
    if not _UNSEEN_CLASSES.isdisjoint(names) and not any(_SHOWN_WHEN_WIDE.fullmatch(name) for name in names):
        return True
    return bool(style) and hides_element(style)


def _own_ink(element: Tag, ink: _Ink) -> _Ink:
    """Return `ink` with the colours of HTML 4's attributes: `<font color>`, `<td bgcolor>`, `<body text>`."""
    old = {
        "color": str(element.get("color", element.get("text", ""))).lower(),
        "background-color": str(element.get("bgcolor", "")).lower(),
    }
    return ink.inherited({name: value for name, value in old.items() if value})
