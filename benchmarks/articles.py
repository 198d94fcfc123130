"""Measure the main text of web pages against what people marked as the article, and print a table.

    uv run python benchmarks/articles.py PATH [--trafilatura PATH]

PATH is a checkout of github.com/scrapinghub/article-extraction-benchmark: 181 pages, scored by its own evaluate.py. An
article is lost where less than a quarter of its sequences of four words is in our text. `--trafilatura` is a checkout of
github.com/adbar/trafilatura, whose tests/ hold 990 pages with passages that the text should and should not hold; every
third is read, or all with `--all`. Neither is part of this project.
"""

import argparse
import gzip
import importlib.util
import json
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from stepresearch.tools.errors import ToolError
from stepresearch.tools.html.extract import extract_page

LOST_RECALL = 0.25
KEPT_RECALL = 0.5


def text_of(html: bytes, url: str) -> str:
    """Return our text of a page; none where it is refused."""
    try:
        return extract_page(html, url=url).text
    except ToolError:
        return ""


def zyte(folder: Path) -> Iterable[str]:
    """Yield the lines of the table for Zyte's pages."""
    spec = importlib.util.spec_from_file_location("zyte_evaluate", folder / "evaluate.py")
    assert spec is not None
    assert spec.loader is not None
    evaluator = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(evaluator)
    truth = json.loads((folder / "ground-truth.json").read_text())
    begun_s = time.process_time()
    texts = {key: _zyte_text(folder, key, truth[key]["url"]) for key in truth}
    spent_s = time.process_time() - begun_s
    scores = evaluator.evaluate(truth, {key: {"articleBody": text} for key, text in texts.items()}, 2)
    yield _row(f"Zyte, {len(truth)} pages", scores["f1"], scores["precision"], scores["recall"])
    recall = _recalls(evaluator, truth, texts)
    lost = sorted(key for key, value in recall.items() if value < LOST_RECALL)
    yield f"articles lost: {len(lost)}; {spent_s / len(truth) * 1000:.0f} ms of CPU a page"
    theirs_file = folder / "output" / "trafilatura.json"
    if theirs_file.exists():
        theirs = json.loads(theirs_file.read_text())["output"]
        kept = _recalls(evaluator, truth, {key: theirs[key].get("articleBody", "") for key in truth})
        lost = [key for key in lost if kept[key] >= KEPT_RECALL]
        yield f"of these kept by the output of trafilatura that lies there: {len(lost)}"
    yield from (f"  {key[:12]} {truth[key]['url']}" for key in lost)


def _zyte_text(folder: Path, key: str, url: str) -> str:
    return text_of(gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes()), url)


def _recalls(evaluator: Any, truth: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, float]:
    counts = {
        key: evaluator.string_shingle_matching(true=truth[key].get("articleBody", ""), pred=texts[key])
        for key in truth
    }
    return {key: evaluator.recall_score(*count) for key, count in counts.items()}


def trafilatura(folder: Path, *, every: int) -> Iterable[str]:
    """Yield the line of the table for trafilatura's pages, counted as its tests/eval_common.py does."""
    corpus = json.loads((folder / "tests" / "evaldata.json").read_text())
    chosen = sorted(corpus)[::every]
    found = wrong = missed = lost = 0
    for url in chosen:
        item = corpus[url]
        paths = (folder / "tests" / place / item["file"] for place in ("cache", "eval"))
        path = next(path for path in paths if path.is_file())
        text = _normal(text_of(path.read_bytes(), url))
        here = sum(_normal(words) in text for words in item["with"])
        found, missed, lost = found + here, missed + len(item["with"]) - here, lost + (here == 0)
        wrong += sum(_normal(words) in text for words in item["without"])
    precision, recall = found / (found + wrong), found / (found + missed)
    f1 = 2 * precision * recall / (precision + recall)
    yield _row(f"trafilatura, {len(chosen)} pages", f1, precision, recall)
    yield f"pages with none of their passages: {lost}"


def _normal(text: str) -> str:
    return " ".join(text.split())


def _row(name: str, *figures: float) -> str:
    return f"{name:<26}" + "".join(f"{figure:>11.3f}" for figure in figures)


def main() -> None:
    """Print the table; a sentence for each set that is not there."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("zyte", type=Path)
    parser.add_argument("--trafilatura", type=Path)
    parser.add_argument("--all", action="store_true", help="read all of trafilatura's pages")
    arguments = parser.parse_args()
    print(f"{'':<26}{'F1':>11}{'precision':>11}{'recall':>11}")
    if (arguments.zyte / "ground-truth.json").is_file():
        for line in zyte(arguments.zyte):
            print(line)
    else:
        print(f"Zyte's pages are not in {str(arguments.zyte)!r}: no ground-truth.json is there.")
    if arguments.trafilatura is None:
        return
    if (arguments.trafilatura / "tests" / "evaldata.json").is_file():
        for line in trafilatura(arguments.trafilatura, every=1 if arguments.all else 3):
            print(line)
    else:
        print(
            f"trafilatura's pages are not in {str(arguments.trafilatura)!r}: no tests/evaldata.json is there."
        )


if __name__ == "__main__":
    main()
