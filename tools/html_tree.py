"""Walks over a parsed page that neither recurse nor take quadratic time.

Beautiful Soup's own `descendants`, `strings` and `find` first run to an element's last leaf, which makes
a loop of them over deeply nested elements quadratic.
"""

from collections.abc import Callable, Iterator
from itertools import islice

from bs4.element import NavigableString, PageElement, Tag

BLOCK_TAGS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
"""Elements that begin a line of their own."""


def nodes(root: Tag) -> Iterator[PageElement]:
    """Yield all that `root` holds, in the order of the document."""
    stack: list[Iterator[PageElement]] = [iter(root.contents)]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
            continue
        yield node
        if isinstance(node, Tag):
            stack.append(iter(node.contents))


def tags(root: Tag) -> Iterator[Tag]:
    """Yield the elements that `root` holds, in the order of the document."""
    return (node for node in nodes(root) if isinstance(node, Tag))


def topmost(root: Tag, wanted: Callable[[Tag], bool]) -> Iterator[Tag]:
    """Yield the elements under `root` that are wanted, but none inside another one yielded."""
    stack = [root]
    while stack:
        for node in stack.pop().contents:
            if isinstance(node, Tag):
                if wanted(node):
                    yield node
                else:
                    stack.append(node)


def text_start(element: Tag, *, max_nodes: int = 60) -> list[str]:
    """Return the strings among the first `max_nodes` nodes of an element, unlike the rest of a page a short list."""
    return [str(node) for node in islice(nodes(element), max_nodes) if isinstance(node, NavigableString)]
