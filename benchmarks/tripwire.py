"""Measure the check by code on FEVER-symmetric: how many true sentences it stops, and how many false ones.

Each claim is checked against its evidence sentence, with the claim's subject as the title of the page: FEVER's evidence
comes from the page of that subject. Run with `python benchmarks/tripwire.py PATH_OF_symmetric_dev.jsonl`; `--half odd`
takes every second row only, `--alarms` lists the true sentences that were stopped.
"""

import argparse
import json
import re
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from stepresearch.nodes.checking.rules import draft_check
from stepresearch.text.entities.names import names

DATA = Path(__file__).parent.parent.parent / "shared" / "data" / "fever" / "symmetric_dev.jsonl"
_SUBJECT = re.compile(
    r"(?:The |A |An )?[^\W\d_a-zß-ÿ][\w.'’-]*(?: (?:(?:of|the|and|de|in|for|&|:|,) )?[^\Wa-zß-ÿ][\w.'’-]*)*"
)
_HALVES = {"even": (0,), "odd": (1,), "all": (0, 1)}


def subject(claim: str) -> str:
    """Return what a claim is about: the capitalised words that it begins with, else the first name in it."""
    found = _SUBJECT.match(claim)
    return found[0] if found and found[0] != "The" else next(iter(names(claim)), "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path, nargs="?", default=DATA)
    parser.add_argument("--half", choices=_HALVES, default="all")
    parser.add_argument("--alarms", action="store_true")
    options = parser.parse_args()
    if not options.path.exists():
        sys.exit(
            f"{options.path} is missing: fetch FEVER-symmetric (TalSchuster/FeverSymmetric) and give its path"
        )
    lines = options.path.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for at, line in enumerate(lines) if at % 2 in _HALVES[options.half]]
    tally: Counter[tuple[str, str]] = Counter()
    for row in rows:
        claim = row["claim"]
        check = draft_check(claim, [row["evidence"]], [subject(claim)])
        tally[row["gold_label"], check.verdict] += 1
        if options.alarms and row["gold_label"] == "SUPPORTS" and check.verdict != "supported":
            print(f"{check.verdict} {check.reason}\n  {claim}\n  {row['evidence'][:300]}")
    print("| FEVER says | sentences | stopped | of these contradicted |\n|---|---|---|---|")
    for label in ("SUPPORTS", "REFUTES"):
        all_of = sum(count for (one, _), count in tally.items() if one == label)
        stopped = all_of - tally[label, "supported"]
        share = 100 * stopped / all_of
        print(f"| {label} | {all_of} | {stopped} ({share:.1f} %) | {tally[label, 'contradicted']} |")


if __name__ == "__main__":
    main()
