"""The text of a section as blocks and runs: Markdown parsed to what a report may hold, and nothing else.

No link, image or HTML of the text survives: the only links of a report are its citations, which code makes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

Kind = Literal["paragraph", "heading", "quote", "list", "ordered", "code", "table", "rule"]

KINDS: dict[str, Kind] = {
    "paragraph": "paragraph",
    "heading": "heading",
    "blockquote": "quote",
    "bullet_list": "list",
    "ordered_list": "ordered",
    "fence": "code",
    "code_block": "code",
    "table": "table",
    "hr": "rule",
}

_PLACE = re.compile("\ue000(\\d+)\ue001")
# What would link, load or hold HTML; a document without them has no address in it that anything follows.
_LEFT_OUT = ["link", "image", "autolink", "reference", "html_inline", "html_block"]


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one style; or a citation, by its place among the evidence of the report."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    citation: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of runs, or a list, quotation or table of parts: items, or the cells of a row."""

    kind: Kind
    runs: tuple[Run, ...] = ()
    parts: tuple[tuple["Block", ...], ...] = ()


def placeholder(place: int) -> str:
    """Return what stands in a text for the citation of a place. No text of a page holds such characters."""
    return f"\ue000{place}\ue001"


def parse(text: str) -> tuple[Block, ...]:
    """Return the blocks of a Markdown text whose citations are placeholders."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable(_LEFT_OUT)
    return _blocks(SyntaxTreeNode(parser.parse(text)).children)


def words_of(runs: Sequence[Run]) -> str:
    """Return the words of runs, without citations."""
    return "".join(run.text for run in runs)


def _blocks(nodes: Sequence[SyntaxTreeNode]) -> tuple[Block, ...]:
    return tuple(_block(node) for node in nodes)


def _block(node: SyntaxTreeNode) -> Block:
    kind = KINDS.get(node.type, "paragraph")
    if kind == "code":
        return Block(kind, tuple(_split(Run(node.content))))
    if kind in {"list", "ordered"}:
        return Block(kind, parts=tuple(_blocks(item.children) for item in node.children))
    if kind == "quote":
        return Block(kind, parts=(_blocks(node.children),))
    if kind == "table":
        rows = [row for part in node.children for row in part.children]
        return Block(kind, parts=tuple(_blocks(row.children) for row in rows))
    return Block(kind, tuple(_runs(node, Run(""))))


def _runs(node: SyntaxTreeNode, style: Run) -> Iterator[Run]:
    """The runs below a node; children inherit the style."""
    for child in node.children:
        if child.type == "strong":
            yield from _runs(child, replace(style, strong=True))
        elif child.type == "em":
            yield from _runs(child, replace(style, emphasis=True))
        elif child.type in {"softbreak", "hardbreak"}:
            yield replace(style, text="\n" if child.type == "hardbreak" else " ")
        elif child.children:
            yield from _runs(child, style)
        else:
            yield from _split(replace(style, text=child.content, code=child.type == "code_inline"))


def _split(run: Run) -> Iterator[Run]:
    """The run with its placeholders as citations of their own."""
    for number, part in enumerate(_PLACE.split(run.text)):
        if number % 2:
            yield Run("", citation=int(part))
        elif part:
            yield replace(run, text=part)
