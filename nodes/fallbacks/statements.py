"""What passages state, one statement at a time: sentences, list items, labelled lines, table rows with their head."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from stepresearch.nodes.state.schema import PassageRecord, Source
from stepresearch.text.language.layout_blocks import Block, Kind, blocks
from stepresearch.text.language.lead_ins import cells_of, head_row
from stepresearch.text.language.sentences import sentences_of
from stepresearch.text.safety.prompt_injection import gives_orders

MAX_CHARS = 600
_LABELLED = re.compile(r"[^:：.!?。\n]{1,60}[:：]\s*\S")
_RULE = re.compile(r"[\s|:=+-]+")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement.

    Attributes:
        passage: The passage in which it stands.
        source: The source of that.
        text: Its words; of a table's row the cells as `name: value`.
        above: What it stands under: title, headings, the line that introduces a list, the first line of its record.
        before: The sentence before it in its paragraph; empty if there is none.
        slice_: The words in the passage, as they stand there.
        is_quotation: Its words are those, and not cells under their head.
    """

    passage: PassageRecord
    source: Source
    text: str
    above: str
    before: str
    slice_: str
    is_quotation: bool


def statements_of(
    passages: Iterable[PassageRecord], sources: Mapping[str, Source], asked: frozenset[str]
) -> list[Statement]:
    """Return the statements of passages in order, but for questions and orders to the reader.

    Args:
        passages: To take apart.
        sources: Of the passages, by id.
        asked: Words of the question in lower case; of a row, only columns that one of them names are shown where any does.
    """
    found = [
        one for passage in passages for one in _of_passage(passage, sources[passage["source_id"]], asked)
    ]
    return [one for one in found if len(one.text) <= MAX_CHARS and not gives_orders(one.text)]


def _of_passage(passage: PassageRecord, source: Source, asked: frozenset[str]) -> Iterator[Statement]:
    text = passage["text"]
    above = f"{source['title']} › {passage['heading']}"
    heading, lead_in, rows = above, "", list[Block]()
    for block in [*blocks(text), None]:
        if rows and (block is None or block.kind is not Kind.ROW):
            yield from _rows(passage, source, rows, f"{heading} › {lead_in}", asked)
            rows, lead_in = [], ""
        if block is None:
            return
        words = text[block.start : block.end]
        if block.kind is Kind.ROW:
            rows.append(block)
        elif block.kind is Kind.HEADING:
            heading, lead_in = f"{above} › {text[block.body : block.end]}", ""
        elif block.kind is Kind.ITEM:
            yield Statement(
                passage,
                source,
                _one_line(text[block.body : block.end]),
                f"{heading} › {lead_in}",
                "",
                text[block.body : block.end],
                is_quotation=True,
            )
        else:
            yield from _paragraph(passage, source, block, heading)
            lead_in = _one_line(words) if words[-1] in ":：" or len(words) < MAX_CHARS // 6 else ""


def _paragraph(passage: PassageRecord, source: Source, block: Block, above: str) -> Iterator[Statement]:
    text = passage["text"]
    lines = text[block.start : block.end].split("\n")
    if len(lines) > 1 and all(map(_LABELLED.match, lines)):
        for number, line in enumerate(lines):
            record = f"{above} › {lines[0].strip()}" if number else above
            yield Statement(passage, source, line.strip(), record, "", line.strip(), is_quotation=True)
        return
    before = ""
    for span in sentences_of(text, block):
        words = _one_line(text[span.start : span.end])
        if not words.endswith(("?", "？")):
            yield Statement(
                passage, source, words, above, before, text[span.start : span.end], is_quotation=True
            )
        before = words


def _rows(
    passage: PassageRecord, source: Source, rows: Sequence[Block], above: str, asked: frozenset[str]
) -> Iterator[Statement]:
    text = passage["text"]
    head = head_row(text, rows)
    names = cells_of(text, head) if head else _names_above(passage["heading"])
    for row in rows:
        cells, slice_ = cells_of(text, row), text[row.start : row.end]
        if row is head or _RULE.fullmatch(slice_):
            continue
        told, place = " — ".join(filter(None, cells)), above
        if len(names) == len(cells):
            told, place = _named(names, cells, asked), f"{above} › {' '.join(names)}"
        yield Statement(passage, source, told, place, "", slice_, is_quotation=False)


def _named(names: Sequence[str], cells: Sequence[str], asked: frozenset[str]) -> str:
    """Return a row as its first cell and the others with the names of their columns."""
    told = [(name, cell) for name, cell in zip(names[1:], cells[1:], strict=True) if cell]
    wanted = [(name, cell) for name, cell in told if any(word in name.lower() for word in asked)]
    values = "; ".join(f"{name}: {cell}" if name else cell for name, cell in wanted or told)
    return f"{cells[0]} — {values}"


def _names_above(heading: str) -> list[str]:
    """Return the names of the columns that the heading of a table's further part ends with."""
    last = heading.rpartition(" › ")[2]
    return [name.strip() for name in last.strip("| ").split("|")] if "|" in last else []


def _one_line(text: str) -> str:
    return " ".join(text.split())
