"""Time every regular expression of the project on texts made to slow it down, and list those that grow fastest.

Run with `python benchmarks/patterns.py`; `--all` lists every expression that took any time.
"""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from doubles.patterns import LONGEST, all_patterns
from doubles.slow_texts import LINEAR, worst_growth

LISTED = 10


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--all", action="store_true", help="list every expression that took any time")
    listed = None if arguments.parse_args().all else LISTED
    begun = time.monotonic()
    used = all_patterns()
    growths = sorted(
        ((worst_growth(u, LONGEST.get(place)), place) for place, u in used.items()),
        key=lambda found: -found[0].ratio,
    )
    print(f"{len(used)} expressions in {time.monotonic() - begun:.0f} s")
    print(
        f"{sum(growth.ratio > LINEAR for growth, _ in growths)} grow by more than {LINEAR} when the text doubles"
    )
    print("\n| Growth | Where | Applied by | Text repeated | Expression |\n|---|---|---|---|---|")
    for growth, place in growths[:listed]:
        if growth.ratio:
            text = f"{growth.attack.before!r} {growth.attack.repeated!r} {growth.attack.after!r}"
            expression = str(used[place].pattern.pattern)[:200]
            print(f"| {growth.ratio:.2f} | {place} | {used[place].method} | {text} | {expression!r} |")


if __name__ == "__main__":
    main()
