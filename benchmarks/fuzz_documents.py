"""Parse damaged documents of every kind in the worker process, and count what is no answer and what comes too late.

    uv run python benchmarks/fuzz_documents.py [--folder ../shared/inputs/office] [--cases 10000] [--keep FOLDER]

Each case is a document after one to six faults; of files that are archives, mostly a part is damaged and the archive
whole. An answer is a page whose texts can all be stored, or a refusal that the parser words itself; a crash of the
parser is none. The same seed gives the same cases. Failures are written to the folder named by `--keep`.
"""

import argparse
import asyncio
import io
import json
import random
import sys
import time
import zipfile
from collections import Counter
from email.message import EmailMessage
from pathlib import Path

from docx import Document
from reportlab.pdfgen.canvas import Canvas

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from doubles.storable import unstorable

from stepresearch.tools.errors import ToolError
from stepresearch.tools.parsing.file_kinds import MEDIA_TYPES
from stepresearch.tools.parsing.worker import ParsePool

DEADLINE_S = 10.0
LARGEST_BYTES = 200_000
PART_SHARE = 0.7
"""How often a part of an archive is damaged, and not the archive."""

WORDS = "The Petrel enters service on 3 May 2024 at a cost of 1,250 million euros, says Ana Ruiz. 北京 данные café. "
PAGE = f"""<!doctype html><html lang=en><head><meta charset=utf-8><title>Petrel &amp; co</title>
<meta property="article:published_time" content="2024-05-03T10:00:00Z"><meta name=author content="Ana Ruiz">
<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "2024-05-03", "author": {{"name": "A"}}}}</script>
<style>.x{{display:none}} p:first-child{{opacity:calc(1 - 1)}}</style></head><body><nav><a href=/>Home</a></nav><main><h1>Petrel</h1>
<p>{WORDS * 3}</p><p class=x style="color:rgb(0 0 0 / 0)">{WORDS}</p><table><tr><th>a<td>1</table><ul><li>{WORDS}</ul>
<time datetime="2024-05-03">3 May</time><pre>a  b</pre></main></body></html>"""
NOTES = f'---\ntitle: Petrel\ndate: 2024-05-03\n---\n# Petrel\n\n{WORDS * 2} **bold** and [a link](https://e.org "b").\n\n```\ncode\n```\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n'  # fmt: skip
RICH = r"{\rtf1\ansi\deff0{\fonttbl{\f0 Arial;}}{\info{\title Petrel}}\f0\fs24 The Petrel cost 1,250 million euros.\par \u21271? \b bold\b0\par}"
SLIDE = '<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r><a:t>The Petrel cost 1,250 million euros.</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>'
OPEN_DOCUMENT = '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text><text:h>Petrel</text:h><text:p>It cost 1,250 million euros.</text:p></office:text></office:body></office:document-content>'
# What has ended a parser somewhere: halves of surrogate pairs, NUL, dates that are none, nesting, names of codecs.
TOKENS = (
    b"\xed\xa0\x80", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"&#xD800;", b"&#0;", b"&#x110000;", b"\\ud800", b"<!--", b"]]>",
    b"2024-02-31", b"0000-00-00", b"9999-99-99T99:99:99+99:99", b"D:99999999999999+99'99'", b"20241332", b"-1", b"1e999",
    b"9" * 400, b"<div>" * 300, b"[" * 300, b"(" * 300, b"<![CDATA[", b"charset=punycode", b"encoding='undefined'",
    b"/Length -1", b"/Kids [1 0 R]", b"/Count 99999999", b"<< /A " * 200, b"xmlns:w='a'", b"w:val='-1'", b"{", b"}", b":",
    b"calc(", b"var(--a)", b"@media", b"\\", b"/*", b"\xe2\x80\xae", "٣".encode(), "²".encode(), b"%00", b"\n---\n", b"```\n",
    b"\\u55296?", b"\\bin99999 ", b"Content-Transfer-Encoding: base64\n", b"=?utf-8?b?7aCA?=", b'"' * 99, b",;\t",
    b"&a;", b"<!DOCTYPE a [<!ENTITY a '&b;&b;'>]>", b"NaN", b"Infinity", b'{"a":' * 300,
)  # fmt: skip
CHARSETS = (
    "utf-8", "utf-16", "utf-32", "utf-7", "shift_jis", "iso2022_jp", "hz", "gb18030", "cp037", "punycode", "idna",
    "unicode_escape", "undefined", "hex", "zlib", "base64", "rot13", "a\x00b", "\ud800", "", "x" * 500, "utf-8-sig",
)  # fmt: skip
URLS = ("file:///minutes-2023-04.txt", "https://example.org/a", "https://e.org/%ED%A0%80/")


def originals(folder: Path | None) -> list[tuple[str, bytes]]:
    """Return whole documents, each with its ending."""
    found = [
        (".html", PAGE.encode()),
        (".md", NOTES.encode()),
        (".txt", (WORDS * 5).encode("utf-16")),
        (".pdf", pdf()),
        (".docx", word()),
        (".pptx", zipped({"ppt/slides/slide1.xml": SLIDE})),
        (".odt", zipped({"content.xml": OPEN_DOCUMENT})),
        (".eml", mail()),
        (".csv", f"item,cost,note\nPetrel,1250,{WORDS}\nHeron,7.3,\n".encode()),
        (".rtf", RICH.encode()),
        (".json", json.dumps({"petrel": {"cost": 1250, "notes": [WORDS, None, True]}}).encode()),
    ]
    for path in sorted(folder.rglob("*")) if folder else ():
        is_read = path.suffix.lower() in MEDIA_TYPES and path.is_file()
        if is_read and 0 < path.stat().st_size <= LARGEST_BYTES:
            found.append((path.suffix.lower(), path.read_bytes()))
    return found


def pdf() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pageCompression=0)
    canvas.setTitle("Petrel")
    canvas.drawString(50, 700, "The Petrel enters service on 3 May 2024 at a cost of 1,250 million euros.")
    canvas.save()
    return buffer.getvalue()


def word() -> bytes:
    made, buffer = Document(), io.BytesIO()
    made.core_properties.title, made.core_properties.author = "Petrel", "Ana Ruiz"
    made.add_heading("Petrel", 1)
    made.add_paragraph(WORDS * 2)
    made.add_table(2, 2).cell(0, 0).text = "a"
    made.save(buffer)
    return buffer.getvalue()


def mail() -> bytes:
    made = EmailMessage()
    made["From"], made["Subject"], made["Date"] = (
        "Ana <a@a.example>",
        "Petrel — 北京",
        "Tue, 3 Mar 2026 10:00:00 +0000",
    )
    made.set_content(WORDS)
    made.add_alternative(PAGE, subtype="html")
    made.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="bill.pdf")
    return made.as_bytes()


def zipped(parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return the bytes after one to six faults."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(made) + 1)
        size = min(int(chance.paretovariate(0.7)), 2_000)
        match chance.randrange(6):
            case 0 if at < len(made):
                made[at] ^= 1 << chance.randrange(8)
            case 1:
                del made[at : at + size]
            case 2:
                made[at:at] = made[at : at + size] * chance.choice((1, 2, 20))
            case 3 | 4:
                made[at:at] = chance.choice(TOKENS)
            case _:
                made[at : at + 8] = chance.randbytes(chance.randrange(9))
    return bytes(made)


def damaged_inside(data: bytes, chance: random.Random) -> bytes:
    """Return an archive that is whole, and one of whose parts is not."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(buffer, "w") as made:
        names = whole.namelist()
        hit = chance.choice([name for name in names if name.endswith((".xml", "html", ".rels"))] or names)
        for name in names:
            part = whole.read(name)
            made.writestr(name, damaged(part, chance) if name == hit else part)
    return buffer.getvalue()


async def outcome(pool: ParsePool, data: bytes, media_type: str, charset: str | None, url: str) -> str:
    """Return "page", "refused", or what went wrong."""
    begun_s = time.monotonic()
    try:
        page = await pool.parse(data, media_type=media_type, url=url, charset=charset, timeout_s=DEADLINE_S)
        refused = unstorable(page)
        said = f"unstorable: {refused[0][:80]}" if refused else "page"
    except ToolError as error:
        said = f"crash: {error.message}" if "parser crashed" in error.message else "refused"
        said = "out of time" if "took longer" in error.message else said
    except Exception as error:  # noqa: BLE001 - what this looks for
        said = f"uncaught: {error!r}"
    return "late" if time.monotonic() - begun_s > DEADLINE_S + 1 else said


async def measure(cases: int, seed: int, folder: Path | None, keep: Path | None) -> dict[str, Counter[str]]:
    """Return how many cases of each ending had which outcome."""
    chance, whole = random.Random(seed), originals(folder)
    counted: dict[str, Counter[str]] = {}
    with ParsePool(at_most=1) as pool:
        for number in range(cases):
            ending, data = whole[number % len(whole)]
            is_archive = data.startswith(b"PK") and chance.random() < PART_SHARE
            made = damaged_inside(data, chance) if is_archive else damaged(data, chance)
            named = ending if chance.random() < 0.85 else chance.choice([*MEDIA_TYPES])
            charset = chance.choice(CHARSETS) if chance.random() < 0.4 else None
            said = await outcome(pool, made, MEDIA_TYPES[named], charset, chance.choice(URLS))
            counted.setdefault(ending, Counter())[said] += 1
            if keep and said not in {"page", "refused"}:
                (keep / f"{number}{named}").write_bytes(made)
                print(f"{number}: {named} as {charset!r}: {said}", file=sys.stderr, flush=True)
    return counted


def main() -> None:
    """Print a line for each ending and the sums; end with 1 where anything was no answer."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
    counted = asyncio.run(measure(given.cases, given.seed, given.folder, given.keep))
    for ending, outcomes in sorted(counted.items()):
        print(f"{ending:8} {outcomes.total():6} cases: {dict(outcomes.most_common())}")
    total = sum(counted.values(), Counter[str]())
    failed = total.total() - total["page"] - total["refused"] - total["out of time"]
    print(f"all      {total.total():6} cases: {failed} crashed, unstorable or late")
    raise SystemExit(failed > 0)


if __name__ == "__main__":
    main()
