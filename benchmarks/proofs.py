"""Print every dispute, change and corroboration that code proves without a model over real documents, to be read by a person.

    uv run python benchmarks/proofs.py peps ../.mirror/python+peps/repo [--batches 12] [--size 24] [--seed 5]
    uv run python benchmarks/proofs.py hotpot ../shared/data/hotpot
    uv run python benchmarks/proofs.py folder ../shared/data/county/docs

PEPs are read from a bare repository in random batches, as many as a run reads; HotpotQA's paragraphs in batches of 200; a
folder whole. What is printed is right or wrong by reading: the rules were made without a look at any of it.
"""

import argparse
import json
import random
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from relations import folder, state_of

from stepresearch.nodes.ledger.pairs import Pair, pairs_of
from stepresearch.nodes.ledger.source_groups import copies_of, copy_groups
from stepresearch.nodes.ledger.statements import statements_of
from stepresearch.tools.page import Page

HOTPOT_BATCH = 200
MAX_EQUAL_SHOWN = 40


def peps(repository: Path, *, batches: int, size: int, seed: int) -> Iterator[list[Page]]:
    """Yield random batches of PEPs."""
    listed = _git(repository, "ls-tree", "-r", "--name-only", "HEAD").splitlines()
    names = [name for name in listed if name.startswith("peps/pep-") and name.endswith((".rst", ".txt"))]
    chosen = random.Random(seed)
    for _ in range(batches):
        yield [_pep(name, _git(repository, "show", f"HEAD:{name}")) for name in chosen.sample(names, size)]


def _git(repository: Path, *arguments: str) -> str:
    command = ["git", f"--git-dir={repository}", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _pep(name: str, text: str) -> Page:
    head = dict(line.partition(": ")[::2] for line in text.partition("\n\n")[0].splitlines() if ": " in line)
    return Page(url=f"file:///{name}", title=head.get("Title", name), text=text, site=name)


def hotpot(path: Path) -> Iterator[list[Page]]:
    """Yield the paragraphs of HotpotQA's slice in batches."""
    rows = [json.loads(line) for line in (path / "corpus.jsonl").read_text("utf-8").splitlines()]
    pages = [
        Page(url=f"file:///{number}", title=row["title"], text=" ".join(row["sentences"]), site=row["title"])
        for number, row in enumerate(rows)
    ]
    for start in range(0, len(pages), HOTPOT_BATCH):
        yield pages[start : start + HOTPOT_BATCH]


def proven(pages: Sequence[Page]) -> list[Pair]:
    """Return all that code proves of what the pages say."""
    state = state_of("", pages)
    texts = {f"S{number}": page.text for number, page in enumerate(pages, 1)}
    return pairs_of(statements_of(state), copies_of(copy_groups(texts), state["sources"]), 96).proven


def shown(batches: Iterable[Sequence[Page]]) -> Counter[str]:
    """Print what is proven, each pair once, and return how many of each kind."""
    counts: Counter[str] = Counter()
    seen: set[frozenset[str]] = set()
    for pages in batches:
        counts["documents"] += len(pages)
        for pair in proven(pages):
            both = frozenset((pair.a.text, pair.b.text))
            if both in seen:
                continue
            seen.add(both)
            counts[pair.proof] += 1
            if pair.proof != "equal" or counts["equal"] <= MAX_EQUAL_SHOWN:
                print(
                    f"{pair.proof}\n  {pair.a.source['title']}: {pair.a.text}\n  {pair.b.source['title']}: {pair.b.text}"
                )
    return counts


def main() -> None:
    """Print what is proven, then the counts as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("kind", choices=["peps", "hotpot", "folder"])
    parser.add_argument("path", type=Path)
    parser.add_argument("--batches", type=int, default=12)
    parser.add_argument("--size", type=int, default=24)
    parser.add_argument("--seed", type=int, default=5)
    arguments = parser.parse_args()
    if not arguments.path.exists():
        print(json.dumps({"skipped": f"{arguments.path} is not there"}))
        return
    if arguments.kind == "peps":
        batches: Iterable[Sequence[Page]] = peps(
            arguments.path, batches=arguments.batches, size=arguments.size, seed=arguments.seed
        )
    elif arguments.kind == "hotpot":
        batches = hotpot(arguments.path)
    else:
        batches = [folder(arguments.path)]
    print(json.dumps(shown(batches)))


if __name__ == "__main__":
    main()
