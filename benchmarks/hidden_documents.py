"""What comes through of text that no reader of a PDF, Word or Markdown document sees, and what is lost of the visible.

    uv run python benchmarks/hidden_documents.py

Carriers are made by code (`document_carriers.py`). Those called beforehand were written down before the guards were made.
Ordinary documents hold pale, small, coloured and inverted print; each of their words should be read.
"""

import io
import random
import re
from collections.abc import Callable
from typing import Any

from document_carriers import (
    MARKDOWN,
    MARKDOWN_BEFOREHAND,
    PDF,
    PDF_BEFOREHAND,
    PROSE,
    SECRET,
    WORD,
    WORD_BEFOREHAND,
    pdf,
)
from docx import Document
from docx.shared import Pt, RGBColor
from fpdf import FPDF

from stepresearch.tools.errors import ToolError
from stepresearch.tools.parsing import file_kinds
from stepresearch.tools.parsing.parser import parse

_MARK = SECRET.split()[0]
_WORDS = "crane harbour account board crown million repair bridge survey annual report ferry cost paid found".split()  # noqa: SIM905 - reads better
_SEED = 8


def comes_through(data: bytes, media_type: str) -> bool:
    """Return whether any of the hidden words reach the page; raises where the prose around them is lost."""
    page = parse(data, media_type=media_type, url="file:///a")
    if "crane of the harbour" not in page.text:
        raise ToolError(f"The visible prose was lost: {page.text[:80]!r}.")
    return _MARK in page.text + page.title


def carriers() -> list[tuple[str, str, str, Callable[[], bytes]]]:
    """Return (format, list, kind, how to make it)."""
    made: list[tuple[str, str, str, Callable[[], bytes]]] = []
    for listed, draws in (("made", PDF), ("beforehand", PDF_BEFOREHAND)):
        made += [(file_kinds.PDF, listed, kind, lambda draw=draw: pdf(draw)) for kind, draw in draws.items()]
    for listed, files in (("made", WORD), ("beforehand", WORD_BEFOREHAND)):
        made += [(file_kinds.DOCX, listed, kind, lambda data=data: data) for kind, data in files.items()]
    for listed, texts in (("made", MARKDOWN), ("beforehand", MARKDOWN_BEFOREHAND)):
        made += [
            (file_kinds.MARKDOWN, listed, kind, lambda text=text: _around(text))
            for kind, text in texts.items()
        ]
    return made


def _around(text: str) -> bytes:
    return (text + PROSE if text.startswith("---") else f"{PROSE}\n\n{text}\n").encode()


def _sentence(chance: random.Random) -> str:
    return f"{' '.join(chance.choices(_WORDS, k=12)).capitalize()} {chance.randint(2, 999)}."


def ordinary_pdf(chance: random.Random) -> tuple[bytes, list[str]]:
    """Return a PDF of varied print and its sentences."""
    document = FPDF()
    sentences: list[str] = []
    for _ in range(3):
        document.add_page()
        for size, ink, ground in (
            (20, 0, None),
            (10, 0, None),
            (10, 204, None),
            (9, (180, 30, 30), None),
            (9, 255, (20, 40, 120)),
            (6, 90, None),
            (11, (0, 90, 200), (240, 240, 240)),
        ):
            document.set_font(chance.choice(["helvetica", "times", "courier"]), size=size)
            document.set_text_color(*(ink if isinstance(ink, tuple) else (ink,)))
            document.set_fill_color(*(ground or (255,)))
            sentence = _sentence(chance)
            document.multi_cell(0, size * 0.5, sentence, fill=ground is not None, align="L")
            document.ln(4)
            sentences.append(sentence)
    return bytes(document.output()), sentences


def ordinary_word(chance: random.Random) -> tuple[bytes, list[str]]:
    """Return a Word file of varied print and its sentences."""
    document = Document()
    sentences = [_sentence(chance) for _ in range(8)]
    document.add_heading(sentences[0], level=1)
    changes: list[Callable[[Any], object]] = [
        lambda font: setattr(font, "bold", True),
        lambda font: setattr(font, "size", Pt(6)),
        lambda font: setattr(font.color, "rgb", RGBColor(0xC8, 0xC8, 0xC8)),
        lambda font: setattr(font.color, "rgb", RGBColor(0xC0, 0x20, 0x20)),
        lambda font: setattr(font, "italic", True),
    ]
    for sentence, change in zip(sentences[1:6], changes, strict=True):
        change(document.add_paragraph().add_run(sentence).font)
    table = document.add_table(rows=1, cols=2, style="Light Grid Accent 1")
    for place, sentence in zip(table.rows[0].cells, sentences[6:], strict=True):
        place.text = sentence
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue(), sentences


def ordinary_markdown(chance: random.Random) -> tuple[bytes, list[str]]:
    """Return a Markdown text of varied forms and its sentences."""
    sentences = [_sentence(chance) for _ in range(9)]
    forms = "# {}\n\n{}\n\n- {}\n- {}\n\n> {}\n\n**{}**\n\n<p align='center'>{}</p>\n\n[{}](https://a.example)\n\n```\n{}\n```\n"
    return forms.format(*sentences).encode(), sentences


def kept(
    make: Callable[[random.Random], tuple[bytes, list[str]]], media_type: str, count: int
) -> tuple[int, int]:
    """Return how many of the words of ordinary documents are read, and how many there are."""
    chance = random.Random(_SEED)
    found = total = 0
    for _ in range(count):
        data, sentences = make(chance)
        text = set(re.findall(r"\w+", parse(data, media_type=media_type, url="file:///a").text.casefold()))
        joined = " ".join(parse(data, media_type=media_type, url="file:///a").text.casefold().split())
        for sentence in sentences:
            words = re.findall(r"\w+", sentence.casefold())
            total += len(words)
            found += len(words) if sentence.casefold() in joined else sum(word in text for word in words[-1:])
    return found, total


def main() -> None:
    counts: dict[tuple[str, str], list[bool]] = {}
    names = {file_kinds.PDF: "PDF", file_kinds.DOCX: "Word", file_kinds.MARKDOWN: "Markdown"}
    for media_type, listed, kind, make in carriers():
        try:
            through = comes_through(make(), media_type)
        except ToolError as error:
            print(f"{names[media_type]:9} {listed:11} {kind}: {error}")
            through = True
        counts.setdefault((names[media_type], listed), []).append(through)
        if through:
            print(f"{names[media_type]:9} {listed:11} {kind}: comes through")
    for (name, listed), throughs in counts.items():
        print(f"{name:9} {listed:11} {sum(throughs)} of {len(throughs)} come through")
    for name, make_page, media_type in (
        ("PDF", ordinary_pdf, file_kinds.PDF),
        ("Word", ordinary_word, file_kinds.DOCX),
        ("Markdown", ordinary_markdown, file_kinds.MARKDOWN),
    ):
        found, total = kept(make_page, media_type, 20)
        print(f"{name:9} ordinary    {found} of {total} visible words read ({found / total:.1%})")


if __name__ == "__main__":
    main()
