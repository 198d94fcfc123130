"""A page cut into passages that can be read, ranked and cited one by one."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from stepresearch.text.language.language import CJK
from stepresearch.text.language.layout_blocks import Block, Kind, blocks
from stepresearch.text.language.lead_ins import introduces, is_caption, lead_ins_of
from stepresearch.text.language.sentences import Span, sentences_of


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of a page's text: `text[passage.start:passage.end]`.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last character.
        heading: The headings above it from the outermost in, joined with ` › `; empty if there is none. Of a part of
            a list or table that begins without them, the introducing sentence and the table's head row come last.
    """

    start: int
    end: int
    heading: str


_CJK_CHARACTER = re.compile(f"[{CJK}]")
# One Chinese character takes about the tokens, and says about the same, as this many Latin letters.
_CHARS_PER_CJK = 2.5
# Where a sentence that is too long may be cut: after a space or a Chinese comma.
_SOFT_STOP = re.compile(r"\s+|[，、,]")
_NOT_SPACE = re.compile(r"\S")


def cut_passages(text: str, *, target_chars: int = 700, max_chars: int = 1200) -> list[Passage]:
    """Return the passages of `text` in order; what is no heading and no space is in exactly one of them.

    Short paragraphs under one heading are put together. A list or a table stays with what introduces it, whole where
    it fits; otherwise it is cut between items or rows, and the heading of each further passage ends with what the cut
    took from it: the introducing sentence, a table's head row, the item above a nested one. Only a sentence that alone
    exceeds `max_chars` is cut inside, at a space where it has one.

    Args:
        text: Of a page: paragraphs between blank lines, heading lines with `#`.
        target_chars: About how long a passage should be. A CJK character counts as 2.5.
        max_chars: How long it may be at most.
    """
    passages: list[Passage] = []
    for heading, section in _sections(text):
        lead_ins: dict[int, str] = {}
        pieces: list[Span] = []
        for unit in _units(text, section):
            own = list(_pieces(text, unit, target_chars, max_chars))
            lead_ins |= lead_ins_of(text, unit, [piece.start for piece in own[1:]])
            pieces += own
        passages.extend(
            Passage(span.start, span.end, " › ".join(filter(None, (heading, lead_ins.get(span.start, "")))))
            for span in _merged(text, pieces, target_chars, max_chars)
        )
    return passages


def _sections(text: str) -> Iterator[tuple[str, list[Block]]]:
    """Yield what stands between two headings, each with its path of headings."""
    path: dict[int, str] = {}
    section: list[Block] = []
    for block in blocks(text):
        if block.kind is not Kind.HEADING:
            section.append(block)
            continue
        if section:
            yield " › ".join(path.values()), section
        section = []
        level = text[block.start : block.body].count("#")
        path = {above: title for above, title in path.items() if above < level}
        path[level] = text[block.body : block.end].strip()
    if section:
        yield " › ".join(path.values()), section


def _units(text: str, section: Iterable[Block]) -> Iterator[list[Block]]:
    """Yield paragraphs alone, and a list or a table together with the lines that introduce it."""
    unit: list[Block] = []
    for block in section:
        if unit and not _belongs(text, unit, block):
            yield unit
            unit = []
        unit.append(block)
    if unit:
        yield unit


def _belongs(text: str, unit: list[Block], block: Block) -> bool:
    last = unit[-1]
    if block.kind is Kind.PARAGRAPH:
        # a table's caption, then its unit: "Table 2. Revenue", "(EUR million)"
        return len(unit) == 1 and _is_caption(text, last) and _is_caption(text, block)
    return last.kind is block.kind or (last.kind is Kind.PARAGRAPH and introduces(text, last))


def _is_caption(text: str, block: Block) -> bool:
    return block.kind is Kind.PARAGRAPH and is_caption(text[block.start : block.end])


def _pieces(text: str, unit: list[Block], target: int, limit: int) -> Iterator[Span]:
    whole = Span(unit[0].start, unit[-1].end)
    if _weight(text, whole) <= limit:
        yield whole
        return
    fine = (piece for block in unit for piece in _block_pieces(text, block, target, limit))
    yield from _packed(text, fine, lambda total, _last, _next: total <= target)


def _block_pieces(text: str, block: Block, target: int, limit: int) -> Iterator[Span]:
    if _weight(text, Span(block.start, block.end)) <= target:
        yield Span(block.start, block.end)
        return
    starts = [sentence.start for sentence in sentences_of(text, block)]
    # a list item's mark belongs to its first sentence
    for start, end in zip([block.start, *starts[1:]], [*starts[1:], block.end], strict=True):
        yield from _short_enough(text, Span(start, start + len(text[start:end].rstrip())), limit)


def _short_enough(text: str, sentence: Span, limit: int) -> Iterator[Span]:
    start = sentence.start
    # the length is asked first: the weight of a long rest is slow to count, again and again
    while sentence.end - start > limit or _weight(text, Span(start, sentence.end)) > limit:
        cut = _cut(text, start, _reach(text, start, limit))
        yield Span(start, start + len(text[start:cut].rstrip()))
        rest = _NOT_SPACE.search(text, cut, sentence.end)
        start = rest.start() if rest else sentence.end
    if start < sentence.end:
        yield Span(start, sentence.end)


def _reach(text: str, start: int, limit: int) -> int:
    """Return how far a slice from `start` may go; at least one character."""
    end = start + limit
    while end > start + 1 and _weight(text, Span(start, end)) > limit:
        end -= max(1, int((_weight(text, Span(start, end)) - limit) / _CHARS_PER_CJK))
    return max(end, start + 1)


def _cut(text: str, start: int, end: int) -> int:
    stops = [match.end() for match in _SOFT_STOP.finditer(text, start, end) if match.start() > start]
    return stops[-1] if stops else end


def _merged(text: str, pieces: Iterable[Span], target: int, limit: int) -> Iterator[Span]:
    def fits(total: float, last: float, following: float) -> bool:
        # A short one joins its neighbour up to the limit: a date line, a last sentence left over.
        return total <= target or (total <= limit and min(last, following) < target / 4)

    return _packed(text, pieces, fits)


def _packed(text: str, spans: Iterable[Span], fits: Callable[[float, float, float], bool]) -> Iterator[Span]:
    """Yield `spans` with neighbours joined while `fits(weight together, weight before, weight of the next)`."""
    last: Span | None = None
    for span in spans:
        joined = Span(last.start if last else span.start, span.end)
        if last and not fits(_weight(text, joined), _weight(text, last), _weight(text, span)):
            yield last
            last = span
        else:
            last = joined
    if last:
        yield last


def _weight(text: str, span: Span) -> float:
    slice_ = text[span.start : span.end]
    extra = 0 if slice_.isascii() else len(_CJK_CHARACTER.findall(slice_))
    return len(slice_) + (_CHARS_PER_CJK - 1) * extra
