"""Print the share of figures and dates read right, wrong and not at all, in twenty and more languages.

Run with `python benchmarks/figures.py`; `--wrong` lists what was not read right, `--seed` draws other values.
"""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from stepresearch.text.numbers.dates import dates
from stepresearch.text.numbers.quantities import quantities
from tests.doubles.figures import by_hand, generated, held_out, verdict, written


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", action="store_true", help="list what was not read right")
    parser.add_argument("--seed", type=int, default=20261128)
    parser.add_argument("--per-language", type=int, default=18)
    options = parser.parse_args()
    begun = time.monotonic()
    for name, cases in (
        ("generated", list(generated(options.seed, options.per_language))),
        ("by hand", list(by_hand())),
        ("held out", list(held_out())),
    ):
        tally: Counter[tuple[str, str]] = Counter()
        for kind, language, sentence, right in cases:
            result = verdict(sentence, right)
            tally[kind, result] += 1
            if result != "right" and options.wrong:
                found = [written(q) for q in quantities(sentence)] + [
                    "@" + point.iso for point in dates(sentence)
                ]
                print(f"{result}: {kind} {language} {sentence!r}: {found}, right is {right!r}")
        print(f"\n| {name} | right | wrong | not read |\n|---|---|---|---|")
        for kind in sorted({kind for kind, _ in tally}):
            print(
                f"| {kind} | "
                + " | ".join(str(tally[kind, r]) for r in ("right", "wrong", "not read"))
                + " |"
            )
        all_of = [
            sum(n for (_, r), n in tally.items() if r == result) for result in ("right", "wrong", "not read")
        ]
        share = 100 * all_of[0] / len(cases)
        print(f"| all {len(cases)} | " + " | ".join(map(str, all_of)) + f" | ({share:.1f} % right)")
    print(f"\n{time.monotonic() - begun:.1f} s")


if __name__ == "__main__":
    main()
