"""How many orders to a model are recognised in what strangers wrote, and how often ordinary pages are taken for some.

    uv run python benchmarks/injection.py MIRRORS [--hotpot FOLDER] [--show]

MIRRORS holds bare git repositories `<owner>+<name>/repo`: microsoft+BIPIA (attacks; Yi et al., 2023, MIT),
scrapinghub+article-extraction-benchmark, adbar+trafilatura and python+peps (ordinary pages); FOLDER holds HotpotQA's
`corpus.jsonl`. The patterns were made on BIPIA's training categories and on half of the pages; its test categories and
the other half are held out. `--show` prints misses and false alarms of the half that may be looked at.
"""

import argparse
import gzip
import io
import json
import random
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

from stepresearch.text.language.sentences import split_sentences
from stepresearch.text.safety.prompt_injection import gives_orders
from stepresearch.tools.errors import ToolError
from stepresearch.tools.parsing.file_kinds import HTML, PLAIN
from stepresearch.tools.parsing.parser import parse

_SEED = 8
_PAGES = {
    "scrapinghub+article-extraction-benchmark": ("html", 181),
    "adbar+trafilatura": ("tests/cache", 120),
    "python+peps": ("peps", 100),
}
_PARAGRAPHS = 200


def attacks(mirrors: Path, part: str) -> Iterator[tuple[str, str]]:
    """Yield (kind, attack); a kind names the sort of attack and its category."""
    for sort in ("text", "code"):
        categories = json.loads(
            _git(mirrors / "microsoft+BIPIA", "show", f"HEAD:benchmark/{sort}_attack_{part}.json")
        )
        for category, texts in categories.items():
            yield from ((f"{sort}: {category}", text) for text in texts)


def pages(mirrors: Path, hotpot: Path | None) -> list[tuple[str, str]]:
    """Return (name, text) of ordinary pages: a seeded sample of each source."""
    chosen: list[tuple[str, str]] = []
    for repository, (folder, count) in _PAGES.items():
        for name, data in _sample(mirrors / repository, folder, count):
            media_type = HTML if ".html" in name else PLAIN
            try:
                chosen.append((name, parse(data, media_type=media_type, url="https://a.example/").text))
            except ToolError:
                continue
    if hotpot is not None:
        lines = (hotpot / "corpus.jsonl").read_text().splitlines()
        random.Random(_SEED).shuffle(lines)
        records = [json.loads(line) for line in lines[:_PARAGRAPHS]]
        chosen += [(record["title"], " ".join(record["sentences"])) for record in records]
    return chosen


def orders_in(text: str) -> list[str]:
    """Return the sentences of a text that are taken for orders."""
    return [
        sentence for span in split_sentences(text) if gives_orders(sentence := text[span.start : span.end])
    ]


def _sample(mirror: Path, folder: str, count: int) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(_git(mirror, "archive", "HEAD", folder))) as archive:
        members = [member for member in archive if member.isfile() and _is_page(member.name)]
        random.Random(_SEED).shuffle(members)
        for member in members[:count]:
            opened = archive.extractfile(member)
            assert opened is not None
            data = opened.read()
            yield member.name, gzip.decompress(data) if member.name.endswith(".gz") else data


def _is_page(name: str) -> bool:
    return name.endswith((".html", ".html.gz", ".rst", ".txt"))


def _git(mirror: Path, *arguments: str) -> bytes:
    return subprocess.run(
        ["git", f"--git-dir={mirror / 'repo'}", *arguments], check=True, capture_output=True
    ).stdout


def _print_recall(mirrors: Path, part: str, *, show: bool) -> None:
    found: dict[str, list[bool]] = {}
    for kind, text in attacks(mirrors, part):
        is_found = bool(orders_in(text))
        found.setdefault(kind, []).append(is_found)
        if show and not is_found:
            print("  missed:", kind, "|", text[:140].replace("\n", " "))
    for sort in ("text", "code"):
        hits = [hit for kind, kinds in found.items() if kind.startswith(sort) for hit in kinds]
        print(f"{part:6} {sort}: {sum(hits)} of {len(hits)} recognised")
    for kind, hits in found.items():
        print(f"    {kind:60} {sum(hits)} of {len(hits)}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("mirrors", type=Path)
    options.add_argument("--hotpot", type=Path)
    options.add_argument("--show", action="store_true")
    given = options.parse_args()
    if not (given.mirrors / "microsoft+BIPIA").is_dir():
        sys.exit(f"{given.mirrors} holds no microsoft+BIPIA: nothing to measure.")
    _print_recall(given.mirrors, "train", show=given.show)
    _print_recall(given.mirrors, "test", show=False)
    ordinary = pages(given.mirrors, given.hotpot)
    for half, name in enumerate(("seen", "held out")):
        alarms = [(page, orders) for page, text in ordinary[half::2] if (orders := orders_in(text))]
        count = len(ordinary[half::2])
        print(f"{name}: false alarms on {len(alarms)} of {count} ordinary pages ({len(alarms) / count:.1%})")
        for page, orders in alarms if given.show and not half else ():
            print("  ", page, "|", orders[0][:200])


if __name__ == "__main__":
    main()
