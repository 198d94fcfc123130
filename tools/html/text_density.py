"""How much text, linked text and prose each element of a page holds."""

import re
from dataclasses import dataclass

from bs4.element import NavigableString, Tag

from stepresearch.tools.html_tree import BLOCK_TAGS

_UNREAD_TAGS = frozenset({"script", "style", "head"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MANY_BYTES = 80
_SOME_BYTES = 40
_STOPS = re.compile(r"[.!?;:,…。！？；：，、।؟][\"'”’»)\]]*(?:\s|$)|[。！？；：，、]")


@dataclass(slots=True)
class Measure:
    """Amounts of text in UTF-8 bytes, so that a Chinese character weighs as much as the letters it replaces.

    Attributes:
        length: All text.
        linked: The part of it inside links.
        prose: Text of paragraphs, outside of links. Short lines without a full stop, such as menu entries, weigh less.
        paragraphs: How many blocks are long enough for prose.
    """

    length: int = 0
    linked: int = 0
    prose: float = 0.0
    paragraphs: int = 0


class Measures(dict[int, Measure]):
    """The measures by `id(element)`; what is inside a head or script has none of its own, and counts as empty."""

    def __missing__(self, _: int) -> Measure:
        return Measure()


def measures(root: Tag) -> Measures:
    """Return the measure of each element of `root`, by `id(element)`.

    One pass without recursion: elements precede their content, so sums run backwards.
    """
    elements: list[tuple[Tag, Tag, bool]] = [(root, root, False)]
    measured = Measures({id(root): Measure()})
    runs: dict[int, _Run] = {id(root): _Run()}
    for element, block, is_linked in elements:  # grows during iteration
        own, run = measured[id(element)], runs[id(block)]
        for node in element.contents:
            if isinstance(node, Tag):
                if node.name in _UNREAD_TAGS:
                    measured[id(node)] = Measure()
                    continue
                is_block = node.name in BLOCK_TAGS
                if is_block:
                    runs[id(node)] = _Run()
                measured[id(node)] = Measure()
                elements.append((node, node if is_block else block, is_linked or node.name == "a"))
            elif isinstance(node, NavigableString) and (text := node.strip()):
                size = len(text.encode(errors="replace"))
                own.length += size
                own.linked += size * is_linked
                run.add(text, size, is_linked=is_linked)
    for element, _, _ in reversed(elements):
        own = measured[id(element)]
        if id(element) in runs:
            runs[id(element)].weigh(own, is_heading=element.name in _HEADINGS)
        if element is not root and element.parent:
            outer = measured[id(element.parent)]
            outer.length += own.length
            outer.linked += own.linked
            outer.prose += own.prose
            outer.paragraphs += own.paragraphs
    return measured


class _Run:
    """The text directly in a block, not in a nested block."""

    __slots__ = ("free", "linked", "stops")

    def __init__(self) -> None:
        self.free = 0
        self.linked = 0
        self.stops = 0

    def add(self, text: str, size: int, *, is_linked: bool) -> None:
        if is_linked:
            self.linked += size
        else:
            self.free += size
            self.stops += len(_STOPS.findall(text))

    def weigh(self, measure: Measure, *, is_heading: bool) -> None:
        """Add the run's weight as prose."""
        is_prose = self.free >= _MANY_BYTES or (self.free >= _SOME_BYTES and self.stops > 0)
        if is_heading or self.linked > 2 * self.free:
            return
        measure.prose += self.free * (1.0 if is_prose else 0.3)
        measure.paragraphs += is_prose
