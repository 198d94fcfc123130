"""The text of an element: headings, paragraphs, lists and tables as lines."""

import re
from itertools import islice

from bs4.element import NavigableString, PageElement, Tag

from stepresearch.text.language.visible_characters import visible_characters
from stepresearch.tools.html_tree import BLOCK_TAGS, nodes, tags

_SKIPPED_TAGS = frozenset({"head", "script", "style", "title"})
_FOOTNOTE_MARK = re.compile(r"\s*+\[?\s*+(\d{1,3}|[a-z]|note \d+)\s*+\]?\s*+|\s*+\[citation needed\]\s*+")
_LOOKS_LIKE_HEADING = re.compile(r"^(?=#{1,6} )", re.MULTILINE)
# Cells with more text than this hold the page's layout, not a table's values.
_MAX_CELL_CHARS = 600
_MAX_CELL_NODES = 120


def block_text(root: Tag) -> str:
    """Return the text under `root` as blocks separated by a blank line.

    A heading is a line `## like this`, a list item `- like this`, a table row `a | b`; items and rows that
    belong together are on consecutive lines. Only real headings begin with `#` and a space.
    """
    writer = _Writer(_layout_tables(root))
    stack: list[PageElement | _End] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, _End):
            writer.close(node.element)
        elif isinstance(node, NavigableString):
            writer.write(node)
        elif isinstance(node, Tag) and node.name not in _SKIPPED_TAGS and not _is_footnote_mark(node):
            writer.open(node)
            stack.append(_End(node))
            stack += reversed(node.contents)
    return writer.text()


class _End:
    """Stack marker: all of an element has been read."""

    __slots__ = ("element",)

    def __init__(self, element: Tag) -> None:
        self.element = element


class _Writer:
    def __init__(self, layout_tables: set[int]) -> None:
        self._layout_tables = layout_tables
        self._blocks: list[str] = []
        self._line_kind = ""  # of the block written last: items follow items, rows follow rows
        self._inline: list[str] = []
        self._cells: list[str] | None = None
        self._tables: list[bool] = []  # for each open table, whether its rows are values
        self._lists: list[int | None] = []  # for each open list, the next number
        self._prefix = ""
        self._preformatted = 0

    def write(self, text: str) -> None:
        self._inline.append(text if self._preformatted else re.sub(r"\s+", " ", text))

    def open(self, element: Tag) -> None:
        name = element.name
        if name == "br":
            self._inline.append("\n")
        if name not in BLOCK_TAGS:
            return
        self._flush()
        if name == "pre":
            self._preformatted += 1
        elif name == "table":
            self._tables.append(id(element) not in self._layout_tables)
            self._line_kind = ""
        elif name in {"ul", "ol"}:
            self._lists.append(1 if name == "ol" else None)
        elif name == "li":
            self._prefix = self._item_prefix()
        elif name == "tr" and self._tables and self._tables[-1]:
            self._cells = []

    def close(self, element: Tag) -> None:
        name = element.name
        if name not in BLOCK_TAGS:
            return
        if name in {"td", "th"} and self._cells is not None:
            self._cells.append(self._take_inline())
        self._flush(heading=int(name[1]) if re.fullmatch("h[1-6]", name) else 0)
        if name == "pre":
            self._preformatted -= 1
        elif name == "tr" and self._cells is not None:
            self._add(" | ".join(self._cells), "row", is_empty=not any(self._cells))
            self._cells = None
        elif name == "table":
            self._tables.pop()
            self._cells, self._line_kind = None, ""
        elif name in {"ul", "ol"} and self._lists:
            self._lists.pop()
            self._line_kind = self._line_kind if self._lists else ""

    def text(self) -> str:
        self._flush()
        return "".join(self._blocks).strip("\n")

    def _item_prefix(self) -> str:
        depth = "  " * min(8, len(self._lists) - 1)
        if not self._lists or (number := self._lists[-1]) is None:
            return depth + "- "
        self._lists[-1] = number + 1
        return f"{depth}{number}. "

    def _take_inline(self) -> str:
        raw, self._inline = "".join(self._inline), []
        if self._preformatted:
            return re.sub(
                r"\n{2,}", "\n", "\n".join(line.rstrip() for line in visible_characters(raw).split("\n"))
            ).strip("\n")
        lines = (" ".join(line.split()) for line in visible_characters(raw).split("\n"))
        return re.sub(r"\n{2,}", "\n\n", "\n".join(lines)).strip()

    def _flush(self, *, heading: int = 0) -> None:
        if self._cells is not None:  # blocks inside a cell are part of one value
            self._inline.append(" ")
            return
        text = self._take_inline()
        if heading:
            self._add("#" * heading + " " + " ".join(text.split()), "", is_empty=not text)
        elif text:
            kind = "item" if self._prefix else ""
            self._add(self._prefix + _LOOKS_LIKE_HEADING.sub(" ", text), kind)
        if text:
            self._prefix = ""

    def _add(self, block: str, kind: str, *, is_empty: bool = False) -> None:
        if is_empty:
            return
        follows = kind and kind == self._line_kind
        self._blocks += ["\n" if follows else "\n\n", block]
        self._line_kind = kind


def _is_footnote_mark(element: Tag) -> bool:
    if element.name != "sup":
        return False
    inner = list(islice(nodes(element), 9))
    if len(inner) > 8 or not any(isinstance(node, Tag) and node.name == "a" for node in inner):
        return False
    return bool(
        _FOOTNOTE_MARK.fullmatch("".join(node for node in inner if isinstance(node, NavigableString)))
    )


def _layout_tables(root: Tag) -> set[int]:
    """Return the tables whose cells hold tables, or too much to be a value."""
    layout: set[int] = set()
    for element in tags(root):
        if element.name not in {"table", "td", "th"} or not (table := _table_around(element)):
            continue
        inner = [] if element.name == "table" else list(islice(nodes(element), _MAX_CELL_NODES))
        length = sum(len(node) for node in inner if isinstance(node, NavigableString))
        if element.name == "table" or length > _MAX_CELL_CHARS or len(inner) == _MAX_CELL_NODES:
            layout.add(id(table))
    return layout


def _table_around(element: Tag) -> Tag | None:
    """Return the nearest enclosing table; the search is bounded, as hostile nesting would take quadratic time."""
    return next((parent for parent in islice(element.parents, 40) if parent.name == "table"), None)
