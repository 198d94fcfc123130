"""Count hidden text of web pages that comes through, and visible text that does not, and print a table.

    uv run python benchmarks/hidden_text.py [--seed 7] [--list] [--chromium] [--pages FOLDER]

The carriers of `hidden_carriers.py` were looked at while the guards were made, those of `hidden_held_out.py` were written
before the guards of the time were read, and those of `hidden_after.py` when the new ones were done. `--chromium` renders each carrier with two different texts of the same letters and says where
a difference of the two pictures contradicts the label. `--pages` is a checkout of Zyte's article-extraction-benchmark: on
40 of its pages the words that Chromium shows are compared with those that are left after hidden text was dropped.
"""

import argparse
import gzip
import random
import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from bs4 import BeautifulSoup
from hidden_after import HIDDEN as AFTER_HIDDEN
from hidden_after import VISIBLE as AFTER_VISIBLE
from hidden_browser import Browser
from hidden_carriers import HIDDEN, VISIBLE
from hidden_held_out import HIDDEN as HELD_OUT_HIDDEN
from hidden_held_out import VISIBLE as HELD_OUT_VISIBLE

from stepresearch.tools.errors import ToolError
from stepresearch.tools.html.extract import extract_page
from stepresearch.tools.html.hidden import drop_hidden

Carrier = tuple[str, str, str]

SETS = {
    "carriers, hidden": (HIDDEN, True),
    "held out, hidden": (HELD_OUT_HIDDEN, True),
    "written after, hidden": (AFTER_HIDDEN, True),
    "carriers, visible": (VISIBLE, False),
    "held out, visible": (HELD_OUT_VISIBLE, False),
    "written after, visible": (AFTER_VISIBLE, False),
}
WORDS = [
    "amber",
    "birch",
    "cedar",
    "delta",
    "ember",
    "falcon",
    "garnet",
    "harbor",
    "indigo",
    "jasper",
    "kelp",
    "larch",
    "mango",
    "nectar",
    "otter",
    "pearl",
    "quartz",
]
PROSE = "The bridge opened in May and carried two trams an hour across the river all summer long. "
PAGES = 40


def page_of(carrier: Carrier, words: str) -> str:
    """Return a page that carries the words."""
    _, css, html = carrier
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>Alder Bridge</title><style>{css}</style></head>"
        f"<body><main><h1>Alder Bridge</h1><p>{PROSE * 3}</p>{html.replace('SECRET', words)}<p>{PROSE * 2}</p></main></body></html>"
    )


def comes_through(carrier: Carrier, words: str) -> bool:
    """Say whether our text of the page holds the words."""
    try:
        text = extract_page(page_of(carrier, words).encode(), url="https://example.org/").text
    except ToolError:
        return False
    return words in " ".join(text.split())


def measured(seed: int, *, lists: bool) -> Iterable[str]:
    """Yield the lines of the table of carriers."""
    chance = random.Random(seed)
    yield f"{'':<22}{'tried':>8}{'come through':>14}"
    for name, (carriers, is_hidden) in SETS.items():
        results = [
            (carrier, comes_through(carrier, " ".join(chance.sample(WORDS, 6)))) for carrier in carriers
        ]
        through = sum(result for _, result in results)
        yield f"{name:<22}{len(carriers):>8}{through:>8} {through / len(carriers):>5.1%}"
        wrong = [carrier for carrier, result in results if result == is_hidden]
        if wrong and is_hidden:
            yield "  wrong by kind: " + ", ".join(
                f"{kind} {n}" for kind, n in Counter(one[0] for one in wrong).items()
            )
        if lists:
            yield from (f"    {kind}: {css} {html}" for kind, css, html in wrong)


def looked_at(browser: Browser, seed: int) -> Iterable[str]:
    """Yield the carriers whose label is not what Chromium shows."""
    chance = random.Random(seed)
    for name, (carriers, is_hidden) in SETS.items():
        wrong = 0
        for carrier in carriers:
            words = " ".join(chance.sample(WORDS, 6))
            shown = browser.differs(page_of(carrier, words), page_of(carrier, words.translate(_MIRRORED)))
            if shown == is_hidden:
                wrong += 1
                yield f"  {name}: {carrier} is {'shown' if shown else 'not shown'} by Chromium"
        yield f"{name}: {wrong} of {len(carriers)} labels contradicted by Chromium"


# Letters of one width in place of others, so that a picture changes where they are seen, and the layout hardly does.
_MIRRORED = str.maketrans("abdegnopqu", "ebqanugdbo")


def kept(browser: Browser, folder: Path, seed: int) -> Iterable[str]:
    """Yield how many of the words that Chromium shows on real pages are left after hidden text was dropped.

    Style sheets of other files are read by neither side. What a page marks for them to hide is counted in one figure,
    and left out of the other.
    """
    files = random.Random(seed).sample(sorted((folder / "html").glob("*.gz")), PAGES)
    for name, unread in (("all", "script"), ("unmarked", HIDDEN_ELSEWHERE)):
        total = lost = 0
        for file in files:
            soup = BeautifulSoup(gzip.decompress(file.read_bytes()).decode(errors="replace"), "lxml")
            for tag in soup.select(f"{unread}, {UNREAD}"):
                tag.extract()
            shown = Counter(browser.words(str(soup)))
            drop_hidden(soup)
            missing = shown - Counter(soup.get_text(" ").lower().split())
            total, lost = total + shown.total(), lost + missing.total()
            if missing.total() > 0.02 * shown.total():
                yield f"  {file.name[:12]}: {missing.total()} of {shown.total()}: {' '.join(list(missing)[:12])}"
        yield f"visible words kept on {len(files)} pages, {name}: {1 - lost / total:.4f} ({lost} of {total} lost)"


UNREAD = "script, noscript, iframe, svg, select, textarea, button, option, object"
HIDDEN_ELSEWHERE = (
    "[aria-hidden=true], .sr-only, .hidden, .hide, .visuallyhidden, .visually-hidden, .screen-reader-text, .invisible, "
    ".d-none, .is-hidden, .noprint"
)
"""What sheets of other files hide by convention."""


def main() -> None:
    """Print the tables; a sentence for what is not there."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--list", action="store_true", help="name each carrier that went wrong")
    parser.add_argument(
        "--chromium", action="store_true", help="check the labels against what Chromium shows"
    )
    parser.add_argument("--pages", type=Path)
    arguments = parser.parse_args()
    for line in measured(arguments.seed, lists=arguments.list):
        print(line)
    if not (arguments.chromium or arguments.pages):
        return
    if not shutil.which("chromium"):
        print("Chromium is not installed: what a browser shows is not looked at.")
        return
    with Browser() as browser:
        for line in looked_at(browser, arguments.seed) if arguments.chromium else ():
            print(line)
        if arguments.pages and (arguments.pages / "html").is_dir():
            for line in kept(browser, arguments.pages, arguments.seed):
                print(line)
        elif arguments.pages:
            print(f"Zyte's pages are not in {str(arguments.pages)!r}: no folder html is there.")


if __name__ == "__main__":
    main()
