"""Counts the sets as they are loaded, and holds the score against ResearchRubrics' formula on all their criteria.

uv run python benchmarks/judge_sets.py ../shared/data
"""

import random
import sys
from collections import Counter
from pathlib import Path

from stepresearch.evals.judger.score import score_of
from stepresearch.evals.judger.verdicts import Judgement, Verdict, VerdictMapping
from stepresearch.evals.tasks.catalogue import load_set
from stepresearch.evals.tasks.task import Task

SETS = {"researchrubrics": "rubrics", "rigorousbench": "rubrics", "researcherbench": "rubrics", "drb": "drb", "miroeval": "rubrics", "adr": ""}  # fmt: skip
ROUNDS = 50
SEED = 20261128
WORTH = {
    VerdictMapping.STEP_TERNARY: ({"full": 1.0, "partial": 0.5, "none": 0.0},) * 2,
    VerdictMapping.SCALE_BINARY: ({"full": 1, "partial": 0, "none": 0}, {"full": 1, "partial": 1, "none": 0}),
    VerdictMapping.LENIENT: ({"full": 1, "partial": 1, "none": 0}, {"full": 1, "partial": 0, "none": 0}),
}
"""Of something wanted, and of a flaw."""


def reference(task: Task, verdicts: list[Verdict], mapping: VerdictMapping) -> float:
    """Return the compliance score from its definition: numerator and denominator summed one by one."""
    numerator = denominator = 0.0
    for one, verdict in zip(task.criteria, verdicts, strict=True):
        numerator += WORTH[mapping][one.weight < 0][verdict] * one.weight
        denominator += max(0, one.weight)
    return numerator / denominator


def largest_difference(tasks: tuple[Task, ...], mapping: VerdictMapping, dice: random.Random) -> float:
    """Return the largest difference between the score and the reference over random verdicts."""
    worst = 0.0
    for _ in range(ROUNDS):
        for task in tasks:
            verdicts = [dice.choice(list(Verdict)) for _ in task.criteria]
            judged = [
                Judgement(one.criterion_id, verdict)
                for one, verdict in zip(task.criteria, verdicts, strict=True)
            ]
            value = score_of(task.criteria, judged, mapping).value
            worst = max(
                worst, abs((value if value is not None else 9.0) - reference(task, verdicts, mapping))
            )
    return worst


def main() -> None:
    """Print a line for each set, and one for each mapping."""
    data = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
    if not data.is_dir():
        print(f"Skipped: {data} is not here.")
        return
    print(
        f"{'set':16} {'tasks':>5} {'criteria':>8} {'wanted':>6} {'flaws':>5} {'zero':>4} {'sum of wanted':>13}  languages, axes"
    )
    for name, folder in SETS.items():
        tasks = load_set(name, data / folder).tasks
        criteria = [one for task in tasks for one in task.criteria]
        weights = [one.weight for one in criteria]
        axes = ", ".join(
            f"{axis} {count:,}" for axis, count in Counter(one.axis for one in criteria).most_common() if axis
        )
        spoken = ", ".join(
            f"{code} {count}" for code, count in Counter(task.language for task in tasks).items()
        )
        print(
            f"{name:16} {len(tasks):5} {len(criteria):8,} {sum(w > 0 for w in weights):6,} {sum(w < 0 for w in weights):5}"
            f" {weights.count(0):4} {sum(w for w in weights if w > 0):13,.0f}  {spoken}; {axes}"
        )
    dice = random.Random(SEED)
    tasks = load_set("researchrubrics", data / "rubrics").tasks
    for mapping in VerdictMapping:
        worst = largest_difference(tasks, mapping, dice)
        print(
            f"{mapping:13} {ROUNDS} rounds of random verdicts over {len(tasks)} tasks: largest difference {worst:.1e}"
        )


if __name__ == "__main__":
    main()
